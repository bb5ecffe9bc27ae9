using Akida.Graph;
using Akida.Graph.Lowering;

namespace Akida.Quantization.Quantizing;

/// <summary>Carries out the weight edits of lowering on real weights.</summary>
public static class WeightEditor
{
    /// <summary>The weights after the edits, in order.</summary>
    /// <exception cref="GraphException">A weight that an edit needs is missing.</exception>
    public static WeightSet Apply(WeightSet weights, IEnumerable<WeightEdit> edits) => edits.Aggregate(weights, Apply);

    /// <summary>The weights after one edit.</summary>
    /// <exception cref="GraphException">A weight that the edit needs is missing.</exception>
    public static WeightSet Apply(WeightSet weights, WeightEdit edit) =>
        edit switch
        {
            ReshapeKernel own => Reshape(weights, own),
            CreateBias own => weights.Find(own.Layer, "bias") is null
                ? weights.With(own.Layer, "bias", new Tensor(new TensorShape(own.Channels), new float[own.Channels]))
                : weights,
            AddOffsetToBias own => AddOffset(weights, own),
            ScaleKernelInput own => weights.With(
                own.Layer,
                own.Kernel,
                ScaleAxis(weights[own.Layer, own.Kernel], own.InputAxis, own.Scale.AsSpan())
            ),
            FoldNormalization own => Fold(weights, own),
            EmbedKernel own => weights.With(own.Layer, own.Kernel, Embed(weights[own.Layer, own.Kernel], own)),
            IdentityKernel own => weights.With(own.Layer, own.Kernel, Identity(own.Shape)),
            _ => throw new InvalidOperationException($"unknown weight edit {edit}"),
        };

    /// <summary>
    /// A tensor with each element multiplied by the factor of its index on an axis, counted from the end (-1 for the last).
    /// </summary>
    public static Tensor ScaleAxis(Tensor tensor, int axis, ReadOnlySpan<float> factors)
    {
        int inner = axis == -1 ? 1 : tensor.Shape.Channels;
        float[] scaled = new float[tensor.Values.Length];
        for (int i = 0; i < scaled.Length; i++)
        {
            scaled[i] = tensor.Values[i] * factors[i / inner % factors.Length];
        }

        return new Tensor(tensor.Shape, scaled);
    }

    private static WeightSet Reshape(WeightSet weights, ReshapeKernel edit)
    {
        Tensor kernel = weights[edit.Layer, edit.From].Reshape(edit.Shape);
        IEnumerable<(string, string, Tensor)> others = weights
            .Of(edit.Layer)
            .Where(weight => weight.Key != edit.From)
            .Select(weight => (edit.Layer, weight.Key, weight.Value));
        return weights.Without(edit.Layer).With([(edit.Layer, edit.To, kernel), .. others]);
    }

    private static WeightSet AddOffset(WeightSet weights, AddOffsetToBias edit)
    {
        Tensor kernel = weights[edit.Layer, edit.Kernel];
        int outputs = kernel.Shape.Channels;
        double[] sums = new double[outputs];
        for (int i = 0; i < kernel.Values.Length; i++)
        {
            int input = edit.PerChannel ? i : i / outputs;
            sums[i % outputs] += kernel.Values[i] * edit.Offset[input % edit.Offset.Count];
        }

        float[] bias = [.. weights[edit.Layer, "bias"].Values.Select((value, f) => value + (float)sums[f])];
        return weights.With(edit.Layer, "bias", new Tensor(new TensorShape(outputs), bias));
    }

    private static WeightSet Fold(WeightSet weights, FoldNormalization edit)
    {
        float[] mean = weights[edit.Normalization, "moving_mean"].Values,
            variance = weights[edit.Normalization, "moving_variance"].Values;
        float[]? gamma = weights.Find(edit.Normalization, "gamma")?.Values,
            beta = weights.Find(edit.Normalization, "beta")?.Values;
        float[]? bias = weights.Find(edit.Layer, "bias")?.Values;
        float[] factors = new float[mean.Length],
            folded = new float[mean.Length];
        for (int c = 0; c < mean.Length; c++)
        {
            factors[c] = (gamma?[c] ?? 1f) / MathF.Sqrt(variance[c] + (float)edit.Epsilon);
            folded[c] = (beta?[c] ?? 0f) + (((bias?[c] ?? 0f) - mean[c]) * factors[c]);
        }

        Tensor kernel = ScaleAxis(weights[edit.Layer, edit.Kernel], edit.OutputAxis, factors);
        return weights
            .Without(edit.Normalization)
            .With([(edit.Layer, edit.Kernel, kernel), (edit.Layer, "bias", new Tensor(new TensorShape(folded.Length), folded))]);
    }

    private static Tensor Embed(Tensor kernel, EmbedKernel edit)
    {
        int height = kernel.Shape[0],
            width = kernel.Shape[1],
            inner = kernel.Values.Length / (height * width);
        TensorShape shape = TensorShape.Of([edit.Size.Height, edit.Size.Width, .. kernel.Shape.Dimensions.Skip(2)]);
        float[] larger = new float[shape.Elements];
        for (int y = 0; y < height; y++)
        {
            Array.Copy(kernel.Values, y * width * inner, larger, (((y + edit.Row) * edit.Size.Width) + edit.Column) * inner, width * inner);
        }

        return new Tensor(shape, larger);
    }

    private static Tensor Identity(TensorShape shape)
    {
        float[] values = new float[shape.Elements];
        int inputs = shape[2],
            outputs = shape[3],
            middle = (((shape[0] / 2) * shape[1]) + (shape[1] / 2)) * inputs * outputs;
        for (int c = 0; c < inputs; c++)
        {
            values[middle + (c * outputs) + (outputs == 1 ? 0 : c)] = 1f;
        }

        return new Tensor(shape, values);
    }
}
