using Akida.Formats.Onnx;
using Akida.Graph;
using Akida.Quantization.FloatInference;

namespace Akida.Quantization.Quantizing;

/// <summary>The ranges that calibration measured.</summary>
/// <param name="Outputs">For each layer with an output quantiser the largest magnitude: one, or one per channel.</param>
/// <param name="InputMinimum">The smallest input values: one, or one per channel.</param>
/// <param name="InputMaximum">The largest input values: one, or one per channel.</param>
internal sealed record CalibratedRanges(IReadOnlyDictionary<string, float[]> Outputs, float[] InputMinimum, float[] InputMaximum);

/// <summary>Runs samples through a float model and follows the ranges of layers.</summary>
internal static class Calibrator
{
    /// <summary>The ranges of the given layers (name and whether per channel) and of the input.</summary>
    public static CalibratedRanges Measure(Model model, Samples samples, IReadOnlyDictionary<string, bool> perChannel, bool inputPerChannel)
    {
        Dictionary<string, RangeObserver> observers = [];
        int inputChannels = inputPerChannel ? samples.Values.Shape.Channels : 1;
        RangeObserver minimum = new(inputChannels), maximum = new(inputChannels);
        OnnxOutput[] reduced =
        [
            .. perChannel.Select(layer => new OnnxOutput(layer.Key, layer.Value ? OnnxReduction.MaxMagnitudePerChannel : OnnxReduction.MaxMagnitude)),
        ];
        // A model of one layer may have nothing to measure but its input.
        using FloatModel? inference = reduced.Length == 0 ? null : new FloatModel(model, reduced);
        for (int epoch = 0; epoch < samples.Epochs; epoch++)
        {
            inference?.Reset();
            foreach (Tensor batch in samples.Batches())
            {
                minimum.Observe(Extremes(batch, inputPerChannel, float.PositiveInfinity, Math.Min));
                maximum.Observe(Extremes(batch, inputPerChannel, float.NegativeInfinity, Math.Max));
                foreach ((string layer, Tensor measured) in inference?.Run(batch) ?? new Dictionary<string, Tensor>())
                {
                    float[] range = measured.Values;
                    if (!observers.TryGetValue(layer, out RangeObserver? observer))
                    {
                        observers.Add(layer, observer = new RangeObserver(range.Length));
                    }

                    observer.Observe(range);
                }
            }
        }

        return new CalibratedRanges(observers.ToDictionary(pair => pair.Key, pair => pair.Value.Range), minimum.Range, maximum.Range);
    }

    private static float[] Extremes(Tensor tensor, bool perChannel, float start, Func<float, float, float> combine)
    {
        float[] extremes = new float[perChannel ? tensor.Shape.Channels : 1];
        Array.Fill(extremes, start);
        for (int i = 0; i < tensor.Values.Length; i++)
        {
            int channel = i % extremes.Length;
            extremes[channel] = combine(extremes[channel], tensor.Values[i]);
        }

        return extremes;
    }
}
