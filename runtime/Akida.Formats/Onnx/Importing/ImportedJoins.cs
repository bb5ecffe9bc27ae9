using Akida.Graph.Operations;

namespace Akida.Formats.Onnx.Importing;

/// <summary>Operators that join several layers.</summary>
internal static class ImportedJoins
{
    public static OnnxValue Sum(OnnxNode node) => Elementwise(node, new Add(), All(node));

    public static OnnxValue Max(OnnxNode node) => Elementwise(node, new Maximum(), All(node));

    /// <summary>Joins values of one shape.</summary>
    public static OnnxValue Elementwise(OnnxNode node, JoinOperation join, IReadOnlyList<LayerValue> values)
    {
        if (values.Count == 1)
        {
            return values[0];
        }

        foreach (LayerValue value in values)
        {
            if (!value.Sizes.SequenceEqual(values[0].Sizes))
            {
                throw new GraphException(
                    $"its inputs are {string.Join(" and ", values.Select(item => "N×" + new TensorShape(item.Sizes)))}, must have one shape"
                );
            }
        }

        (LayerValue first, string[] layers) = Align(node, values);
        return first with { Layer = node.Layers.Add(node, join, layers) };
    }

    public static OnnxValue Concat(OnnxNode node)
    {
        if (Enumerable.Range(0, node.InputCount).All(i => node.Input(i) is ConstantValue))
        {
            return ImportedConstants.Concat(node);
        }

        LayerValue[] values = All(node);
        int axis = OnnxNode.Axis(node.Integer("axis", 0), values[0].Rank);
        if (values.Any(value => value.Rank != values[0].Rank))
        {
            throw new GraphException(
                $"its inputs are {string.Join(" and ", values.Select(item => "N×" + new TensorShape(item.Sizes)))}, must have as many "
                    + "dimensions"
            );
        }

        if (values.Length == 1)
        {
            return values[0];
        }

        (LayerValue first, string[] layers) = Align(node, values);
        int own = first.Axes[axis];
        string layer = node.Layers.Add(node, new Concatenate { Axis = own == first.LastAxis ? -1 : own + 1 }, layers);
        return first with { Layer = layer, Shape = node.Layers.Shape(layer) };
    }

    private static LayerValue[] All(OnnxNode node) => [.. Enumerable.Range(0, node.InputCount).Select(input => node.Layer(input))];

    /// <summary>The values as layers whose axes are in one order: that of the first, where it has all axes.</summary>
    private static (LayerValue First, string[] Layers) Align(OnnxNode node, IReadOnlyList<LayerValue> values)
    {
        LayerValue first = values[0];
        bool complete = !first.IsFlat && !first.Axes.Contains(LayerValue.NoAxis) && first.Axes.Count == first.Shape.Rank;
        if (!complete)
        {
            string[] plain = [.. values.Select(value => node.Views.Arrange(value))];
            return (LayerValue.AsIs(plain[0], node.Layers.Shape(plain[0])), plain);
        }

        int[] order = new int[first.Axes.Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[first.Axes[i]] = i;
        }

        return (first with { Affine = null }, [.. values.Select(value => Ordered(Unflatten(node, value)))]);

        string Ordered(LayerValue value) => node.Views.Arrange(value, [.. order.Select(i => value.Axes[i])]);

        static LayerValue Unflatten(OnnxNode node, LayerValue value) =>
            value.IsFlat ? LayerValue.AsIs(node.Views.Arrange(value), new TensorShape(value.Sizes)) : value;
    }
}
