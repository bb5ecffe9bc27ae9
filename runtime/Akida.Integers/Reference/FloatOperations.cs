using Akida.Graph.Operations;

namespace Akida.Integers.Reference;

/// <summary>The few operations on floats that follow a dequantiser. All executors share them.</summary>
public static class FloatOperations
{
    /// <summary>Checks that a layer can be run.</summary>
    /// <exception cref="GraphException">It cannot.</exception>
    public static void Check(FloatLayer layer)
    {
        if (!IsSupported(layer.Operation))
        {
            string what = layer.Operation is Activation activation ? $"activation '{activation.Function}'" : layer.Operation.ClassName;
            throw new GraphException($"{what} on floats cannot be simulated; quantise up to the layer before it, or quantise it too").About(
                layer.Name
            );
        }
    }

    /// <summary>Computes a checked layer.</summary>
    public static void Run(FloatLayer layer, ReadOnlySpan<float> input, Span<float> output)
    {
        switch (layer.Operation)
        {
            case Akida.Graph.Operations.Softmax:
            case Activation { Function: "softmax" }:
                Softmax(input, output, layer.Output.Channels);
                break;
            case Activation { Function: "log_softmax" }:
                LogSoftmax(input, output, layer.Output.Channels);
                break;
            case ReLU relu:
                Clip(input, output, relu.MaxValue is { } most ? (float)most : float.PositiveInfinity);
                break;
            case Rescaling rescaling:
                Rescale(rescaling, input, output, layer.Output.Channels);
                break;
            case Activation activation:
                Map(input, output, Function(activation.Function)!);
                break;
            default:
                input.CopyTo(output);
                break;
        }
    }

    private static bool IsSupported(Operation operation) =>
        operation switch
        {
            Softmax softmax => softmax.Axis == -1,
            ReLU relu => relu.NegativeSlope == 0 && relu.Threshold == 0,
            Activation activation => activation.Function is "softmax" or "log_softmax" || Function(activation.Function) is not null,
            Flatten or Reshape or Dropout or ActivityRegularization or Rescaling or Dequantizer => true,
            _ => false,
        };

    private static Func<float, float>? Function(string name) =>
        name switch
        {
            "linear" => x => x,
            "relu" => x => MathF.Max(x, 0),
            "sigmoid" => x => 1 / (1 + MathF.Exp(-x)),
            "tanh" => MathF.Tanh,
            "softplus" => x => MathF.Log(1 + MathF.Exp(-MathF.Abs(x))) + MathF.Max(x, 0),
            "exponential" => MathF.Exp,
            _ => null,
        };

    private static void Map(ReadOnlySpan<float> input, Span<float> output, Func<float, float> function)
    {
        for (int i = 0; i < input.Length; i++)
        {
            output[i] = function(input[i]);
        }
    }

    private static void Clip(ReadOnlySpan<float> input, Span<float> output, float bound)
    {
        for (int i = 0; i < input.Length; i++)
        {
            output[i] = MathF.Min(MathF.Max(input[i], 0), bound);
        }
    }

    private static void Rescale(Rescaling rescaling, ReadOnlySpan<float> input, Span<float> output, int channels)
    {
        for (int i = 0; i < input.Length; i++)
        {
            int channel = i % channels;
            float scale = (float)rescaling.Scale[rescaling.Scale.Count == 1 ? 0 : channel];
            output[i] = (input[i] * scale) + (float)rescaling.Offset[rescaling.Offset.Count == 1 ? 0 : channel];
        }
    }

    private static void Softmax(ReadOnlySpan<float> input, Span<float> output, int channels)
    {
        for (int start = 0; start < input.Length; start += channels)
        {
            ReadOnlySpan<float> row = input.Slice(start, channels);
            Span<float> result = output.Slice(start, channels);
            float largest = Largest(row),
                sum = 0;
            for (int i = 0; i < channels; i++)
            {
                result[i] = MathF.Exp(row[i] - largest);
                sum += result[i];
            }

            for (int i = 0; i < channels; i++)
            {
                result[i] /= sum;
            }
        }
    }

    private static void LogSoftmax(ReadOnlySpan<float> input, Span<float> output, int channels)
    {
        for (int start = 0; start < input.Length; start += channels)
        {
            ReadOnlySpan<float> row = input.Slice(start, channels);
            float largest = Largest(row),
                sum = 0;
            foreach (float value in row)
            {
                sum += MathF.Exp(value - largest);
            }

            float shift = largest + MathF.Log(sum);
            for (int i = 0; i < channels; i++)
            {
                output[start + i] = row[i] - shift;
            }
        }
    }

    private static float Largest(ReadOnlySpan<float> values)
    {
        float largest = values[0];
        foreach (float value in values)
        {
            largest = MathF.Max(largest, value);
        }

        return largest;
    }
}
