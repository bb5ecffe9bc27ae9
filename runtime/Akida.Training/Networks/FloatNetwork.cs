using Akida.Graph.Operations;
using Akida.Training.Layers;

namespace Akida.Training.Networks;

/// <summary>A float model.</summary>
internal sealed class FloatNetwork(Model model, NetworkSettings settings) : Network(model, settings)
{
    internal override NetworkOutput Forward(TorchTensor input, bool training)
    {
        Dictionary<string, TorchTensor> values = [];
        TorchTensor? penalty = null;
        foreach (LayerNode node in Graph.Layers)
        {
            try
            {
                TorchTensor output =
                    node.Operation is InputLayer
                        ? Layout.ToTorch(input.to(Settings.FloatType))
                        : FloatLayers.Apply(
                            node.Operation,
                            [.. node.Inputs.Select(name => values[name])],
                            Index.Shape(node.Name),
                            WeightsOf(node.Name),
                            training && !IsFrozen(node.Name)
                        );
                values.Add(node.Name, output);
                if (training && FloatLayers.Penalty(node.Operation, output, WeightsOf(node.Name)) is { } own)
                {
                    penalty = penalty is null ? own : penalty + own;
                }
            }
            catch (GraphException error)
            {
                throw error.About(node.Name);
            }
        }

        return new NetworkOutput(Layout.ToKeras(values[Graph.Outputs[0]]), penalty);
    }
}
