using System.Globalization;
using Akida.Inference;
using Akida.Quantization.Conversion;
using Akida.Training;
using Akida.Training.Data;
using Akida.Training.Optimization;
using Akida.Zoo.Pipelines.Data;

namespace Akida.Zoo.Pipelines.Mnist;

/// <summary><c>mnist_train</c>: trains, tunes and evaluates models on handwritten digits.</summary>
public sealed class MnistPipeline : ITrainingPipeline
{
    private const double TrainingRate = 1e-4;

    private const double TuningRate = 3e-5;

    private static readonly PipelineOption<string> ModelOption = new(["-m", "--model"], "model file") { Required = true };

    private static readonly PipelineOption<string> DataOption = new(
        ["-d", "--data"],
        "folder with the four IDX files of MNIST, packed with gzip or not; fetched and cached if not given"
    );

    private static readonly PipelineOption<string> SaveModelOption = new(["-s", "--savemodel"], "file to write");

    private static readonly PipelineOption<string> SaveFileOption = new(["-s", "--savefile"], "npz file to write", "samples.npz");

    private static readonly PipelineOption<int> EpochsOption = new(["-e", "--epochs"], "number of epochs")
    {
        Required = true,
        Positive = true,
    };

    private static readonly PipelineOption<int> BatchOption = new(["-b", "--batch_size"], "batch size", 128) { Positive = true };

    private static readonly PipelineOption<int> ExtractOption = new(
        ["-b", "--batch_size"],
        "batch size; in extract it is also the number of samples written",
        128
    )
    {
        Positive = true,
    };

    private static readonly PipelineOption<bool> AkidaOption = new(
        ["-ak", "--akida"],
        "convert the model first, then evaluate the converted one"
    );

    /// <inheritdoc/>
    public string Name => "mnist_train";

    /// <inheritdoc/>
    public string Description => "Train, tune and evaluate models on MNIST, such as gxnor_mnist.";

    /// <inheritdoc/>
    public IReadOnlyList<PipelineAction> Actions { get; } =
    [
        new(
            "train",
            "train a model",
            [ModelOption, SaveModelOption, EpochsOption, BatchOption, DataOption],
            (arguments, host) => Fit("train", TrainingRate, arguments, host)
        ),
        new(
            "tune",
            "go on at a lower rate, after quantising for instance",
            [ModelOption, SaveModelOption, EpochsOption, BatchOption, DataOption],
            (arguments, host) => Fit("tune", TuningRate, arguments, host)
        ),
        new(
            "extract",
            "write training images as samples for calibration",
            [ModelOption, ExtractOption, SaveFileOption, DataOption],
            Extract
        ),
        new("eval", "measure a model's accuracy on the test images", [ModelOption, AkidaOption, DataOption], Evaluate),
    ];

    private static void Fit(string action, double rate, PipelineArguments arguments, IPipelineHost host)
    {
        string path = arguments.Value(ModelOption);
        Model model = ReadModel(arguments);
        MnistData data = Load(arguments, host);
        TrainingOptions options = new()
        {
            Epochs = arguments.Value(EpochsOption),
            BatchSize = arguments.Value(BatchOption),
            LearningRate = LearningRate.Constant(rate),
            Loss = Loss.SparseCategoricalCrossentropy,
            Metric = Metric.SparseCategoricalAccuracy,
            RestoreBest = true,
        };
        ModelTraining.FitAndSave(
            model,
            data.Training,
            data.Test,
            options,
            arguments.Find(SaveModelOption) ?? PipelineFiles.DefaultName(path, action),
            host
        );
    }

    private static void Extract(PipelineArguments arguments, IPipelineHost host)
    {
        string path = arguments.Value(SaveFileOption);
        int count = arguments.Value(ExtractOption);
        _ = ReadModel(arguments);
        ArrayDataset training = Load(arguments, host).Training;
        if (count > training.Count)
        {
            throw new DatasetException($"{count} samples are wanted, the training data has {training.Count}");
        }

        PipelineFiles.WriteSamples(path, training.Inputs.Take(count));
        host.WriteLine($"Samples saved as {path}");
    }

    private static void Evaluate(PipelineArguments arguments, IPipelineHost host)
    {
        Model model = ReadModel(arguments);
        bool convert = arguments.Value(AkidaOption);
        ModelRunner runner = convert ? ModelRunner.Of(Converter.Convert(model, host.TargetVersion)) : ModelRunner.Of(model);
        ArrayDataset test = Load(arguments, host).Test;
        float[] outputs = runner.Predict(test.Inputs.ToNpyArray(), "the test data");
        string label = convert ? "Accuracy: " : "Validation accuracy:  ";
        host.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{label}{Accuracy.Of(outputs, (int[])test.Targets.Values)}"));
    }

    private static Model ReadModel(PipelineArguments arguments)
    {
        Model model = PipelineFiles.ReadModel(arguments.Value(ModelOption));
        ModelChecks.RequireClassifier(model.Graph, MnistData.ImageShape, MnistData.Classes);
        return model;
    }

    private static MnistData Load(PipelineArguments arguments, IPipelineHost host) => MnistData.Load(arguments.Find(DataOption), host.Say);
}
