using Akida.Formats;
using Akida.Training;
using Akida.Training.Data;

namespace Akida.Zoo.Pipelines;

/// <summary>What train and tune do in every tool: fit, tell the history, save.</summary>
public static class ModelTraining
{
    /// <summary>Trains a model and writes it.</summary>
    /// <param name="model">The model, float or quantised.</param>
    /// <param name="training">What it learns from.</param>
    /// <param name="validation">What it is evaluated on after every epoch.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="host">Where to tell of it.</param>
    public static TrainingResult FitAndSave(
        Model model,
        IDataset training,
        IDataset validation,
        TrainingOptions options,
        string path,
        IPipelineHost host
    )
    {
        TrainingResult result = host.Watch(
            options.Metric.Name,
            progress => Trainer.Fit(model, training, validation, options, progress, host.Cancellation)
        );
        foreach (string line in HistoryStatistics.Lines(result.History))
        {
            host.WriteLine(line);
        }

        KerasFile.Write(path, result.Model);
        host.WriteLine($"Model saved as {path}.");
        return result;
    }
}
