using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Converted;
using Akida.Graph.Operations;
using Akida.Integers;
using Akida.Integers.Arithmetic;
using Akida.Simulator.Execution;

namespace Akida.Cli.Inference;

/// <summary>The share of zeros among the values that layers put out.</summary>
internal static class Sparsity
{
    /// <summary>The layers that are measured when none are named: ReLUs and layers with an output quantiser; in a converted model all that compute.</summary>
    public static IEnumerable<string> DefaultLayers(ModelFile file) => file switch
    {
        KerasModelFile keras => keras.Model.Graph.Layers
            .Where(node => node.Operation is ReLU || node.Quantization?.OutputQuantizer is not null)
            .Select(node => node.Name),
        AkidaModelFile akida => akida.Model.Layers.Where(layer => layer.KnownType?.IsEnd() is not true).Select(layer => layer.Name),
        _ => [],
    };

    /// <summary>Zeros divided by values, over all samples, for each layer.</summary>
    public static IReadOnlyList<(string Layer, double Share)> Measure(ModelRunner runner, IReadOnlyList<string> layers, NpyArray samples, string where)
    {
        long[] zeros = new long[layers.Count], values = new long[layers.Count];
        foreach (IReadOnlyDictionary<string, LayerValues> result in runner.Run(samples, where, allLayers: true))
        {
            for (int i = 0; i < layers.Count; i++)
            {
                LayerValues layer = result[layers[i]];
                zeros[i] += layer.Format.IsFloat ? layer.Floats.Count(value => value == 0) : layer.Integers.Count(value => value == 0);
                values[i] += layer.Format.Length;
            }
        }

        return [.. layers.Select((layer, i) => (layer, (double)zeros[i] / values[i]))];
    }
}
