namespace Akida.Graph.Rules.Blocks;

/// <summary>Akida 1.0 runs chains of layers.</summary>
public sealed class NoBranchRule()
    : LayerRule("AKD2011", "v1-no-branch", $"{AkidaVersions.V1Name} has no layer that takes several inputs", AkidaVersion.V1)
{
    private protected override Finding? Check(RuleContext context, LayerNode layer) =>
        layer.Inputs.Count < 2
            ? null
            : Find(
                context,
                layer,
                "inputs",
                $"{layer.Operation.ClassName} joins {layer.Inputs.Count} layers",
                $"{AkidaVersions.V1Name} takes chains only",
                $"leave the branch out, or target {AkidaVersions.V2Name}"
            );
}
