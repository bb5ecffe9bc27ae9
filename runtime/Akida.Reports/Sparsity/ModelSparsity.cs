using Akida.Formats;
using Akida.Graph.Converted;
using Akida.Graph.Operations;
using Akida.Inference;
using Akida.Integers;

namespace Akida.Reports.Sparsity;

/// <summary>The share of zeros among the values that layers put out.</summary>
/// <param name="Layers">The layers that were measured, at least one.</param>
public sealed record ModelSparsity(IReadOnlyList<LayerSparsity> Layers)
{
    /// <summary>The mean of the layers' shares, from 0 to 1.</summary>
    public double Mean => Layers.Average(layer => layer.Share);

    /// <summary>
    /// The layers that are measured when none are named: ReLUs and layers with an output quantiser; in a converted model all that compute.
    /// </summary>
    /// <param name="file">The model.</param>
    public static IEnumerable<string> DefaultLayers(ModelFile file) =>
        file switch
        {
            KerasModelFile keras => keras
                .Model.Graph.Layers.Where(node => node.Operation is ReLU || node.Quantization?.OutputQuantizer is not null)
                .Select(node => node.Name),
            AkidaModelFile akida => akida.Model.Layers.Where(layer => layer.KnownType?.IsEnd() is not true).Select(layer => layer.Name),
            _ => [],
        };

    /// <summary>Counts zeros and values over all samples, for each layer.</summary>
    /// <param name="results">What the layers put out, sample by sample, as <see cref="ModelRunner.Run"/> gives it.</param>
    /// <param name="layers">The layers that are measured, at least one.</param>
    public static ModelSparsity Measure(IEnumerable<IReadOnlyDictionary<string, LayerValues>> results, IReadOnlyList<string> layers)
    {
        long[] zeros = new long[layers.Count],
            values = new long[layers.Count];
        foreach (IReadOnlyDictionary<string, LayerValues> result in results)
        {
            for (int i = 0; i < layers.Count; i++)
            {
                LayerValues layer = result[layers[i]];
                zeros[i] += layer.Format.IsFloat ? layer.Floats.Count(value => value == 0) : layer.Integers.Count(value => value == 0);
                values[i] += layer.Format.Length;
            }
        }

        return new ModelSparsity([.. layers.Select((layer, i) => new LayerSparsity(layer, zeros[i], values[i]))]);
    }
}
