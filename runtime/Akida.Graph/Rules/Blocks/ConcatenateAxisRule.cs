using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Blocks;

/// <summary>
/// Akida puts channels together. The open converter takes other axes without a word, and makes a model that joins channels of it.
/// </summary>
public sealed class ConcatenateAxisRule()
    : LayerRule("AKD2027", "concatenate-last-axis", "A Concatenate must join the last axis", AkidaVersion.V2)
{
    private protected override Finding? Check(RuleContext context, LayerNode layer) =>
        layer.Operation is not Concatenate { Axis: var axis } || axis == -1 || axis == context.Lowered.Graph.Shape(layer.Name).Rank
            ? null
            : Find(
                context,
                layer,
                "axis",
                $"it joins axis {axis}",
                $"{AkidaVersions.V2Name} joins channels, the last axis",
                "use axis -1",
                fix: new FindingFix("axis", "-1")
            );
}
