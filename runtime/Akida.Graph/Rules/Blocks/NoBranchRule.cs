namespace Akida.Graph.Rules.Blocks;

/// <summary>Akida 1.0 runs chains of layers.</summary>
public sealed class NoBranchRule() : LayerRule("AKD2011", "v1-no-branch", "Akida 1.0 has no layer that takes several inputs", AkidaVersion.V1)
{
    private protected override Finding? Check(RuleContext context, LayerNode layer) => layer.Inputs.Count < 2 ? null : Find(
        context, layer, "inputs", $"{layer.Operation.ClassName} joins {layer.Inputs.Count} layers", "Akida 1.0 takes chains only", "leave the branch out, or target Akida 2.0");
}
