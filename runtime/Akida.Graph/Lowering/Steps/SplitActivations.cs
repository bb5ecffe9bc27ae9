using Akida.Graph.Operations;

namespace Akida.Graph.Lowering.Steps;

/// <summary>An activation given inside a layer becomes a layer <c>NAME_activ</c> behind it.</summary>
internal static class SplitActivations
{
    public static LoweredGraph Apply(LoweredGraph lowered, IWeightFacts facts)
    {
        foreach (LayerNode node in lowered.Graph.Layers)
        {
            if (Activation(node.Operation) is { } function && function != "linear")
            {
                LayerNode split = new(node.Name + "_activ", new Activation { Function = function }, [node.Name]);
                lowered = lowered
                    .Then(lowered.Graph.WithOperation(node.Name, WithoutActivation(node.Operation)).InsertAfter(node.Name, split))
                    .Adding(split.Name, node.Name);
            }
        }

        return lowered;
    }

    private static string? Activation(Operation operation) =>
        operation switch
        {
            Convolution2D convolution => convolution.Activation,
            Conv3D convolution => convolution.Activation,
            Dense dense => dense.Activation,
            _ => null,
        };

    private static Operation WithoutActivation(Operation operation) =>
        operation switch
        {
            Convolution2D convolution => convolution with { Activation = "linear" },
            Conv3D convolution => convolution with { Activation = "linear" },
            Dense dense => dense with { Activation = "linear" },
            _ => operation,
        };
}
