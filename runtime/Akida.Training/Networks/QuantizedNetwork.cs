using Akida.Integers;
using Akida.Training.Layers;
using Akida.Training.Layers.Quantized;

namespace Akida.Training.Networks;

/// <summary>
/// A quantised model. Forward, it computes the very integers of its <see cref="IntegerProgram"/>, resolved anew from the float weights in
/// every training step; backward, rounding and saturation count as identity, and gradients of scales go to the kernels that they come
/// from. Kernels and biases learn; ranges and rates stay. The rules are QuantizeML's: <c>../shared/training-cases/README.md</c>.
/// </summary>
internal sealed class QuantizedNetwork(Model model, NetworkSettings settings) : Network(model, settings)
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
        Dictionary<string, LayerValue> values = [];
        foreach (IntegerLayer layer in program.Layers)
        {
            try
            {
                LayerValue value =
                    layer is IntegerInput
                        ? LayerValue.Constant(Layout.ToTorch(input.to(torch.float32)), layer.Output)
                        : QuantizedLayers.Apply(
                            layer,
                            Index[layer.Name].Operation,
                            [.. layer.Inputs.Select(name => values[name])],
                            WeightsOf(layer.Name)
                        );
                values.Add(layer.Name, layer is IntegerDequantizer ? value with { Values = value.Values.to(Settings.FloatType) } : value);
            }
            catch (GraphException error)
            {
                throw error.About(layer.Name);
            }
        }

        return values.ToDictionary(value => value.Key, value => value.Value.Values);
    }

    private protected override void OnWeightsChanged() => resolved = null;
}
