using Akida.Training;

namespace Akida.Layers.Tests;

/// <summary>What the phases make of the samples: each sample goes through each phase once.</summary>
internal static class LayerTable
{
    private static readonly Dictionary<string, Lazy<IReadOnlyDictionary<string, PhaseOutcome>>> Rows = LayerSamples.All.ToDictionary(
        sample => sample.Name,
        sample => new Lazy<IReadOnlyDictionary<string, PhaseOutcome>>(() => Run(sample))
    );

    private static readonly Lazy<string?> Unavailable = new(() =>
    {
        try
        {
            TorchRuntime.Load(threads: 1);
            return null;
        }
        catch (TrainingUnavailableException error)
        {
            return error.Message;
        }
    });

    /// <summary>Why libtorch cannot be loaded here, or null.</summary>
    public static string? WhyNoLibtorch => Unavailable.Value;

    /// <summary>The phases that can be gone through here.</summary>
    public static IReadOnlyList<Phase> Phases => [.. Tests.Phases.All.Where(phase => !phase.NeedsLibtorch || WhyNoLibtorch is null)];

    /// <summary>What the phases make of a sample, by their names.</summary>
    public static IReadOnlyDictionary<string, PhaseOutcome> Row(string sample) => Rows[sample].Value;

    private static IReadOnlyDictionary<string, PhaseOutcome> Run(LayerSample sample)
    {
        SampleRun run = new(sample);
        Dictionary<string, PhaseOutcome> row = [];
        foreach (Phase phase in Phases)
        {
            row.Add(
                phase.Name,
                phase.After is not null && row[phase.After].Verdict is Verdict.Refused or Verdict.NotReached
                    ? PhaseOutcome.NotReached
                    : Run(phase, run, sample)
            );
        }

        return row;
    }

    private static PhaseOutcome Run(Phase phase, SampleRun run, LayerSample sample)
    {
        try
        {
            return phase.Run(run);
        }
        catch (Exception error) when (Reasons.IsOwn(error))
        {
            return new PhaseOutcome(Verdict.Refused, Reasons.Of(error));
        }
        catch (Exception error)
        {
            throw new InvalidOperationException(
                $"{sample.Name}: the phase '{phase.Name}' neither takes nor refuses it, but fails: {error.GetType().Name}: {error.Message}",
                error
            );
        }
    }
}
