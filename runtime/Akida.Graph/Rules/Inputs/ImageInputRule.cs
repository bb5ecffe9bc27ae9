using Akida.Graph.Converted;
using Akida.Graph.Mapping;
using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Inputs;

/// <summary>
/// Only an image has a layer of its own on Akida 1.0; any other input is data of few bits, which weights of few bits must meet.
/// </summary>
public sealed class ImageInputRule()
    : Rule(
        "AKD2008",
        "image-input",
        $"On {AkidaVersions.V1Name} an input with 8-bit weights behind it must be an image of 1 or 3 channels",
        AkidaVersion.V1
    )
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (
            !context.KnowsBits
            || context.Lowered.Blocks.FirstOrDefault() is not { Kind: { } kind, IsInputConvolution: false } first
            || WeightBitLimits.Of(first) is not { } bits
            || WeightBitLimits.Allowed(kind, context.Version).Contains(bits)
            || !WeightBitLimits.Allowed(AkidaLayerType.InputConvolutional, context.Version).Contains(bits)
            || BlockMapper.Source(context.Lowered.Graph, first.Layers[0].Inputs[0]) is not { Operation: InputLayer or InputQuantizer } input
        )
        {
            yield break;
        }

        TensorShape shape = context.Lowered.Graph.Shape(input.Name);
        if (first.Main.Operation is not Conv2D || shape.Channels is not (1 or 3))
        {
            yield return Find(
                context,
                input,
                "batch_input_shape",
                $"the input is {shape} and the first layer has weights of {bits} bits",
                $"{AkidaVersions.V1Name} takes such weights in a Conv2D on an image of 1 or 3 channels only",
                $"give the first layer weights of {Words.Or(WeightBitLimits.Allowed(kind, context.Version))} bits",
                first.Main
            );
        }
    }
}
