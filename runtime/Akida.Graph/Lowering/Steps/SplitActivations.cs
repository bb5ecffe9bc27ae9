using Akida.Graph.Operations;

namespace Akida.Graph.Lowering.Steps;

/// <summary>An activation given inside a layer becomes a layer <c>NAME_activ</c> behind it.</summary>
internal static class SplitActivations
{
    public static LoweredGraph Apply(LoweredGraph lowered, IWeightFacts facts)
    {
        ModelGraph graph = lowered.Graph;
        foreach (LayerNode node in graph.Layers)
        {
            if (Activation(node.Operation) is { } function && function != "linear")
            {
                LayerNode split = new(node.Name + "_activ", new Activation { Function = function }, [node.Name]);
                graph = graph.WithOperation(node.Name, WithoutActivation(node.Operation)).InsertAfter(node.Name, split);
            }
        }

        return lowered.Then(graph);
    }

    private static string? Activation(Operation operation) => operation switch
    {
        Convolution2D convolution => convolution.Activation,
        Conv3D convolution => convolution.Activation,
        Dense dense => dense.Activation,
        _ => null,
    };

    private static Operation WithoutActivation(Operation operation) => operation switch
    {
        Convolution2D convolution => convolution with { Activation = "linear" },
        Conv3D convolution => convolution with { Activation = "linear" },
        Dense dense => dense with { Activation = "linear" },
        _ => operation,
    };
}
