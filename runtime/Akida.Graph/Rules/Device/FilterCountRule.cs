using Akida.Graph.Mapping;
using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Device;

/// <summary>The filters that fit into a layer's memory.</summary>
public sealed class FilterCountRule() : DeviceRule("AKD3009", "filter-count", "A layer must have no more filters than the hardware holds")
{
    private protected override Finding? Check(RuleContext context, AkidaBlock block, DeviceLimits limits)
    {
        int filters = context.Lowered.Graph.Shape(block.Main.Name).Channels;
        int? most = block.Main.Operation is Convolution2D { KernelSize: { IsSquare: true, Height: var kernel } }
            ? limits
                .Filters.FirstOrDefault(limit =>
                    limit.Kernel == kernel && limit.Channels == context.Lowered.Graph.Shape(block.Main.Inputs[0]).Channels
                )
                ?.Most
            : null;
        most ??= limits.MostFilters;
        return most is null || filters <= most
            ? null
            : Find(
                context,
                block.Main,
                "filters",
                $"it has {Words.Grouped(filters)} filters",
                $"{Hardware(context)} has at most {Words.Grouped(most.Value)} in {block.Kind} with such a kernel and input",
                $"use {Words.Grouped(most.Value)} or fewer",
                fix: new FindingFix("filters", Words.Number(most.Value))
            );
    }
}
