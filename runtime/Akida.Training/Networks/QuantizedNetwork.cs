using Akida.Integers;
using Akida.Training.Layers;
using Akida.Training.Layers.Quantized;

namespace Akida.Training.Networks;

/// <summary>
/// A quantised model. Forward, it computes the very integers of its <see cref="IntegerProgram"/>, resolved anew from the float weights in
/// every training step; backward, rounding counts as identity and what saturated passes no gradient. Kernels and biases learn; ranges,
/// rates and scales stay or follow from them.
/// </summary>
internal sealed class QuantizedNetwork(Model model) : Network(model)
{
    private IntegerProgram? resolved;

    internal override NetworkOutput Forward(TorchTensor input, bool training)
    {
        TorchTensor output = ForwardLayers(input)[Graph.Outputs[0]];
        if (training)
        {
            OnWeightsChanged();
        }

        return new NetworkOutput(Layout.ToKeras(output), null);
    }

    /// <summary>What every layer puts out, in torch's layout.</summary>
    internal IReadOnlyDictionary<string, TorchTensor> ForwardLayers(TorchTensor input)
    {
        IntegerProgram program = resolved ??= QuantizedProgram.From(ToModel());
        Dictionary<string, TorchTensor> values = [];
        Dictionary<string, ValueFormat> formats = [];
        foreach (IntegerLayer layer in program.Layers)
        {
            try
            {
                values.Add(
                    layer.Name,
                    layer is IntegerInput
                        ? Layout.ToTorch(input.to(torch.float32))
                        : QuantizedLayers.Apply(
                            layer,
                            [.. layer.Inputs.Select(name => values[name])],
                            [.. layer.Inputs.Select(name => formats[name])],
                            WeightsOf(layer.Name)
                        )
                );
                formats.Add(layer.Name, layer.Output);
            }
            catch (GraphException error)
            {
                throw error.About(layer.Name);
            }
        }

        return values;
    }

    private protected override void OnWeightsChanged() => resolved = null;
}
