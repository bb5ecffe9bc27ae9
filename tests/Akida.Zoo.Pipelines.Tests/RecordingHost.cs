using Akida.Training;

namespace Akida.Zoo.Pipelines.Tests;

/// <summary>Keeps what a pipeline writes.</summary>
internal sealed class RecordingHost : IPipelineHost
{
    public List<string> Lines { get; } = [];

    public List<TrainingProgress> Progress { get; } = [];

    public AkidaVersion TargetVersion => AkidaVersion.V2;

    public CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void WriteLine(string line) => Lines.Add(line);

    public void Say(string message) { }

    public T Watch<T>(string metric, Func<IProgress<TrainingProgress>, T> work) => work(new Recorder(Progress));

    private sealed class Recorder(List<TrainingProgress> progress) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => progress.Add(value);
    }
}
