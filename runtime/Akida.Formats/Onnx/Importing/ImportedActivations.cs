using Akida.Graph.Operations;

namespace Akida.Formats.Onnx.Importing;

/// <summary>Activations. They treat every position alike, so a view of their input is a view of their output.</summary>
internal static class ImportedActivations
{
    private const float SeluAlpha = 1.6732632f,
        SeluGamma = 1.0507010f;

    /// <summary>Applies an operation of that kind to a value.</summary>
    public static OnnxValue Apply(OnnxNode node, LayerValue input, Operation operation, params (string Name, Tensor Value)[] weights)
    {
        LayerValue settled = node.Views.Settle(input);
        return settled with { Layer = node.Add(operation, settled.Layer, weights) };
    }

    /// <summary>The import of an operator that is an activation of Keras.</summary>
    public static Func<OnnxNode, OnnxValue> Named(string function) =>
        node => Apply(node, node.Layer(0), new Activation { Function = function });

    public static OnnxValue Relu(OnnxNode node) => Apply(node, node.Layer(0), new ReLU());

    public static OnnxValue Clip(OnnxNode node)
    {
        (double least, double most) = Bounds(node) ?? throw new GraphException("its bounds must be constants");
        if (least == 0 && most > 0)
        {
            return Apply(node, node.Layer(0), new ReLU { MaxValue = double.IsFinite(most) && most < float.MaxValue ? most : null });
        }

        throw new GraphException($"clips to {least}…{most}, must clip to 0 and a bound above 0, which is a ReLU");
    }

    /// <summary>The bounds of a Clip; null where they are computed.</summary>
    public static (double Least, double Most)? Bounds(OnnxNode node) =>
        (Bound(node, 1, "min", double.NegativeInfinity), Bound(node, 2, "max", double.PositiveInfinity)) is ({ } least, { } most)
            ? (least, most)
            : null;

    public static OnnxValue LeakyRelu(OnnxNode node) => Apply(node, node.Layer(0), new LeakyReLU { Alpha = node.Real("alpha", 0.01) });

    public static OnnxValue Elu(OnnxNode node) =>
        node.Real("alpha", 1) == 1 ? Named("elu")(node) : throw new GraphException($"alpha is {node.Real("alpha", 1)}, must be 1");

    public static OnnxValue HardSigmoid(OnnxNode node) =>
        (float)node.Real("alpha", 0.2f) == 0.2f && (float)node.Real("beta", 0.5) == 0.5f
            ? Named("hard_sigmoid")(node)
            : throw new GraphException($"alpha is {node.Real("alpha", 0.2)} and beta {node.Real("beta", 0.5)}, must be 0.2 and 0.5");

    public static OnnxValue Gelu(OnnxNode node) =>
        node.Text("approximate", "none") == "none"
            ? Named("gelu")(node)
            : throw new GraphException($"approximate is '{node.Text("approximate", "none")}', must be 'none'");

    /// <summary>Keras's constants are ONNX's.</summary>
    public static OnnxValue Selu(OnnxNode node) =>
        (float)node.Real("alpha", SeluAlpha) == SeluAlpha && (float)node.Real("gamma", SeluGamma) == SeluGamma
            ? Named("selu")(node)
            : throw new GraphException(
                $"alpha is {node.Real("alpha", SeluAlpha)} and gamma {node.Real("gamma", SeluGamma)}, must be {SeluAlpha} and {SeluGamma}"
            );

    public static OnnxValue Softmax(OnnxNode node)
    {
        (LayerValue input, int axis) = Normalized(node);
        if (IsLast(input, axis))
        {
            return Apply(node, input, new Softmax());
        }

        string layer = node.Add(new Softmax { Axis = axis == input.Rank - 1 ? -1 : axis + 1 }, node.Views.Arrange(input));
        return LayerValue.AsIs(layer, node.Layers.Shape(layer));
    }

    public static OnnxValue LogSoftmax(OnnxNode node)
    {
        (LayerValue input, int axis) = Normalized(node);
        Activation logarithm = new() { Function = "log_softmax" };
        if (IsLast(input, axis))
        {
            return Apply(node, input, logarithm);
        }

        if (axis != input.Rank - 1)
        {
            throw new GraphException($"axis is {axis + 1} of {input.Rank}, must be the last or the channels");
        }

        string layer = node.Add(logarithm, node.Views.Arrange(input));
        return LayerValue.AsIs(layer, node.Layers.Shape(layer));
    }

    /// <summary>The input of a softmax, and the axis over which it normalises.</summary>
    private static (LayerValue Input, int Axis) Normalized(OnnxNode node)
    {
        LayerValue input = node.Layer(0);
        bool old = node.Import.OperatorSet < 13;
        int axis = OnnxNode.Axis(node.Integer("axis", old ? 1 : -1), input.Rank);

        // Old versions normalise over all axes from the given one.
        return axis == input.Rank - 1 || !(old || input.IsFlat)
            ? (input, axis)
            : throw new GraphException($"axis is {axis + 1} of {input.Rank}, must be the last");
    }

    private static bool IsLast(LayerValue input, int axis) => !input.IsFlat && input.Axes[axis] == input.LastAxis;

    public static OnnxValue PRelu(OnnxNode node)
    {
        LayerValue input = node.Layer(0);
        ConstantValue slopes = node.Constant(1);
        if (slopes.Count == 1)
        {
            return Apply(node, input, new LeakyReLU { Alpha = slopes.ToFloats()[0] });
        }

        int[] sizes = input.Sizes;
        int missing = sizes.Length - slopes.Shape.Rank;
        if (missing < 0 || slopes.Shape.Dimensions.Where((size, i) => size != 1 && size != sizes[missing + i]).Any())
        {
            throw new GraphException($"slopes of shape {slopes.Shape} do not fit {new TensorShape(sizes)}");
        }

        // In the order of the layer's axes.
        LayerValue settled =
            input.IsFlat || input.Axes.Count != input.Shape.Rank || input.Axes.Contains(LayerValue.NoAxis)
                ? LayerValue.AsIs(node.Views.Arrange(input), new TensorShape(sizes))
                : node.Views.Settle(input);
        Tensor alpha = slopes.ToTensor().Reshape(TensorShape.Of([.. Enumerable.Repeat(1, missing), .. slopes.Shape.Dimensions]));
        int[] order = [.. Enumerable.Range(0, settled.Shape.Rank).Select(axis => settled.Axes.ToArray().AsSpan().IndexOf(axis))];
        alpha = alpha.Permute(order);
        PReLU prelu = new()
        {
            SharedAxes = Enumerable
                .Range(0, settled.Shape.Rank)
                .Where(axis => alpha.Shape[axis] == 1)
                .Select(axis => axis + 1)
                .ToEquatableArray(),
        };
        return Apply(node, settled, prelu, ("alpha", alpha));
    }

    private static double? Bound(OnnxNode node, int input, string attribute, double absent) =>
        !node.Has(input) ? node.Find(attribute)?.F ?? absent
        : node.Input(input) is ConstantValue { Count: 1 } constant ? constant.ToFloats()[0]
        : null;
}
