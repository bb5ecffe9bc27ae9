using Akida.Graph.Operations;

namespace Akida.Graph.Lowering.Steps;

/// <summary>A ReLU (or a leaky one) and the max pooling behind it change places.</summary>
internal static class PoolBeforeReLU
{
    public static LoweredGraph Apply(LoweredGraph lowered, IWeightFacts facts)
    {
        foreach (LayerNode node in lowered.Graph.Layers)
        {
            if (
                node.Operation is ReLU or Activation { Function: "leaky_relu" }
                && lowered.Index.OnlyConsumer(node.Name) is { Operation: MaxPooling2D } pool
            )
            {
                lowered = lowered.Then(lowered.Graph.Swap(node.Name, pool.Name));
            }
        }

        return lowered;
    }
}
