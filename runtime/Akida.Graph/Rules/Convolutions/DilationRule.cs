using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Convolutions;

/// <summary>Akida's convolutions look at neighbours.</summary>
public sealed class DilationRule() : LayerRule("AKD2019", "dilation-one", "A convolution must not be dilated")
{
    private protected override Finding? Check(RuleContext context, LayerNode layer) =>
        layer.Operation is not Convolution2D { DilationRate: var dilation } || dilation == Size2D.One
            ? null
            : Find(
                context,
                layer,
                "dilation_rate",
                $"dilation is {dilation}",
                "Akida takes 1",
                "use 1 and a larger kernel or a stride",
                fix: new FindingFix("dilation_rate", "1")
            );
}
