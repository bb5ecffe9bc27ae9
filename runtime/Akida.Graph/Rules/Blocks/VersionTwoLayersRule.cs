using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Blocks;

/// <summary>Layers that Akida 2.0 brought.</summary>
public sealed class VersionTwoLayersRule()
    : LayerRule(
        "AKD2025",
        "depthwise",
        $"Depthwise, transposed and temporal convolutions and lookup activations need {AkidaVersions.V2Name}",
        AkidaVersion.V1
    )
{
    private protected override Finding? Check(RuleContext context, LayerNode layer)
    {
        if (layer.Operation is JoinOperation || !IsVersionTwo(layer.Operation, context.Version))
        {
            return null;
        }

        bool isPart =
            layer.Operation is DepthwiseConv2D
            && context.Lowered.Graph.OnlyConsumer(layer.Name)?.Operation is Conv2D { KernelSize: (1, 1) };
        (string remedy, FindingFix? fix) = layer.Operation switch
        {
            DepthwiseConv2D when isPart => ("use a SeparableConv2D for both convolutions", new FindingFix("fused", "true")),
            DepthwiseConv2D => ("use a SeparableConv2D", null),
            Activation => ("use a ReLU with an upper bound", null),
            _ => ($"target {AkidaVersions.V2Name}", (FindingFix?)null),
        };
        return Find(
            context,
            layer,
            layer.Operation is DepthwiseConv2D ? "fused" : null,
            $"{Describe(layer.Operation)} is a layer of {AkidaVersions.V2Name}",
            $"{AkidaVersions.V1Name} has none",
            remedy,
            fix: fix
        );
    }

    private static bool IsVersionTwo(Operation operation, AkidaVersion version) =>
        VersionLayers.HasOtherVersionOnly(operation, version) && operation is not Activation { IsLookup: false };

    private static string Describe(Operation operation) => operation is Activation activation ? activation.Function : operation.ClassName;
}
