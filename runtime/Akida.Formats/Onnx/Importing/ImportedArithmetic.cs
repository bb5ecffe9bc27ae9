using Akida.Graph.Operations;

namespace Akida.Formats.Onnx.Importing;

/// <summary>
/// Sums, differences, products and quotients: of two layers, or of a layer and a constant, which becomes a bias, a Rescaling or a
/// BatchNormalization.
/// </summary>
internal static class ImportedArithmetic
{
    public static OnnxValue Add(OnnxNode node) =>
        Two(node) switch
        {
            (LayerValue a, ConstantValue b) => AddConstant(node, a, b, node.Proto.Input[0]),
            (ConstantValue a, LayerValue b) => AddConstant(node, b, a, node.Proto.Input[1]),
            (LayerValue a, LayerValue b) => ImportedJoins.Elementwise(node, new Add(), [a, b]),
            (ConstantValue a, ConstantValue b) => ImportedConstants.Calculate(a, b, (left, right) => left + right),
            _ => throw Unknown(),
        };

    public static OnnxValue Sub(OnnxNode node) =>
        Two(node) switch
        {
            (LayerValue a, ConstantValue b) => Affine(node, a, b, value => (1, -value)),
            (ConstantValue a, LayerValue b) => Affine(node, b, a, value => (-1, value)),
            (LayerValue a, LayerValue b) => ImportedJoins.Elementwise(node, new Subtract(), [a, b]),
            (ConstantValue a, ConstantValue b) => ImportedConstants.Calculate(a, b, (left, right) => left - right),
            _ => throw Unknown(),
        };

    public static OnnxValue Mul(OnnxNode node) =>
        Two(node) switch
        {
            (LayerValue a, ConstantValue b) => Affine(node, a, b, value => (value, 0)),
            (ConstantValue a, LayerValue b) => Affine(node, b, a, value => (value, 0)),
            (LayerValue a, LayerValue b) => ImportedJoins.Elementwise(node, new Multiply(), [a, b]),
            (ConstantValue a, ConstantValue b) => ImportedConstants.Calculate(a, b, (left, right) => left * right),
            _ => throw Unknown(),
        };

    public static OnnxValue Div(OnnxNode node) =>
        Two(node) switch
        {
            (LayerValue a, ConstantValue b) => Affine(node, a, b, value => (1 / value, 0)),
            (ConstantValue a, ConstantValue b) => ImportedConstants.Calculate(a, b, (left, right) => left / right),
            _ => throw new GraphException("divides by what a layer puts out, must divide by a constant"),
        };

    /// <summary>A view of which the layer's last axis is the ONNX axis <paramref name="axis"/> (counted without batch).</summary>
    public static LayerValue WithChannelsLast(OnnxNode node, LayerValue value, int axis)
    {
        if (!value.IsFlat && value.Axes[axis] == value.LastAxis)
        {
            return value;
        }

        int[] sizes = value.Sizes;
        if (value.IsFlat)
        {
            return LayerValue.AsIs(node.Views.Arrange(value), new TensorShape(sizes));
        }

        int[] order = [.. Enumerable.Range(0, sizes.Length).Where(i => i != axis), axis];
        string layer = node.Views.Arrange(value, [.. order.Select(i => value.Axes[i])]);
        int[] axes = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            axes[order[i]] = i;
        }

        return new LayerValue(layer, node.Layers.Shape(layer), axes.ToEquatableArray());
    }

    private static OnnxValue AddConstant(OnnxNode node, LayerValue value, ConstantValue constant, string name)
    {
        if (
            value is { Affine: null, IsFlat: false }
            && node.Import.Uses(name) == 1
            && node.Layers[value.Layer].Operation is WeightedOperation { UseBias: false }
            && ChannelAxisOf(value, constant) is var axis
            && (axis is null || value.Axes[axis.Value] == value.LastAxis)
        )
        {
            float[] values = constant.ToFloats();
            node.Layers.AddBias(
                value.Layer,
                new Tensor(
                    new TensorShape(value.Shape.Channels),
                    values.Length == 1 ? [.. Enumerable.Repeat(values[0], value.Shape.Channels)] : values
                )
            );
            return value;
        }

        return Affine(node, value, constant, summand => (1, summand));
    }

    private static LayerValue Affine(
        OnnxNode node,
        LayerValue value,
        ConstantValue constant,
        Func<double, (double Scale, double Offset)> map
    )
    {
        if (ChannelAxisOf(value, constant) is { } axis)
        {
            value = WithChannelsLast(node, value, axis);
        }

        (double Scale, double Offset)[] maps = [.. constant.ToFloats().Select(item => map(item))];
        double[] scales = [.. maps.Select(item => item.Scale)],
            offsets = [.. maps.Select(item => item.Offset)];
        return value with { Affine = (value.Affine ?? new PendingAffine(ImportedLayers.NameOf(node), [1], [0])).Then(scales, offsets) };
    }

    /// <summary>The axis (without batch) along which a constant has its values; null for one value.</summary>
    private static int? ChannelAxisOf(LayerValue value, ConstantValue constant)
    {
        if (constant.Count == 1 && constant.Shape.Rank <= value.Rank + 1)
        {
            return null;
        }

        int[] sizes = value.Sizes;
        int shift = sizes.Length - constant.Shape.Rank;
        int[] axes = [.. Enumerable.Range(0, constant.Shape.Rank).Where(i => constant.Shape[i] != 1).Select(i => i + shift)];
        return shift >= -1 && axes is [>= 0 and var axis] && sizes[axis] == constant.Count
            ? axis
            : throw new GraphException(
                $"a constant of shape {constant.Shape} does not fit N×{new TensorShape(sizes)}: must be one value, or one per channel"
            );
    }

    private static (OnnxValue A, OnnxValue B) Two(OnnxNode node) => (node.Input(0), node.Input(1));

    private static GraphException Unknown() => new("its inputs are of no known kind");
}
