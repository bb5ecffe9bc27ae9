using Akida.Graph.Mapping;
using Akida.Graph.Operations;
using Akida.Graph.Rules.Pooling;

namespace Akida.Graph.Rules.Inputs;

/// <summary>Akida 2.0 takes unsigned bytes in an input convolution only.</summary>
public sealed class SignedInputRule()
    : Rule(
        "AKD2009",
        "signed-input-data",
        $"On {AkidaVersions.V2Name} an unsigned input must be an image that an input convolution takes",
        AkidaVersion.V2
    )
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(RuleContext context) =>
        from block in context.Lowered.Blocks
        where !block.IsInputConvolution && PoolingFirstRule.Culprit(context.Lowered.Graph, block) is null
        from source in block.Inputs
        let input = context.Lowered.Graph[source]
        where input.Operation is InputLayer { DType: DataType.UInt8 }
        select Find(
            context,
            input,
            "dtype",
            $"'{context.NameOf(block.Main.Name)}' takes this uint8 input, {Reason(context, block, source)}",
            $"{AkidaVersions.V2Name} takes uint8 in a Conv2D with an activation, and a max pooling at most, on 1 or 3 channels only",
            "make it int8",
            block.Main,
            new FindingFix("dtype", "DataType.Int8")
        );

    /// <summary>Why a layer that takes the input is no input convolution.</summary>
    private static string Reason(RuleContext context, AkidaBlock block, string input) =>
        context.Lowered.Graph.Shape(input) is { Rank: 3, Channels: not (1 or 3) and var channels } ? $"which has {channels} channels"
        : block.Main.Operation is not Conv2D ? $"and is a {block.Main.Operation.ClassName}"
        : block.Find<GlobalAveragePooling2D>() is not null ? "and has a global average pooling"
        : "and has no activation";
}
