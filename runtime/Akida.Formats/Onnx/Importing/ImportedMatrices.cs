using Akida.Graph.Operations;

namespace Akida.Formats.Onnx.Importing;

/// <summary>
/// Matrix products with a constant: Dense layers. After a channels-first map was made flat, the kernel's rows are put into channels-last
/// order.
/// </summary>
internal static class ImportedMatrices
{
    public static OnnxValue Gemm(OnnxNode node)
    {
        node.Require("transA", 0);
        Tensor kernel = node.Constant(1, 2).ToTensor();
        kernel = node.Integer("transB", 0) == 0 ? kernel : kernel.Permute(1, 0);
        float alpha = (float)node.Real("alpha", 1),
            beta = (float)node.Real("beta", 1);
        kernel = alpha == 1 ? kernel : kernel.Map(value => value * alpha);
        if (!node.Has(2))
        {
            return Dense(node, node.Layer(0, 1), kernel, null);
        }

        float[] bias = node.Constant(2).ToFloats();
        bias = bias.Length == 1 ? [.. Enumerable.Repeat(bias[0], kernel.Shape[1])] : bias;
        if (bias.Length != kernel.Shape[1])
        {
            throw new GraphException($"the bias holds {bias.Length} values, must hold {kernel.Shape[1]}");
        }

        return Dense(
            node,
            node.Layer(0, 1),
            kernel,
            new Tensor(new TensorShape(bias.Length), Array.ConvertAll(bias, value => value * beta))
        );
    }

    public static OnnxValue MatMul(OnnxNode node) => Dense(node, node.Layer(0), node.Constant(1, 2).ToTensor(), null);

    private static LayerValue Dense(OnnxNode node, LayerValue input, Tensor kernel, Tensor? bias)
    {
        int rows = input.Sizes[^1];
        if (kernel.Shape[0] != rows)
        {
            throw new GraphException($"the matrix is {kernel.Shape}, must have {rows} rows for N×{new TensorShape(input.Sizes)}");
        }

        string source;
        if (input.IsFlat)
        {
            LayerValue settled = node.Views.Settle(input);
            source = node.Views.Reshape(settled.Layer, new TensorShape(rows), input.FlatName);
            kernel = InLayerOrder(settled, kernel);
        }
        else
        {
            source = node.Views.Arrange(input);
        }

        Dense dense = new() { Units = kernel.Shape[1], UseBias = bias is not null };
        string layer = node.Add(dense, source, bias is null ? [("kernel", kernel)] : [("kernel", kernel), ("bias", bias)]);
        return LayerValue.AsIs(layer, node.Layers.Shape(layer));
    }

    /// <summary>The rows of a kernel for a flat view, in the order of the layer's axes.</summary>
    private static Tensor InLayerOrder(LayerValue flat, Tensor kernel)
    {
        int[] seen = [.. flat.Axes.Where(axis => axis != LayerValue.NoAxis)];
        if (seen.SequenceEqual(seen.Order()))
        {
            return kernel;
        }

        int[] order = [.. Enumerable.Range(0, seen.Length).OrderBy(position => seen[position]), seen.Length];
        return kernel
            .Reshape(TensorShape.Of([.. seen.Select(axis => flat.Shape[axis]), kernel.Shape[1]]))
            .Permute(order)
            .Reshape(kernel.Shape);
    }
}
