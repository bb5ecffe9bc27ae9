using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Convolutions;

/// <summary>A convolution takes all channels together or each on its own.</summary>
public sealed class GroupsRule() : LayerRule("AKD2020", "groups-one", "A convolution must have one group, or one for each channel")
{
    private protected override Finding? Check(RuleContext context, LayerNode layer) =>
        layer.Operation is not Convolution2D { Groups: not 1 and var groups }
            ? null
            : Find(
                context,
                layer,
                "groups",
                $"groups is {groups}",
                "Akida takes 1, or as many as channels (a depthwise convolution)",
                "use 1",
                fix: new FindingFix("groups", "1")
            );
}
