using Akida.Graph.Operations;

namespace Akida.Graph.Lowering.Steps;

/// <summary>Activations by name become the layers that can be quantised: a ReLU, or an activation with a lookup table.</summary>
internal static class ReplaceActivations
{
    public static LoweredGraph Apply(LoweredGraph lowered, IWeightFacts facts) =>
        lowered.Then(
            lowered.Graph.Map(node =>
                Replace(node, facts) is var replaced && ReferenceEquals(replaced, node.Operation)
                    ? node
                    : node with
                    {
                        Operation = replaced,
                    }
            )
        );

    private static Operation Replace(LayerNode node, IWeightFacts facts) =>
        node.Operation switch
        {
            Activation { Function: "relu" } => new ReLU(),
            Activation { Function: "relu6" } => new ReLU { MaxValue = 6 },
            Activation { Function: "silu" } => new Activation { Function = "swish" },
            LeakyReLU leaky => Leaky(leaky.Alpha),
            PReLU when facts.Range(node.Name, "alpha") is { } alpha && alpha.Minimum == alpha.Maximum => Leaky(alpha.Minimum),
            _ => node.Operation,
        };

    private static Activation Leaky(double alpha) => new() { Function = "leaky_relu", Alpha = alpha };
}
