using Akida.Integers;
using Akida.Integers.Arithmetic;

namespace Akida.Training.Layers.Quantized;

/// <summary>
/// Layers that sum products, on integers held as floats: the integers of the program forward, gradients to the float weights that they came
/// from.
/// </summary>
internal static class WeightedLayers
{
    /// <summary>The dimensions of a kernel that has one scale.</summary>
    private static readonly long[] OneScale = [0, 1, 2, 3];

    /// <summary>Computes one layer up to its output quantiser.</summary>
    /// <param name="layer">The layer's integers.</param>
    /// <param name="input">Its input.</param>
    /// <param name="weights">The float weights.</param>
    /// <returns>The sums and their scales: those of the weights times the input's.</returns>
    public static (TorchTensor Sums, TorchTensor Scales) Apply(IntegerWeightedLayer layer, LayerValue input, LayerWeights weights) =>
        layer switch
        {
            IntegerSeparableConv2D conv => Separable(conv, input, weights),
            IntegerConv2D conv => Sum(
                conv,
                input,
                weights,
                Kernel(conv, weights["kernel"], [0, 1, 2]),
                (map, kernel) => Conv2D(conv, map, kernel)
            ),
            IntegerDepthwiseConv2D conv => Sum(
                conv,
                input,
                weights,
                Kernel(conv, weights["depthwise_kernel"], [0, 1, 3]),
                (map, kernel) => Convolutions.DepthwiseConv2D(map, kernel, conv.Strides, conv.Padding, Size2D.One)
            ),
            IntegerConv2DTranspose conv => Sum(
                conv,
                input,
                weights,
                Kernel(conv, weights["kernel"], [0, 1, 3], integers => SwapLastTwo(integers, weights["kernel"])),
                (map, kernel) => Convolutions.Conv2DTranspose(map, kernel, conv.Strides, conv.Padding)
            ),
            IntegerDepthwiseConv2DTranspose conv => Sum(
                conv,
                input,
                weights,
                Kernel(conv, weights["depthwise_kernel"], OneScale),
                (map, kernel) => Convolutions.DepthwiseConv2DTranspose(map, kernel, conv.Strides, conv.Padding)
            ),
            IntegerDense dense => Sum(
                dense,
                input,
                weights,
                Kernel(dense, weights["kernel"], [0]),
                (values, kernel) => Convolutions.Dense(values, kernel)
            ),
            _ => throw new GraphException("a layer that keeps earlier frames cannot be trained; train the float model"),
        };

    /// <summary>A kernel's integers and its scales (per output channel, or one), with the gradients of both.</summary>
    private readonly record struct QuantizedKernel(TorchTensor Values, TorchTensor Scales);

    private static QuantizedKernel Kernel(
        IntegerWeightedLayer layer,
        TorchTensor kernel,
        long[] reduced,
        Func<TorchTensor, TorchTensor>? arrange = null
    ) => Kernel(layer.Weights, layer.WeightBits, kernel, reduced, arrange);

    /// <summary>
    /// <c>q = round(w / s)</c> with <c>s = max |w| / (2^(bits-1) - 1)</c>, at least 1e-6: rounding counts as identity, and the scale has a
    /// gradient, too, which the largest weights of a filter share (<c>../shared/training-cases/README.md</c>, kernel).
    /// </summary>
    private static QuantizedKernel Kernel(
        EquatableArray<sbyte> integers,
        int bits,
        TorchTensor kernel,
        long[] reduced,
        Func<TorchTensor, TorchTensor>? arrange = null
    )
    {
        TorchTensor values = torch.tensor(integers.ToArray()).to(torch.float32);
        values = arrange is null ? values.reshape(kernel.shape) : arrange(values);
        TorchTensor largest = kernel.abs().amax(reduced, keepdim: true);
        TorchTensor scales = (largest * WeightQuantizer.Scale(1, bits)).clamp_min(WeightQuantizer.Scale(0, bits));
        return new QuantizedKernel(StraightThrough.Apply(values, kernel / scales), scales.flatten());
    }

    /// <summary>A transposed convolution's integers, <c>h×w×in×out</c>, in the order of its Keras kernel.</summary>
    private static TorchTensor SwapLastTwo(TorchTensor integers, TorchTensor kernel) =>
        integers.reshape(kernel.shape[0], kernel.shape[1], kernel.shape[3], kernel.shape[2]).permute(0, 1, 3, 2);

    private static TorchTensor Conv2D(IntegerConv2D conv, TorchTensor map, TorchTensor kernel)
    {
        if (conv.PaddingValue is not { } padding)
        {
            return Convolutions.Conv2D(map, kernel, conv.Strides, conv.Padding, Size2D.One);
        }

        TorchTensor value = IntegerTensors.PerChannel(padding.Values, map.dtype, map.dim());
        return Convolutions.Conv2D(
            Shaping.PadSame(map, conv.KernelSize, conv.Strides, value),
            kernel,
            conv.Strides,
            Padding.Valid,
            Size2D.One
        );
    }

    private static (TorchTensor Sums, TorchTensor Scales) Separable(IntegerSeparableConv2D conv, LayerValue input, LayerWeights weights)
    {
        QuantizedKernel depthwise = Kernel(conv.DepthwiseWeights, conv.DepthwiseWeightBits, weights["depthwise_kernel"], OneScale);
        QuantizedKernel pointwise = Kernel(conv, weights["pointwise_kernel"], [0, 1, 2]);
        long[] between = Magnitudes.OfDepthwiseSums(conv.DepthwiseWeights.AsSpan(), Magnitudes.OfInput(conv, input.Format));
        long[] limited = Array.ConvertAll(between, magnitude => Math.Min(magnitude, 1L << conv.BufferValueBits));
        torch.ScalarType type = IntegerTensors.TypeFor(between.Max());
        TorchTensor map = Convolutions.DepthwiseConv2D(
            IntegerTensors.Align(input.Values, input.Format, conv.InputShifts, conv.BufferValueBits).to(type),
            depthwise.Values.to(type),
            conv.Strides,
            conv.Padding,
            Size2D.One
        );
        map = SaturateIfPassed(map, between.Max(), conv.BufferValueBits);
        return Finish(
            conv,
            map,
            Magnitudes.OfSums(conv.Weights.AsSpan(), conv.Output.Channels, limited),
            input,
            weights,
            pointwise with
            {
                Scales = pointwise.Scales * depthwise.Scales,
            },
            (sums, kernel) => Convolutions.Conv2D(sums, kernel, Size2D.One, Padding.Valid, Size2D.One)
        );
    }

    private static (TorchTensor Sums, TorchTensor Scales) Sum(
        IntegerWeightedLayer layer,
        LayerValue input,
        LayerWeights weights,
        QuantizedKernel kernel,
        Func<TorchTensor, TorchTensor, TorchTensor> multiply
    ) =>
        Finish(
            layer,
            IntegerTensors.Align(input.Values, input.Format, layer.InputShifts, layer.BufferValueBits),
            Magnitudes.OfSums(layer, input.Format),
            input,
            weights,
            kernel,
            multiply
        );

    /// <summary>Multiplies in a float type that is exact for these weights, saturates, adds the bias, saturates.</summary>
    private static (TorchTensor Sums, TorchTensor Scales) Finish(
        IntegerWeightedLayer layer,
        TorchTensor x,
        long[] magnitudes,
        LayerValue input,
        LayerWeights weights,
        QuantizedKernel kernel,
        Func<TorchTensor, TorchTensor, TorchTensor> multiply
    )
    {
        long largest = magnitudes.Max(),
            largestBias = layer.Bias?.Values.Max(Math.Abs) ?? 0;
        torch.ScalarType type = IntegerTensors.TypeFor(largest + largestBias);
        TorchTensor scales = input.Scales is { } own ? own * kernel.Scales : kernel.Scales;
        TorchTensor sums = SaturateIfPassed(multiply(x.to(type), kernel.Values.to(type)), largest, layer.BufferValueBits);
        if (layer.Bias is { } bias)
        {
            sums = SaturateIfPassed(
                sums + Bias(bias, weights["bias"], scales, Units(layer, input.Format), type, sums.dim()),
                largest + largestBias,
                layer.BufferValueBits
            );
        }

        return (sums, scales);
    }

    /// <summary>What integers are counted in, inverted, scales apart: <c>2^f</c> per channel, or one.</summary>
    private static TorchTensor Units(IntegerWeightedLayer layer, ValueFormat input) =>
        input.HasOneFracBits || layer.InputShifts.Count > 0
            ? torch.tensor(FixedPoint.PowerOfTwo(input.MaxFracBits)).reshape(1)
            : torch.tensor(input.FracBits.Select(FixedPoint.PowerOfTwo).ToArray());

    /// <summary><c>b / s · 2^f</c>, whose gradient goes to the bias and to the scale; the fractional bits are constant.</summary>
    private static TorchTensor Bias(
        AlignedValues integers,
        TorchTensor bias,
        TorchTensor scales,
        TorchTensor units,
        torch.ScalarType type,
        long dimensions
    )
    {
        TorchTensor values = torch.tensor(integers.Values.Select(value => (double)value).ToArray(), dtype: type);
        return Layout.PerChannel(StraightThrough.Apply(values, bias / scales * units), dimensions);
    }

    private static TorchTensor SaturateIfPassed(TorchTensor sums, long magnitude, int valueBits) =>
        magnitude > FixedPoint.Maximum(valueBits) ? IntegerTensors.Saturate(sums, valueBits) : sums;
}
