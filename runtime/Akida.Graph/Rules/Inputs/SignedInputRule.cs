using Akida.Graph.Mapping;
using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Inputs;

/// <summary>Akida 2.0 takes unsigned bytes in an input convolution only.</summary>
public sealed class SignedInputRule()
    : Rule("AKD2009", "signed-input-data", "On Akida 2.0 an unsigned input must be an image that an input convolution takes", AkidaVersion.V2)
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(RuleContext context) =>
        from block in context.Lowered.Blocks
        where !block.IsInputConvolution
        from source in block.Inputs
        let input = context.Lowered.Graph[source]
        where input.Operation is InputLayer { DType: DataType.UInt8 }
        select Find(
            context,
            input,
            "dtype",
            $"the input of '{context.NameOf(block.Main.Name)}' is uint8 with {context.Lowered.Graph.Shape(source).Channels} channels",
            "Akida 2.0 takes uint8 in a Conv2D with an activation on 1 or 3 channels only",
            "make it int8",
            block.Main,
            new FindingFix("dtype", "DataType.Int8"));
}
