using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Operations;
using Akida.Simulator.Execution;

namespace Akida.Cli.Inference;

/// <summary>The share of zeros among the values that layers put out.</summary>
internal static class Sparsity
{
    private static readonly string[] UninterestingAkidaLayers = ["InputData", "Dequantizer", "Quantizer"];

    /// <summary>The layers that are measured when none are named: ReLUs and layers with an output quantiser; in a converted model all that compute.</summary>
    public static IEnumerable<string> DefaultLayers(ModelFile file) => file switch
    {
        KerasModelFile keras => keras.Model.Graph.Layers
            .Where(node => node.Operation is ReLU || node.Quantization?.OutputQuantizer is not null)
            .Select(node => node.Name),
        AkidaModelFile akida => akida.Model.Layers.Where(layer => !UninterestingAkidaLayers.Contains(layer.Type)).Select(layer => layer.Name),
        _ => [],
    };

    /// <summary>Zeros divided by values, over all samples, for each layer.</summary>
    /// <param name="results">What all layers put out, sample by sample.</param>
    /// <param name="layers">The layers that are measured.</param>
    public static IReadOnlyList<(string Layer, double Share)> Measure(IEnumerable<IReadOnlyDictionary<string, LayerValues>> results, IReadOnlyList<string> layers)
    {
        long[] zeros = new long[layers.Count], values = new long[layers.Count];
        foreach (IReadOnlyDictionary<string, LayerValues> result in results)
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
