using Akida.Training;

namespace Akida.Zoo.Pipelines;

/// <summary>A training tool of the zoo: what it is called and what it does. The command line makes a command of it.</summary>
public interface ITrainingPipeline
{
    /// <summary>The name of the tool, such as <c>mnist_train</c>.</summary>
    string Name { get; }

    /// <summary>What the tool is for, for the help.</summary>
    string Description { get; }

    /// <summary>What the tool does, in the order of the help.</summary>
    IReadOnlyList<PipelineAction> Actions { get; }
}

/// <summary>Something that a training tool does.</summary>
/// <param name="Name">The word that it is called by: <c>train</c>, <c>tune</c>, <c>eval</c>, <c>extract</c>, …</param>
/// <param name="Description">What it does, for the help.</param>
/// <param name="Options">Its options, in the order of the help.</param>
/// <param name="Run">Does it.</param>
public sealed record PipelineAction(
    string Name,
    string Description,
    IReadOnlyList<PipelineOption> Options,
    Action<PipelineArguments, IPipelineHost> Run
);

/// <summary>What runs a training tool: where it writes, and what it is told from outside.</summary>
public interface IPipelineHost
{
    /// <summary>The Akida version that models are converted for.</summary>
    AkidaVersion TargetVersion { get; }

    /// <summary>Cancelled when the user interrupts the tool.</summary>
    CancellationToken Cancellation { get; }

    /// <summary>Writes a line that scripts may read.</summary>
    void WriteLine(string line);

    /// <summary>Tells people, but not scripts, what takes time.</summary>
    void Say(string message);

    /// <summary>
    /// Runs <paramref name="work"/> while showing the progress that it reports; <paramref name="metric"/> is what its metric is called.
    /// </summary>
    T Watch<T>(string metric, Func<IProgress<TrainingProgress>, T> work);
}
