using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Activations;

/// <summary>ReLUs of Akida 1.0 have an upper bound.</summary>
public sealed class ReluBoundedRule()
    : LayerRule("AKD2002", "relu-bounded", $"A ReLU must have an upper bound on {AkidaVersions.V1Name}", AkidaVersion.V1)
{
    private protected override Finding? Check(RuleContext context, LayerNode layer)
    {
        if (layer.Operation is not ReLU { MaxValue: null })
        {
            return null;
        }

        // Lowering made the ReLU where the model gives it by name.
        bool isLayer = context.OriginOf(layer) is ReLU;
        return Find(
            context,
            layer,
            isLayer ? "max_value" : "activation",
            "the ReLU has no upper bound",
            $"{AkidaVersions.V1Name} counts the steps of a bounded activation",
            "use 'ReLU6'",
            fix: isLayer ? new FindingFix("max_value", "6") : new FindingFix("activation", "\"relu6\"")
        );
    }
}
