using Akida.Formats.Onnx;
using Akida.Graph;
using Akida.Quantization.FloatInference;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Akida.Quantization.Quantizing;

/// <summary>The ranges that calibration measured.</summary>
/// <param name="Outputs">For each layer with an output quantiser the largest magnitude: one, or one per channel.</param>
/// <param name="InputMinimum">The smallest input values: one, or one per channel, if they were measured.</param>
/// <param name="InputMaximum">The largest input values: one, or one per channel, if they were measured.</param>
internal sealed record CalibratedRanges(IReadOnlyDictionary<string, float[]> Outputs, float[] InputMinimum, float[] InputMaximum);

/// <summary>Combines values in pairs, be it by taking the larger or the smaller one.</summary>
internal delegate void Combine(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> destination);

/// <summary>How the ranges of the input are measured.</summary>
internal enum InputRanges
{
    /// <summary>Not at all: no quantiser needs them.</summary>
    None,

    /// <summary>One for all channels.</summary>
    PerTensor,

    /// <summary>One for each channel.</summary>
    PerChannel,
}

/// <summary>Runs samples through a float model and follows the ranges of layers.</summary>
/// <remarks>
/// The ranges of a batch are the extremes of those of its parts, however it is divided. So the parts run on all cores, and no more of them
/// are in memory than that takes.
/// </remarks>
internal static class Calibrator
{
    private const int PixelsAtOnce = 1024;

    /// <summary>The ranges of the given layers (name and whether per channel) and of the input.</summary>
    public static CalibratedRanges Measure(
        Model model,
        Samples samples,
        IReadOnlyDictionary<string, bool> perChannel,
        InputRanges inputRanges,
        IProgress<CalibrationProgress>? progress = null
    )
    {
        int batches = 0,
            total = checked(samples.Epochs * samples.BatchCount);
        progress?.Report(new CalibrationProgress(batches, total));
        int inputChannels = inputRanges == InputRanges.PerChannel ? samples.Source.Shape.Channels : 1;
        Dictionary<string, RangeObserver> observers = [];
        RangeObserver minimum = new(inputChannels),
            maximum = new(inputChannels);
        OnnxOutput[] reduced =
        [
            .. perChannel.Select(layer => new OnnxOutput(
                layer.Key,
                layer.Value ? OnnxReduction.MaxMagnitudePerChannel : OnnxReduction.MaxMagnitude
            )),
        ];
        // A model of one layer may have nothing to measure but its input.
        using FloatModel? inference = reduced.Length == 0 ? null : new FloatModel(model, reduced);
        // The samples of a temporal model's batch are frames of as many clips, which go on with the next batch.
        int most = inference is { IsTemporal: true } ? samples.BatchSize : inference?.SamplesAtOnce ?? 1;
        BatchPart[] parts = [.. BatchPart.All(samples.Source.Count, samples.BatchSize, most)];
        for (int epoch = 0; epoch < samples.Epochs; epoch++)
        {
            inference?.Reset();
            IEnumerable<Tensor> read = samples.Source.Read(parts.Select(part => part.Size));
            IEnumerable<MeasuredPart> measured = inference?.Select(read, Part) ?? read.Select(Part);
            MeasuredPart? batch = null;
            foreach ((BatchPart part, MeasuredPart found) in parts.Zip(measured))
            {
                batch = batch?.And(found) ?? found;
                if (!part.EndsBatch)
                {
                    continue;
                }

                if (inputRanges != InputRanges.None)
                {
                    minimum.Observe(batch.Minimum);
                    maximum.Observe(batch.Maximum);
                }

                foreach ((string layer, float[] range) in batch.Magnitudes)
                {
                    if (!observers.TryGetValue(layer, out RangeObserver? observer))
                    {
                        observers.Add(layer, observer = new RangeObserver(range.Length));
                    }

                    observer.Observe(range);
                }

                batch = null;
                batches++;
                progress?.Report(new CalibrationProgress(batches, total));
            }

            if (batches != (epoch + 1) * samples.BatchCount)
            {
                throw new InvalidOperationException($"the source gave fewer samples than {samples.Source.Count}");
            }
        }

        return new CalibratedRanges(observers.ToDictionary(pair => pair.Key, pair => pair.Value.Range), minimum.Range, maximum.Range);

        MeasuredPart Part(Tensor part) =>
            new(
                inputRanges == InputRanges.None ? [] : Extremes(part.Values, inputChannels, TensorPrimitives.Min),
                inputRanges == InputRanges.None ? [] : Extremes(part.Values, inputChannels, TensorPrimitives.Max),
                inference?.Run(part).ToDictionary(pair => pair.Key, pair => pair.Value.Values) ?? []
            );
    }

    // Rows of many pixels are combined at once, and their pixels at the end.
    private static float[] Extremes(ReadOnlySpan<float> values, int channels, Combine combine)
    {
        int row = Math.Min(values.Length, channels * PixelsAtOnce);
        float[] extremes = values[..row].ToArray();
        for (int start = row; start < values.Length; start += row)
        {
            ReadOnlySpan<float> next = values.Slice(start, Math.Min(row, values.Length - start));
            Span<float> part = extremes.AsSpan(0, next.Length);
            combine(part, next, part);
        }

        Span<float> first = extremes.AsSpan(0, channels);
        for (int start = channels; start < row; start += channels)
        {
            combine(first, extremes.AsSpan(start, channels), first);
        }

        return first.ToArray();
    }
}
