using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Convolutions;

/// <summary>Convolutions of Akida 2.0 have square strides.</summary>
public sealed class StrideSquareRule() : LayerRule("AKD2018", "stride-square", "A convolution's strides must be equal", AkidaVersion.V2)
{
    private protected override Finding? Check(RuleContext context, LayerNode layer) =>
        layer.Operation is not Convolution2D { Strides: { IsSquare: false } strides }
            ? null
            : Find(
                context,
                layer,
                "strides",
                $"strides are {strides}",
                $"{AkidaVersions.V2Name} takes equal strides",
                $"use {Math.Min(strides.Height, strides.Width)} or {Math.Max(strides.Height, strides.Width)} for both",
                fix: new FindingFix("strides", Words.Number(Math.Max(strides.Height, strides.Width)))
            );
}
