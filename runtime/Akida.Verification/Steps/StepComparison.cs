using System.Globalization;
using Akida.Formats;
using Akida.Graph;

namespace Akida.Verification.Steps;

/// <summary>Compares steps of training with recorded ones, as <c>../shared/training-cases/README.md</c> asks.</summary>
public static class StepComparison
{
    private const double LossTolerance = 1e-4,
        FloatOutputTolerance = 1e-4,
        QuantizedOutputTolerance = 1e-5,
        GradientTolerance = 1e-3,
        SpreadFactor = 20;

    /// <summary>Gradients of a larger spread are noise, and so are those without an element of this share of the largest of all.</summary>
    private const double LargestSpread = 1e-2,
        SmallestShare = 1e-5;

    /// <summary>A change of fewer units in the last place has no direction that could be compared.</summary>
    private const double LeastUnitsForDirection = 100;

    /// <summary>The rows of all recorded tensors.</summary>
    /// <param name="recorded">What the open tools gave.</param>
    /// <param name="before">The model before the first step.</param>
    /// <param name="taken">What is compared.</param>
    /// <exception cref="ModelFileException">A recorded tensor is of a weight that the model has not, or of another length.</exception>
    public static StepVerdict Compare(RecordedSteps recorded, Model before, TakenSteps taken)
    {
        HashSet<string> noise = Noise(recorded);
        List<StepRow> rows = [];
        for (int step = 0; step < recorded.Losses.Count; step++)
        {
            double off = Share(Math.Abs(taken.Losses[step] - recorded.Losses[step]), Math.Abs(recorded.Losses[step]));
            rows.Add(Row("losses", $"step {step + 1}", off, LossTolerance, "off, relative"));
        }

        foreach ((string name, NpyArray array) in recorded.Outputs)
        {
            rows.Add(CompareOutput(recorded, name, array.ToSingles(), taken, before.Graph.IsQuantized));
        }

        Dictionary<string, float[]> gradients = ByName(taken.Gradients);
        foreach ((string name, NpyArray array) in recorded.Gradients.Where(pair => !noise.Contains(pair.Key)))
        {
            float[] expected = array.ToSingles();
            double allowed = Math.Max(GradientTolerance, SpreadFactor * recorded.GradientSpread.GetValueOrDefault(name));
            rows.Add(
                Row(
                    "gradients1",
                    name,
                    Largest(expected, Find(recorded, "gradients1", gradients, name, expected)),
                    allowed,
                    "of the largest"
                )
            );
        }

        Dictionary<string, float[]> start = ByName(before.Weights);
        foreach ((int steps, IReadOnlyDictionary<string, NpyArray> changed) in recorded.After)
        {
            Dictionary<string, float[]> now = ByName(taken.After[steps]);
            string file = $"after{steps}";
            foreach ((string name, NpyArray array) in changed.Where(pair => !noise.Contains(pair.Key)))
            {
                float[] expected = array.ToSingles();
                rows.Add(CompareChange(file, name, Find(recorded, file, start, name, expected), expected, now[name], steps));
            }

            foreach ((string name, float[] values) in start.Where(pair => !changed.ContainsKey(pair.Key) && !noise.Contains(pair.Key)))
            {
                bool stays = values.AsSpan().SequenceEqual(now[name]);
                rows.Add(new StepRow(file, name, stays ? 0 : double.PositiveInfinity, stays ? "stays" : "changed, must stay"));
            }
        }

        return new StepVerdict(rows, [.. noise]);
    }

    private static HashSet<string> Noise(RecordedSteps recorded)
    {
        Dictionary<string, double> largest = recorded.Gradients.ToDictionary(pair => pair.Key, pair => Magnitude(pair.Value.ToSingles()));
        double ofAll = largest.Values.DefaultIfEmpty().Max();
        return
        [
            .. recorded.Trainable.Where(name =>
                recorded.GradientSpread.GetValueOrDefault(name) > LargestSpread
                || (largest.TryGetValue(name, out double own) && own <= SmallestShare * ofAll)
            ),
        ];
    }

    private static StepRow CompareOutput(RecordedSteps recorded, string name, float[] expected, TakenSteps taken, bool isQuantized)
    {
        float[] actual = Find(recorded, "outputs1", taken.Outputs, name, expected);
        if (name.StartsWith("integers", StringComparison.Ordinal))
        {
            int wrong = expected.Zip(actual).Count(pair => pair.First != pair.Second);
            return new StepRow(
                "outputs1",
                name,
                wrong == 0 ? 0 : double.PositiveInfinity,
                wrong == 0 ? "equal" : $"{wrong} of {expected.Length} integers differ"
            );
        }

        double allowed = isQuantized ? QuantizedOutputTolerance : FloatOutputTolerance;
        return Row("outputs1", name, Largest(expected, actual), allowed, "of the largest");
    }

    private static StepRow CompareChange(string file, string name, float[] before, float[] expected, float[] actual, int steps)
    {
        double[] change = [.. expected.Zip(before, (after, start) => (double)after - start)],
            own = [.. actual.Zip(before, (after, start) => (double)after - start)];
        double most = change.Max(Math.Abs),
            product = 0,
            square = 0,
            ownSquare = 0;
        int wrong = 0;
        bool hasDirection = false;
        for (int i = 0; i < change.Length; i++)
        {
            double ulp = MathF.BitIncrement(MathF.Abs(before[i])) - (double)MathF.Abs(before[i]);
            double allowedDifference = (0.01 * Math.Abs(change[i])) + (0.001 * most) + (2 * ulp);
            wrong += Math.Abs(change[i] - own[i]) <= allowedDifference ? 0 : 1;
            hasDirection |= Math.Abs(change[i]) > LeastUnitsForDirection * ulp && Math.Abs(change[i]) == most;
            product += change[i] * own[i];
            square += change[i] * change[i];
            ownSquare += own[i] * own[i];
        }

        double allowed = steps == 1 ? Math.Max(1, 0.001 * change.Length) : Math.Max(2, 0.002 * change.Length),
            leastCosine = steps == 1 ? 0.9999 : 0.99;
        double cosine = hasDirection ? product / Math.Sqrt(square * ownSquare) : 1;
        double off = Math.Max(wrong / allowed, double.IsNaN(cosine) ? double.PositiveInfinity : (1 - cosine) / (1 - leastCosine));
        return new StepRow(
            file,
            name,
            off,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{wrong} of {change.Length} elements wrong ({Math.Floor(allowed)} allowed), cosine {cosine:0.000000}"
            )
        );
    }

    private static Dictionary<string, float[]> ByName(WeightSet weights) =>
        weights.All.ToDictionary(weight => TakenSteps.Name(weight.Layer, weight.Weight), weight => weight.Value.Values);

    private static float[] Find(
        RecordedSteps recorded,
        string file,
        IReadOnlyDictionary<string, float[]> values,
        string name,
        float[] expected
    ) =>
        values.TryGetValue(name, out float[]? found) && found.Length == expected.Length
            ? found
            : throw new ModelFileException(
                Path.Combine(recorded.Folder, file + ".npz"),
                found is null
                    ? $"array '{name}' is of nothing that the model has"
                    : $"array '{name}' has {expected.Length} values, must have {found.Length}"
            );

    private static StepRow Row(string file, string tensor, double off, double allowed, string unit) =>
        new(file, tensor, off / allowed, string.Create(CultureInfo.InvariantCulture, $"{off:0.0e+0} {unit} ({allowed:0.0e+0} allowed)"));

    private static double Largest(float[] expected, float[] actual) =>
        Share(
            expected.Zip(actual, (left, right) => float.IsNaN(right) ? double.PositiveInfinity : Math.Abs((double)left - right)).Max(),
            Magnitude(expected)
        );

    /// <summary>A difference as a share of a magnitude, which may be zero.</summary>
    private static double Share(double difference, double magnitude) =>
        double.IsNaN(difference) ? double.PositiveInfinity
        : difference == 0 ? 0
        : difference / magnitude;

    private static double Magnitude(float[] values) => values.Max(value => (double)Math.Abs(value));
}
