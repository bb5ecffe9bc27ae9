using Akida.Graph.Operations;

namespace Akida.Graph.Mapping;

/// <summary>What conversion refuses of a block, beyond its sequence of layers.</summary>
public static class MappingRules
{
    private const int LargestPooledAreaV1 = 256;

    /// <summary>Checks a block.</summary>
    /// <exception cref="GraphException">The block breaks a rule; the message begins with the rule's name.</exception>
    public static void Check(GraphIndex model, AkidaBlock block, AkidaVersion version)
    {
        CheckShapes(block, version);
        CheckPadding(block);
        CheckPooling(model, block, version);
        CheckBits(block, version);
        CheckTail(model, block, version);
        if (block.Main.Operation is Dense && !model.Shape(block.Main.Inputs[0]).IsVector)
        {
            throw Broken(block.Main, "dense-flat-input", $"its input is {model.Shape(block.Main.Inputs[0])}", "must be flat");
        }
    }

    private static void CheckShapes(AkidaBlock block, AkidaVersion version)
    {
        if (block.Main.Operation is not Convolution2D convolution)
        {
            return;
        }

        if (convolution.DilationRate != Size2D.One)
        {
            throw Broken(block.Main, "dilation-one", $"dilation is {convolution.DilationRate}", "must be 1");
        }

        if (convolution.Groups != 1)
        {
            throw Broken(block.Main, "groups-one", $"groups is {convolution.Groups}", "must be 1");
        }

        bool isTransposed = convolution is Conv2DTranspose or DepthwiseConv2DTranspose;
        if (isTransposed && (convolution.KernelSize is not ((3, 3) or (4, 4)) || convolution.Strides != new Size2D(2) || convolution.Padding != Padding.Same))
        {
            throw Broken(block.Main, "transposed-kernel", $"kernel {convolution.KernelSize}, stride {convolution.Strides}, {convolution.Padding}", "must be kernel 3 or 4, stride 2, same");
        }

        if (version == AkidaVersion.V2 && !convolution.KernelSize.IsSquare)
        {
            throw Broken(block.Main, "kernel-square", $"kernel is {convolution.KernelSize}", "must be square");
        }

        if (version == AkidaVersion.V2 && !convolution.Strides.IsSquare)
        {
            throw Broken(block.Main, "stride-square", $"stride is {convolution.Strides}", "must be square");
        }

        int multiplier = convolution switch { DepthwiseConv2D own => own.DepthMultiplier, SeparableConv2D own => own.DepthMultiplier, _ => 1 };
        if (multiplier != 1)
        {
            throw Broken(block.Main, "depth-multiplier-one", $"depth multiplier is {multiplier}", "must be 1");
        }
    }

    private static void CheckPadding(AkidaBlock block)
    {
        // A padding of 0 is what a processing convolution does anyway.
        if (block.Main.Operation is Conv2D { PaddingValue: { } padding } && block.Type is not ("InputConv2D" or "InputConvolutional") && padding.Any(value => value != 0))
        {
            throw Broken(block.Main, "padding-value", $"it pads with {padding[0]}", "must pad with 0, unless it is an input convolution");
        }
    }

    private static void CheckPooling(GraphIndex model, AkidaBlock block, AkidaVersion version)
    {
        if (block.Find<MaxPooling2D>() is { Operation: MaxPooling2D pool } poolLayer && block.Main.Operation is Convolution2D convolution)
        {
            bool countsAsSame = convolution.KernelSize == Size2D.One || convolution is Conv2D { PaddingValue: not null };
            Padding expected = countsAsSame ? Padding.Same : convolution.Padding;
            if (pool.Padding != expected)
            {
                throw Broken(poolLayer, "pool-padding", $"its padding is {pool.Padding}", $"must be {expected}, as that of '{block.Main.Name}'");
            }

            if (version == AkidaVersion.V2 && !(pool.PoolSize.IsSquare && pool.EffectiveStrides.IsSquare))
            {
                throw Broken(poolLayer, "pool-square", $"window {pool.PoolSize}, stride {pool.EffectiveStrides}", "must be square");
            }
        }

        if (version == AkidaVersion.V1 && block.Find<GlobalAveragePooling2D>() is { } average)
        {
            TensorShape map = model.Shape(average.Inputs[0]);
            if (map[0] * map[1] > LargestPooledAreaV1)
            {
                throw Broken(average, "gap-area", $"its input is {map[0]}×{map[1]} = {map[0] * map[1]}", $"must be at most {LargestPooledAreaV1}");
            }
        }
    }

    private static void CheckBits(AkidaBlock block, AkidaVersion version)
    {
        if (block.Main.Quantization is not { } config || (config.WeightQuantizer ?? config.PointwiseWeightQuantizer) is not { } weights)
        {
            return;
        }

        int[] allowed = (block.Type, version) switch
        {
            ("InputConvolutional" or "InputConv2D", _) => [4, 8],
            ("Dense1D", _) => [2, 3, 4, 5, 6, 7, 8],
            (_, AkidaVersion.V1) => [1, 2, 4],
            ("BufferTempConv" or "DepthwiseBufferTempConv", _) => [2, 3, 4, 5, 6, 7, 8],
            _ => [4, 8],
        };
        string rule = block.Type is "InputConvolutional" or "InputConv2D" ? "bits-input-weights" : "bits-weights";
        foreach (int bits in new[] { weights.Bitwidth, config.DepthwiseWeightQuantizer?.Bitwidth ?? weights.Bitwidth })
        {
            if (!allowed.Contains(bits))
            {
                throw Broken(block.Main, rule, $"its weights have {bits} bits", $"must have {string.Join(", ", allowed)}");
            }
        }
    }

    private static void CheckTail(GraphIndex model, AkidaBlock block, AkidaVersion version)
    {
        if (version != AkidaVersion.V1)
        {
            return;
        }

        if (block.Find<ReLU>() is { Operation: ReLU relu } reluLayer)
        {
            if (relu.MaxValue is null)
            {
                throw Broken(reluLayer, "relu-bounded", "it has no upper bound", "must have one on Akida 1.0");
            }

            if (reluLayer.Quantization!.OutputQuantizer is null)
            {
                throw Broken(reluLayer, "v1-final-relu", "it stands at the very end and is not quantised", "must be followed by another layer");
            }
        }
        else if (model.Consumers(block.Last.Name).Any(next => next.Operation is not Dequantizer))
        {
            throw Broken(block.Main, "v1-block-ends-with-relu", "its block has no ReLU", "must end with one, unless it is the last");
        }
    }

    private static GraphException Broken(LayerNode layer, string rule, string found, string allowed) =>
        new($"layer '{layer.Name}': {rule}: {found}, {allowed}", layer.Name);
}
