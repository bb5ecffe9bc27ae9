using System.Globalization;
using Akida.Training;
using Akida.Training.Data;
using Akida.Training.Optimization;

namespace Akida.Zoo.Pipelines.Mnist;

/// <summary><c>mnist_train</c>: trains, tunes and evaluates models on handwritten digits.</summary>
public sealed class MnistPipeline : ITrainingPipeline
{
    private const double TrainingRate = 1e-4;

    private const double TuningRate = 3e-5;

    private static readonly PipelineOption<string> ModelOption = new(["-m", "--model"], "model file") { Required = true };

    private static readonly PipelineOption<string> DataOption =
        new(["-d", "--data"], "folder with the four IDX files of MNIST, packed with gzip or not; fetched and cached if not given");

    private static readonly PipelineOption<string> SaveModelOption = new(["-s", "--savemodel"], "file to write");

    private static readonly PipelineOption<string> SaveFileOption = new(["-s", "--savefile"], "npz file to write", "samples.npz");

    private static readonly PipelineOption<int> EpochsOption = new(["-e", "--epochs"], "number of epochs") { Required = true, Positive = true };

    private static readonly PipelineOption<int> BatchOption = new(["-b", "--batch_size"], "batch size", 128) { Positive = true };

    private static readonly PipelineOption<int> ExtractOption =
        new(["-b", "--batch_size"], "batch size; in extract it is also the number of samples written", 128) { Positive = true };

    private static readonly PipelineOption<bool> AkidaOption = new(["-ak", "--akida"], "convert the model first, then evaluate the converted one");

    /// <inheritdoc/>
    public string Name => "mnist_train";

    /// <inheritdoc/>
    public string Description => "Train, tune and evaluate models on MNIST, such as gxnor_mnist.";

    /// <inheritdoc/>
    public IReadOnlyList<PipelineAction> Actions { get; } =
    [
        new("train", "train a model", [ModelOption, SaveModelOption, EpochsOption, BatchOption, DataOption], (arguments, output) => Fit("train", TrainingRate, arguments, output)),
        new("tune", "go on at a lower rate, after quantising for instance", [ModelOption, SaveModelOption, EpochsOption, BatchOption, DataOption], (arguments, output) => Fit("tune", TuningRate, arguments, output)),
        new("extract", "write training images as samples for calibration", [ModelOption, ExtractOption, SaveFileOption, DataOption], Extract),
        new("eval", "measure a model's accuracy on the test images", [ModelOption, AkidaOption, DataOption], Evaluate),
    ];

    private static void Fit(string action, double rate, PipelineArguments arguments, IPipelineOutput output)
    {
        string path = arguments.Value(ModelOption);
        Model model = PipelineFiles.ReadModel(path);
        MnistData data = Load(arguments, output);
        TrainingOptions options = new()
        {
            Epochs = arguments.Value(EpochsOption),
            BatchSize = arguments.Value(BatchOption),
            LearningRate = LearningRate.Constant(rate),
            Loss = Loss.SparseCategoricalCrossentropy,
            Metric = Metric.SparseCategoricalAccuracy,
            RestoreBest = true,
        };
        ModelTraining.FitAndSave(model, data.Training, data.Test, options, arguments.Find(SaveModelOption) ?? PipelineFiles.DefaultName(path, action), output);
    }

    private static void Extract(PipelineArguments arguments, IPipelineOutput output)
    {
        string path = arguments.Value(SaveFileOption);
        _ = PipelineFiles.ReadModel(arguments.Value(ModelOption));
        PipelineFiles.WriteSamples(path, Load(arguments, output).Training.Take(arguments.Value(ExtractOption)).Inputs);
        output.WriteLine($"Samples saved as {path}");
    }

    private static void Evaluate(PipelineArguments arguments, IPipelineOutput output)
    {
        Model model = PipelineFiles.ReadModel(arguments.Value(ModelOption));
        ArrayDataset test = Load(arguments, output).Test;
        bool akida = arguments.Value(AkidaOption);
        double accuracy = Accuracy.Of(Predictor.Predict(model, akida, test.Inputs), (int[])test.Targets.Values);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(akida ? "Accuracy: " : "Validation accuracy:  ")}{accuracy}"));
    }

    private static MnistData Load(PipelineArguments arguments, IPipelineOutput output) => MnistData.Load(arguments.Find(DataOption), output.Say);
}
