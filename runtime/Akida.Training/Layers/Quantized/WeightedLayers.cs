using Akida.Integers;
using Akida.Integers.Arithmetic;

namespace Akida.Training.Layers.Quantized;

/// <summary>
/// Layers that sum products, on integers held as floats: the integers of the program forward, gradients to the float weights that they came
/// from.
/// </summary>
internal static class WeightedLayers
{
    /// <summary>Computes one layer up to its output quantiser.</summary>
    /// <param name="layer">The layer's integers.</param>
    /// <param name="x">Its input.</param>
    /// <param name="input">The format of its input.</param>
    /// <param name="weights">The float weights.</param>
    public static TorchTensor Apply(IntegerWeightedLayer layer, TorchTensor x, ValueFormat input, LayerWeights weights) =>
        layer switch
        {
            IntegerSeparableConv2D conv => Separable(conv, x, input, weights),
            IntegerConv2D conv => Sum(
                conv,
                x,
                input,
                weights,
                Kernel(conv, weights["kernel"], [0, 1, 2]),
                (map, kernel) => Conv2D(conv, map, kernel)
            ),
            IntegerDepthwiseConv2D conv => Sum(
                conv,
                x,
                input,
                weights,
                Kernel(conv, weights["depthwise_kernel"], [0, 1]),
                (map, kernel) => Convolutions.DepthwiseConv2D(map, kernel, conv.Strides, conv.Padding, Size2D.One)
            ),
            IntegerConv2DTranspose conv => Sum(
                conv,
                x,
                input,
                weights,
                Kernel(conv, weights["kernel"], [0, 1, 3], integers => SwapLastTwo(integers, weights["kernel"])),
                (map, kernel) => Convolutions.Conv2DTranspose(map, kernel, conv.Strides, conv.Padding)
            ),
            IntegerDepthwiseConv2DTranspose conv => Sum(
                conv,
                x,
                input,
                weights,
                Kernel(conv, weights["depthwise_kernel"], null),
                (map, kernel) => Convolutions.DepthwiseConv2DTranspose(map, kernel, conv.Strides, conv.Padding)
            ),
            IntegerDense dense => Sum(
                dense,
                x,
                input,
                weights,
                Kernel(dense, weights["kernel"], [0]),
                (values, kernel) => Convolutions.Dense(values, kernel)
            ),
            _ => throw new GraphException("a layer that keeps earlier frames cannot be trained; train the float model"),
        };

    /// <summary>A kernel's integers with their gradients, and its scales (per output channel, or one).</summary>
    private readonly record struct QuantizedKernel(TorchTensor Values, TorchTensor Scales);

    private static QuantizedKernel Kernel(
        IntegerWeightedLayer layer,
        TorchTensor kernel,
        long[]? reduced,
        Func<TorchTensor, TorchTensor>? arrange = null
    ) => Kernel(layer.Weights, layer.WeightBits, kernel, reduced, arrange);

    /// <summary>The scale counts as constant: only rounding lies between a weight and its integer.</summary>
    private static QuantizedKernel Kernel(
        EquatableArray<sbyte> integers,
        int bits,
        TorchTensor kernel,
        long[]? reduced,
        Func<TorchTensor, TorchTensor>? arrange = null
    )
    {
        TorchTensor values = torch.tensor(integers.ToArray()).to(torch.float32);
        values = arrange is null ? values.reshape(kernel.shape) : arrange(values);
        TorchTensor magnitudes = kernel.detach().abs();
        TorchTensor largest = reduced is null ? magnitudes.max() : magnitudes.amax(reduced, keepdim: true);
        TorchTensor scales = (largest * WeightQuantizer.Scale(1, bits)).clamp_min(WeightQuantizer.Scale(0, bits));
        return new QuantizedKernel(StraightThrough.Apply(kernel, values, scales.reciprocal()), scales.flatten());
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

    private static TorchTensor Separable(IntegerSeparableConv2D conv, TorchTensor x, ValueFormat input, LayerWeights weights)
    {
        QuantizedKernel depthwise = Kernel(conv.DepthwiseWeights, conv.DepthwiseWeightBits, weights["depthwise_kernel"], null);
        QuantizedKernel pointwise = Kernel(conv, weights["pointwise_kernel"], [0, 1, 2]);
        long[] between = Magnitudes.OfDepthwiseSums(conv.DepthwiseWeights.AsSpan(), Magnitudes.OfInput(conv, input));
        long[] limited = Array.ConvertAll(between, magnitude => Math.Min(magnitude, 1L << conv.BufferValueBits));
        torch.ScalarType type = IntegerTensors.TypeFor(between.Max());
        TorchTensor map = Convolutions.DepthwiseConv2D(
            IntegerTensors.Align(x, input, conv.InputShifts, conv.BufferValueBits).to(type),
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

    private static TorchTensor Sum(
        IntegerWeightedLayer layer,
        TorchTensor x,
        ValueFormat input,
        LayerWeights weights,
        QuantizedKernel kernel,
        Func<TorchTensor, TorchTensor, TorchTensor> multiply
    ) =>
        Finish(
            layer,
            IntegerTensors.Align(x, input, layer.InputShifts, layer.BufferValueBits),
            Magnitudes.OfSums(layer, input),
            input,
            weights,
            kernel,
            multiply
        );

    /// <summary>Multiplies in a float type that is exact for these weights, saturates, adds the bias, saturates.</summary>
    private static TorchTensor Finish(
        IntegerWeightedLayer layer,
        TorchTensor x,
        long[] magnitudes,
        ValueFormat input,
        LayerWeights weights,
        QuantizedKernel kernel,
        Func<TorchTensor, TorchTensor, TorchTensor> multiply
    )
    {
        long largest = magnitudes.Max(),
            largestBias = layer.Bias?.Values.Max(Math.Abs) ?? 0;
        torch.ScalarType type = IntegerTensors.TypeFor(largest + largestBias);
        TorchTensor sums = SaturateIfPassed(multiply(x.to(type), kernel.Values.to(type)), largest, layer.BufferValueBits);
        return layer.Bias is { } bias
            ? SaturateIfPassed(
                sums + Bias(bias, weights["bias"], kernel.Scales, Units(layer, input), type, sums.dim()),
                largest + largestBias,
                layer.BufferValueBits
            )
            : sums;
    }

    /// <summary>
    /// What the integers of the input, aligned, are multiplied with to be worth their real value, inverted: per channel, or one.
    /// </summary>
    private static TorchTensor Units(IntegerWeightedLayer layer, ValueFormat input)
    {
        bool isAligned = input.HasOneFracBits || layer.InputShifts.Count > 0,
            perChannel = !isAligned || input.Scales is { Count: > 1 };
        return torch.tensor(
            Enumerable
                .Range(0, perChannel ? input.Channels : 1)
                .Select(channel =>
                    (float)Math.ScaleB(1, isAligned ? input.MaxFracBits : input.FracBitsOf(channel)) / input.ScaleOf(channel)
                )
                .ToArray()
        );
    }

    private static TorchTensor Bias(
        AlignedValues integers,
        TorchTensor bias,
        TorchTensor weightScales,
        TorchTensor units,
        torch.ScalarType type,
        long dimensions
    )
    {
        TorchTensor values = torch.tensor(integers.Values.Select(value => (double)value).ToArray(), dtype: type);
        return Layout.PerChannel(StraightThrough.Apply(bias, values, units / weightScales), dimensions);
    }

    private static TorchTensor SaturateIfPassed(TorchTensor sums, long magnitude, int valueBits) =>
        magnitude > FixedPoint.Maximum(valueBits) ? IntegerTensors.Saturate(sums, valueBits) : sums;
}
