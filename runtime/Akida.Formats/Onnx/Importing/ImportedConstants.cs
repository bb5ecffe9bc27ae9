namespace Akida.Formats.Onnx.Importing;

/// <summary>Constants, and what exporters calculate of them and of shapes.</summary>
internal static class ImportedConstants
{
    public static OnnxValue Constant(OnnxNode node)
    {
        if (node.Find("value") is { T: { } tensor })
        {
            return node.Import.Read(tensor);
        }

        if (node.HasSetting("value_float"))
        {
            return new ConstantValue(new TensorShape(), [node.Find("value_float")!.F], null);
        }

        if (node.HasSetting("value_int"))
        {
            return new ConstantValue(new TensorShape(), null, [node.Integer("value_int", 0)]);
        }

        if (node.Find("value_floats") is { } floats)
        {
            return new ConstantValue(new TensorShape(floats.Floats.Count), [.. floats.Floats], null);
        }

        return node.Find("value_ints") is { } numbers
            ? ConstantValue.Of([.. numbers.Ints])
            : throw new GraphException("has none of the settings value, value_float, value_floats, value_int, value_ints");
    }

    public static OnnxValue ConstantOfShape(OnnxNode node)
    {
        long[] sizes = List(node, 0);
        ConstantValue value = node.Find("value") is { T: { } tensor }
            ? node.Import.Read(tensor)
            : new ConstantValue(new TensorShape(1), [0f], null);
        if (value.Count != 1 || sizes.Any(size => size is < 0 or > int.MaxValue))
        {
            throw new GraphException($"fills [{string.Join(", ", sizes)}] with {value.Count} values, must fill known sizes with one");
        }

        TensorShape shape = TensorShape.Of(sizes.Select(size => (int)size));
        int count = node.Import.Fill(sizes.Aggregate(1.0, (product, size) => product * size));
        return value.Integers is [long whole]
            ? new ConstantValue(shape, null, [.. Enumerable.Repeat(whole, count)])
            : new ConstantValue(shape, [.. Enumerable.Repeat(value.ToFloats()[0], count)], null);
    }

    public static OnnxValue ShapeOf(OnnxNode node) =>
        node.Input(0) switch
        {
            LayerValue layer => ConstantValue.Of([node.Import.Batch ?? ConstantValue.BatchSize, .. layer.Sizes.Select(size => (long)size)]),
            ConstantValue constant => ConstantValue.Of([.. constant.Shape.Dimensions.Select(size => (long)size)]),
            _ => throw new GraphException("its input is of no known kind"),
        };

    public static OnnxValue Gather(OnnxNode node)
    {
        long[] list = List(node, 0),
            indices = node.Constant(1).Integers ?? throw new GraphException("the indices must be whole numbers");
        node.Require("axis", 0);
        long[] picked =
        [
            .. indices.Select(index =>
                (index < 0 ? index + list.Length : index) is >= 0 and var at && at < list.Length
                    ? list[at]
                    : throw new GraphException($"index {index} is not in a list of {list.Length}")
            ),
        ];
        return new ConstantValue(node.Constant(1).Shape, null, picked);
    }

    public static ConstantValue Concat(OnnxNode node)
    {
        node.Require("axis", 0);
        return ConstantValue.Of([.. Enumerable.Range(0, node.InputCount).SelectMany(input => List(node, input))]);
    }

    public static ConstantValue Slice(OnnxNode node, ConstantValue constant)
    {
        long[] list = List(node, 0);
        (long[] starts, long[] ends, long[] axes) = SliceBounds(node, constant.Shape.Rank);
        if (axes is not [0])
        {
            throw new GraphException("slices a constant along other axes than the first");
        }

        long start = Math.Clamp(starts[0] < 0 ? starts[0] + list.Length : starts[0], 0, list.Length);
        long end = Math.Clamp(ends[0] < 0 ? ends[0] + list.Length : ends[0], start, list.Length);
        return ConstantValue.Of(list[(int)start..(int)end]);
    }

    /// <summary>The starts and ends of a Slice, and the axes that they are for.</summary>
    public static (long[] Starts, long[] Ends, long[] Axes) SliceBounds(OnnxNode node, int rank)
    {
        long[] starts = node.Numbers("starts", 1) ?? [],
            ends = node.Numbers("ends", 2) ?? [];
        long[] axes = node.Numbers("axes", 3) ?? [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        axes = [.. axes.Select(axis => axis < 0 ? axis + rank : axis)];
        if (
            starts.Length == 0
            || starts.Length != ends.Length
            || starts.Length != axes.Length
            || (node.Has(4) && node.Constant(4).Integers?.Any(step => step != 1) != false)
        )
        {
            throw new GraphException("its starts, ends and axes must be as many constants, its steps 1");
        }

        return (starts, ends, axes);
    }

    public static ConstantValue Reshape(ConstantValue constant, long[] target)
    {
        long known = target
            .Where(size => size != -1)
            .Aggregate(1L, (product, size) => size is < 0 or > int.MaxValue || product > int.MaxValue ? int.MaxValue + 1L : product * size);
        long[] sizes =
            known > 0 && target.Count(size => size == -1) == 1
                ? [.. target.Select(size => size == -1 ? constant.Count / known : size)]
                : target;
        return
            sizes.All(size => size is >= 0 and <= int.MaxValue) && sizes.Aggregate(1.0, (product, size) => product * size) == constant.Count
            ? constant.WithShape(TensorShape.Of(sizes.Select(size => (int)size)))
            : throw new GraphException($"a constant of shape {constant.Shape} cannot become [{string.Join(", ", target)}]");
    }

    public static ConstantValue Squeeze(ConstantValue constant, long[]? axes)
    {
        HashSet<long> gone = [.. axes?.Select(axis => axis < 0 ? axis + constant.Shape.Rank : axis) ?? []];
        return constant.WithShape(
            TensorShape.Of(constant.Shape.Dimensions.Where((size, axis) => size != 1 || (axes is not null && !gone.Contains(axis))))
        );
    }

    public static ConstantValue Unsqueeze(ConstantValue constant, long[] axes)
    {
        int rank = constant.Shape.Rank + axes.Length;
        HashSet<long> added = [.. axes.Select(axis => axis < 0 ? axis + rank : axis)];
        if (rank > 8 || added.Count != axes.Length || added.Any(axis => axis < 0 || axis >= rank))
        {
            throw new GraphException($"cannot add the axes {string.Join(", ", axes)} to {constant.Shape}");
        }

        Queue<int> sizes = new(constant.Shape.Dimensions);
        return constant.WithShape(
            TensorShape.Of([.. Enumerable.Range(0, rank).Select(axis => added.Contains(axis) ? 1 : sizes.Dequeue())])
        );
    }

    /// <summary>A calculation on constants of one shape, or with a single one.</summary>
    public static ConstantValue Calculate(ConstantValue a, ConstantValue b, Func<double, double, double> function)
    {
        if (a.Count != b.Count && a.Count != 1 && b.Count != 1)
        {
            throw new GraphException($"constants of shapes {a.Shape} and {b.Shape} cannot be joined");
        }

        if ((a.Integers ?? []).Concat(b.Integers ?? []).Contains(ConstantValue.BatchSize))
        {
            throw new GraphException("calculates with the size of the batch");
        }

        float[] left = a.ToFloats(),
            right = b.ToFloats();
        int count = a.Count == 1 ? b.Count : a.Count;
        double[] result = [.. Enumerable.Range(0, count).Select(i => function(left[a.Count == 1 ? 0 : i], right[b.Count == 1 ? 0 : i]))];
        TensorShape shape = a.Count == 1 && b.Shape.Rank >= a.Shape.Rank ? b.Shape : a.Shape;
        return a.Integers is not null && b.Integers is not null
            ? new ConstantValue(shape, null, Array.ConvertAll(result, value => (long)value))
            : new ConstantValue(shape, Array.ConvertAll(result, value => (float)value), null);
    }

    private static long[] List(OnnxNode node, int input) =>
        node.Constant(input) is { Integers: { } numbers, Shape.Rank: <= 1 }
            ? numbers
            : throw new GraphException($"input {input + 1} must be a list of whole numbers");
}
