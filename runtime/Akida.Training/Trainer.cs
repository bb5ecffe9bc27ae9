using System.Diagnostics;
using Akida.Training.Data;
using Akida.Training.Libtorch;
using Akida.Training.Networks;
using Akida.Training.Optimization;

namespace Akida.Training;

/// <summary>
/// Trains float models, and quantised models with quantisation in the loop: integers forward, straight-through gradients backward.
/// </summary>
public static class Trainer
{
    /// <summary>Trains a model.</summary>
    /// <param name="model">A float model, or a quantised one, which stays quantised.</param>
    /// <param name="training">What it learns from, in another order in every epoch.</param>
    /// <param name="validation">What it is evaluated on after every epoch; may be null.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Ends training between two steps.</param>
    /// <exception cref="TrainingUnavailableException">libtorch cannot be loaded.</exception>
    /// <exception cref="GraphException">The model cannot be trained, does not fit the data, or diverged.</exception>
    /// <exception cref="ArgumentException">An option is out of range, or there is no training data.</exception>
    public static TrainingResult Fit(
        Model model,
        IDataset training,
        IDataset? validation,
        TrainingOptions options,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Epochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        TorchRuntime.Load(options.Threads);
        using IDisposable memory = NativeMemory.KeepUntilDisposed();
        torch.manual_seed(options.Seed);
        using Network network = Network.Create(model);
        using OptimizerState optimizer = options.Optimizer.Start(network.Parameters);
        Random random = new(options.Seed);
        EpochLog log = new(options.Metric.Name);
        BestWeights? best = options.RestoreBest && validation is not null ? new(options.Metric.LargerIsBetter) : null;
        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            TrainingProgress last = TrainEpoch(network, optimizer, training, options, random, epoch, progress, cancellation);
            EvaluationResult? evaluation = validation is null ? null : Evaluate(network, validation, options, cancellation);
            log.Add(new EvaluationResult(last.Loss, last.Metric), evaluation);
            best?.Offer(network, evaluation!.Value.Metric, epoch);
            progress?.Report(last with { Validation = evaluation });
        }

        best?.Restore(network);
        return new TrainingResult(network.ToModel(), log.ToHistory(), best?.Epoch ?? options.Epochs);
    }

    /// <summary>Loss and metric of a model on a data set.</summary>
    /// <exception cref="TrainingUnavailableException">libtorch cannot be loaded.</exception>
    /// <exception cref="GraphException">The model cannot be run by torch; the error names the layer.</exception>
    public static EvaluationResult Evaluate(Model model, IDataset data, TrainingOptions options)
    {
        TorchRuntime.Load(options.Threads);
        using Network network = Network.Create(model);
        return Evaluate(network, data, options, CancellationToken.None);
    }

    private static TrainingProgress TrainEpoch(
        Network network,
        OptimizerState optimizer,
        IDataset data,
        TrainingOptions options,
        Random random,
        int epoch,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellation
    )
    {
        int steps = (data.Count + options.BatchSize - 1) / options.BatchSize,
            step = 0;
        RunningMeans means = new();
        long start = Stopwatch.GetTimestamp();
        TrainingProgress last = default;
        foreach (Batch batch in data.Batches(options.BatchSize, random))
        {
            cancellation.ThrowIfCancellationRequested();
            double rate = options.LearningRate.At(((epoch - 1L) * steps) + step, steps, options.Epochs);
            means.Add(TrainStep(network, optimizer, batch, options, rate), batch.Count);
            double speed = means.Samples / Stopwatch.GetElapsedTime(start).TotalSeconds;
            last = new TrainingProgress(epoch, options.Epochs, ++step, steps, means.Result.Loss, means.Result.Metric, speed, rate, null);
            progress?.Report(last);
        }

        return step > 0 ? last : throw new ArgumentException("the training data is empty", nameof(data));
    }

    private static EvaluationResult TrainStep(Network network, OptimizerState optimizer, Batch batch, TrainingOptions options, double rate)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        optimizer.ZeroGradients();
        TorchTensor targets = BatchTensors.Create(batch.Targets);
        NetworkOutput output = network.Forward(BatchTensors.CreateInputs(batch.Inputs, network.Graph), training: true);
        TorchTensor loss = options.Loss.Of(output.Values, targets);
        if (output.Penalty is { } penalty)
        {
            loss += penalty;
        }

        float value = loss.item<float>();
        if (!float.IsFinite(value))
        {
            throw new GraphException($"the loss became {value}: training diverged; a lower learning rate may help");
        }

        loss.backward();
        optimizer.Step(rate);
        return new EvaluationResult(value, options.Metric.Of(output.Values.detach(), targets));
    }

    private static EvaluationResult Evaluate(Network network, IDataset data, TrainingOptions options, CancellationToken cancellation)
    {
        using IDisposable gradients = torch.no_grad();
        RunningMeans means = new();
        foreach (Batch batch in data.Batches(options.BatchSize, random: null))
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = torch.NewDisposeScope();
            TorchTensor targets = BatchTensors.Create(batch.Targets);
            NetworkOutput output = network.Forward(BatchTensors.CreateInputs(batch.Inputs, network.Graph), training: false);
            means.Add(
                new EvaluationResult(options.Loss.Of(output.Values, targets).item<float>(), options.Metric.Of(output.Values, targets)),
                batch.Count
            );
        }

        return means.Result;
    }
}
