using Akida.Graph;
using Akida.Graph.Lowering;
using Akida.Graph.Operations;
using Akida.Integers;
using Akida.Integers.Arithmetic;

namespace Akida.Quantization.Quantizing;

/// <summary>
/// Cross-layer equalisation: pulls the range of an output quantiser just below a power of two and divides the consumer's kernel by the same
/// rate.
/// </summary>
internal static class Equalizer
{
    /// <summary>The quantiser's range and rate, and the weights with the consumer's kernel divided.</summary>
    public static (float[] Range, float[] Rate, WeightSet Weights) Equalize(
        GraphIndex model,
        WeightSet weights,
        LayerNode layer,
        float[] range
    )
    {
        float[] ones = [.. range.Select(_ => 1f)];
        OutputQuantizerConfig quantizer = layer.Quantization!.OutputQuantizer!;
        if (layer.Operation is Add || FindTarget(model, layer, quantizer.IsPerAxis) is not { } target)
        {
            return (range, ones, weights);
        }

        float[] ideal = [.. range.Select(value => Ideal(value, quantizer.Bitwidth))];
        if (ideal.AsSpan().SequenceEqual(range))
        {
            return (range, ones, weights);
        }

        float[] rate = new float[range.Length];
        for (int c = 0; c < range.Length; c++)
        {
            // A channel that is never active keeps its kernel.
            rate[c] = ideal[c] == 0 ? 1f : ideal[c] / range[c];
        }

        return (ideal, rate, DivideKernel(weights, target, rate));
    }

    /// <summary>
    /// The largest value of <paramref name="bitwidth"/> bits just below the power of two that <paramref name="range"/> reaches.
    /// </summary>
    private static float Ideal(float range, int bitwidth)
    {
        float floor = MathF.Floor((float)Math.Log(range) / FixedPoint.LnOf2);
        float fracBits = bitwidth - floor;
        return ((1L << bitwidth) - 1) / MathF.Pow(2f, fracBits);
    }

    private static LayerNode? FindTarget(GraphIndex model, LayerNode layer, bool perAxis)
    {
        bool reshaped = false;
        LayerNode? next = model.OnlyConsumer(layer.Name);
        while (next is not null)
        {
            switch (next.Operation)
            {
                case BufferTempConv or DepthwiseBufferTempConv when perAxis:
                    return null;
                case WeightedOperation:
                    return next;
                case Dropout or MaxPooling2D or GlobalAveragePooling2D or Dequantizer:
                    break;
                case Flatten or Reshape when !perAxis:
                    break;
                case Flatten or Reshape when !reshaped:
                    reshaped = true;
                    break;
                default:
                    return null;
            }

            next = model.OnlyConsumer(next.Name);
        }

        return null;
    }

    private static WeightSet DivideKernel(WeightSet weights, LayerNode target, float[] rate)
    {
        (string name, int axis) = KernelAxes.Input(target.Operation)!.Value;
        Tensor kernel = weights[target.Name, name];
        int inner = axis == -1 ? 1 : kernel.Shape.Channels;

        // Behind a Flatten the kernel's rows still end with the channel, so the rates repeat.
        float[] divided = new float[kernel.Values.Length];
        for (int i = 0; i < divided.Length; i++)
        {
            divided[i] = kernel.Values[i] / rate[i / inner % rate.Length];
        }

        return weights.With(target.Name, name, new Tensor(kernel.Shape, divided));
    }
}
