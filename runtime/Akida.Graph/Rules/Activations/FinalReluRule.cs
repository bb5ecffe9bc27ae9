using Akida.Graph.Mapping;
using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Activations;

/// <summary>
/// The last layer of Akida 1.0 puts out potentials, not counts. An input convolution that is the only layer passes all the same.
/// </summary>
public sealed class FinalReluRule()
    : BlockRule("AKD2035", "v1-final-relu", $"A model for {AkidaVersions.V1Name} must not end with a ReLU", AkidaVersion.V1)
{
    private protected override Finding? Check(RuleContext context, AkidaBlock block) =>
        block.Find<ReLU>() is not { Quantization.OutputQuantizer: null } relu || block.Type is null || block.IsInputConvolution
            ? null
            : Find(
                context,
                relu,
                "relu_activation",
                "the model ends with this ReLU, so nothing quantises it",
                $"on {AkidaVersions.V1Name} another layer follows a ReLU",
                "leave it out",
                fix: new FindingFix("relu_activation", "null")
            );
}
