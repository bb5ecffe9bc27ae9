using Akida.Formats.Onnx;
using Akida.Graph;
using Akida.Graph.Operations;
using Akida.Quantization.FloatInference;

namespace Akida.Zoo.Pipelines.Tests;

/// <summary>Makes a classifier of a net with random weights, in a second: its last Dense layer finds the class whose mean features are nearest.</summary>
internal static class NearestMeans
{
    public static Model Fit(Model model, Tensor images, int[] labels)
    {
        LayerNode last = model.Graph.Layers.Last(node => node.Operation is Dense);
        int classes = ((Dense)last.Operation).Units, count = images.Shape[0];
        using FloatModel net = new(model, [new OnnxOutput(last.Inputs[0])]);
        float[] features = net.Run(images)[last.Inputs[0]].Values;
        int length = features.Length / count;

        int[] sizes = [.. Enumerable.Range(0, classes).Select(c => labels.Take(count).Count(label => label == c))];
        double[] all = new double[length];
        double[][] means = [.. Enumerable.Range(0, classes).Select(_ => new double[length])];
        for (int i = 0; i < count; i++)
        {
            for (int k = 0; k < length; k++)
            {
                all[k] += features[(i * length) + k] / count;
                means[labels[i]][k] += features[(i * length) + k] / (double)sizes[labels[i]];
            }
        }

        float[] kernel = new float[length * classes], bias = new float[classes];
        for (int c = 0; c < classes; c++)
        {
            for (int k = 0; k < length; k++)
            {
                kernel[(k * classes) + c] = (float)(means[c][k] - all[k]);
                bias[c] -= (float)(((means[c][k] * means[c][k]) - (all[k] * all[k])) / 2);
            }
        }

        // Logits of about 1: ranges of the size that training gives.
        float scale = 1 / Math.Max(bias.Max(MathF.Abs), 1e-6f);
        List<(string, string, Tensor)> weights = [(last.Name, "kernel", new(new(length, classes), Array.ConvertAll(kernel, value => value * scale)))];
        if (((Dense)last.Operation).UseBias)
        {
            weights.Add((last.Name, "bias", new(new(classes), Array.ConvertAll(bias, value => value * scale))));
        }

        return model with { Weights = model.Weights.With(weights) };
    }
}
