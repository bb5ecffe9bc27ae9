using Akida.Graph.Operations;
using TensorType = Akida.Formats.Onnx.Protocol.TensorProto.Types.DataType;

namespace Akida.Formats.Onnx.Importing;

/// <summary>Operators that move values: most only change how a layer's output is seen.</summary>
internal static class ImportedShaping
{
    public static OnnxValue Same(OnnxNode node) => node.Input(0);

    /// <summary>A layer's output stays what it is between float types; constants hold any type.</summary>
    public static OnnxValue Cast(OnnxNode node)
    {
        TensorType type = (TensorType)node.Integer("to", (long)TensorType.Float);
        return node.Input(0) is ConstantValue || type is TensorType.Float or TensorType.Float16 or TensorType.Double
            ? node.Input(0)
            : throw new GraphException($"makes {type} of a layer's output, must make floats");
    }

    public static OnnxValue Transpose(OnnxNode node)
    {
        OnnxValue input = node.Input(0);
        int rank = input is ConstantValue constant ? constant.Shape.Rank : ((LayerValue)input).Rank + 1;
        int[] order = node.HasSetting("perm") ? node.Sizes("perm", new int[rank], least: 0) : [.. Enumerable.Range(0, rank).Reverse()];
        if (!order.Order().SequenceEqual(Enumerable.Range(0, rank)))
        {
            throw new GraphException($"perm is [{string.Join(", ", order)}], must be an order of {rank} axes");
        }

        if (input is ConstantValue values)
        {
            return new ConstantValue(
                TensorShape.Of(order.Select(axis => values.Shape[axis])),
                values.ToTensor().Permute(order).Values,
                null
            );
        }

        if (order[0] != 0)
        {
            throw new GraphException($"perm is [{string.Join(", ", order)}], must leave the batch first");
        }

        LayerValue value = (LayerValue)input;
        return value.IsFlat ? value : value with { Axes = order.Skip(1).Select(axis => value.Axes[axis - 1]).ToEquatableArray() };
    }

    public static OnnxValue Flatten(OnnxNode node)
    {
        LayerValue input = node.Layer(0);
        long axis = node.Integer("axis", 1);
        return (axis < 0 ? axis + input.Rank + 1 : axis) == 1
            ? Reshaped(node, input, [checked((int)input.Shape.Elements)])
            : throw new GraphException($"axis is {axis}, must be 1");
    }

    public static OnnxValue Reshape(OnnxNode node)
    {
        long[] target = node.Numbers("shape", 1) ?? throw new GraphException("the shape is missing");
        return node.Input(0) switch
        {
            LayerValue layer => Reshaped(node, layer, WithoutBatch(node, layer, target)),
            ConstantValue constant => ImportedConstants.Reshape(constant, target),
            _ => throw new GraphException("its input is of no known kind"),
        };
    }

    public static OnnxValue Squeeze(OnnxNode node)
    {
        long[]? axes = node.Numbers("axes", 1);
        if (node.Input(0) is ConstantValue constant)
        {
            return ImportedConstants.Squeeze(constant, axes);
        }

        LayerValue input = node.Layer(0);
        int[] sizes = input.Sizes;
        int[] gone = axes is null
            ? [.. Enumerable.Range(0, sizes.Length).Where(axis => sizes[axis] == 1)]
            : [.. axes.Select(axis => OnnxNode.Axis(axis, input.Rank))];
        int[] left = [.. Enumerable.Range(0, sizes.Length).Except(gone)];
        return gone.All(axis => sizes[axis] == 1) && left.Length > 0
            ? Seen(node, input, [.. left.Select(axis => (int?)axis)])
            : throw new GraphException(
                $"cannot take the axes {string.Join(", ", gone.Select(axis => axis + 1))} from N×{new TensorShape(sizes)}"
            );
    }

    public static OnnxValue Unsqueeze(OnnxNode node)
    {
        long[] axes = node.Numbers("axes", 1) ?? throw new GraphException("the axes are missing");
        if (node.Input(0) is ConstantValue constant)
        {
            return ImportedConstants.Unsqueeze(constant, axes);
        }

        LayerValue input = node.Layer(0);
        int rank = input.Rank + axes.Length;
        int[] added = [.. axes.Select(axis => OnnxNode.Axis(axis, rank)).Distinct()];
        if (added.Length != axes.Length || rank > 8)
        {
            throw new GraphException($"cannot add the axes {string.Join(", ", axes)} to {input.Rank + 1}");
        }

        int next = 0;
        return Seen(node, input, [.. Enumerable.Range(0, rank).Select(axis => added.Contains(axis) ? (int?)null : next++)]);
    }

    public static OnnxValue Slice(OnnxNode node)
    {
        if (node.Input(0) is ConstantValue constant)
        {
            return ImportedConstants.Slice(node, constant);
        }

        LayerValue input = node.Layer(0, 3);
        (long[] starts, long[] ends, long[] axes) = ImportedConstants.SliceBounds(node, input.Rank + 1);
        (int Before, int After)[] cuts = new (int, int)[input.Rank];
        int[] sizes = input.Sizes;
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = OnnxNode.Axis(axes[i], input.Rank);
            long start = Math.Clamp(starts[i] < 0 ? starts[i] + sizes[axis] : starts[i], 0, sizes[axis]);
            long end = Math.Clamp(ends[i] < 0 ? ends[i] + sizes[axis] : ends[i], 0, sizes[axis]);
            cuts[axis] = ((int)start, sizes[axis] - (int)end);
        }

        if (cuts.All(cut => cut == (0, 0)))
        {
            return input;
        }

        int channels = input.Axes.ToArray().AsSpan().IndexOf(input.LastAxis);
        if (input.Shape.Rank != input.Rank || channels < 0 || cuts[channels] != (0, 0))
        {
            throw new GraphException($"cuts N×{new TensorShape(sizes)} at other places than the borders of a map");
        }

        LayerValue settled = node.Views.Settle(input);
        (int, int) Cut(int axis) => cuts[input.Axes.ToArray().AsSpan().IndexOf(axis)];
        string layer = node.Add(new Cropping2D { Rows = Cut(0), Columns = Cut(1) }, settled.Layer);
        return settled with { Layer = layer, Shape = node.Layers.Shape(layer) };
    }

    /// <summary>The sizes after the batch that a Reshape gives a value.</summary>
    private static int[] WithoutBatch(OnnxNode node, LayerValue value, long[] target)
    {
        int[] sizes = value.Sizes;
        long elements = value.Shape.Elements;
        if (target.Length < 2 || target.Length > 8)
        {
            throw new GraphException($"the shape has {target.Length} dimensions, must have a batch and 1 to 7 others");
        }

        long[] rest = [.. target.Skip(1)];
        for (int i = 0; i < rest.Length; i++)
        {
            rest[i] = rest[i] == 0 && i < sizes.Length && node.Integer("allowzero", 0) == 0 ? sizes[i] : rest[i];
        }

        bool batchFirst = target[0] is 0 or 1 or -1 or ConstantValue.BatchSize || target[0] == node.Import.Batch;
        int open = Array.IndexOf(rest, -1);
        long known = 1;
        foreach (long size in rest.Where(size => size != -1))
        {
            known = size is < 1 or > int.MaxValue || known * size > elements ? -1 : known * size;
            if (known < 0)
            {
                break;
            }
        }

        bool fits =
            batchFirst
            && known > 0
            && (open < 0 ? known == elements : target[0] != -1 && rest.Count(size => size == -1) == 1 && elements % known == 0);
        if (!fits)
        {
            string shape = string.Join(", ", target.Select(size => size == ConstantValue.BatchSize ? "N" : size.ToString()));
            throw new GraphException(
                $"N×{new TensorShape(sizes)} cannot become [{shape}]: the batch must stay first and the elements as many"
            );
        }

        return [.. rest.Select(size => size == -1 ? (int)(elements / known) : (int)size)];
    }

    private static LayerValue Reshaped(OnnxNode node, LayerValue value, int[] target)
    {
        int[] sizes = value.Sizes;
        if (target.SequenceEqual(sizes))
        {
            return value;
        }

        // Only sizes of 1 come or go.
        int[] large = [.. Enumerable.Range(0, sizes.Length).Where(axis => sizes[axis] > 1)];
        if (target.Where(size => size > 1).SequenceEqual(large.Select(axis => sizes[axis])))
        {
            Queue<int> left = new(large);
            return Seen(node, value, [.. target.Select(size => size > 1 ? left.Dequeue() : (int?)null)]);
        }

        if (target.Length == 1)
        {
            return value.IsFlat ? value : value with { IsFlat = true, FlatName = ImportedLayers.NameOf(node) };
        }

        string layer = node.Views.Arrange(value);
        return LayerValue.AsIs(
            node.Layers.Add(node, new Graph.Operations.Reshape { TargetShape = target.ToEquatableArray() }, [layer]),
            new TensorShape(target)
        );
    }

    /// <summary>A view with other axes: those of the view that is given, and sizes of 1 where there is none.</summary>
    private static LayerValue Seen(OnnxNode node, LayerValue value, int?[] axes)
    {
        if (value.IsFlat)
        {
            value = LayerValue.AsIs(node.Views.Arrange(value), new TensorShape(value.Sizes));
        }

        return value with
        {
            Axes = axes.Select(axis => axis is { } some ? value.Axes[some] : LayerValue.NoAxis).ToEquatableArray(),
        };
    }
}
