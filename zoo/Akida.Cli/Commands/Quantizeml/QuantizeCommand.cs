using System.CommandLine;
using Akida.Cli.CommandLine;
using Akida.Cli.Output;
using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Lowering;
using Akida.Inference;
using Akida.Quantization.Quantizing;

namespace Akida.Cli.Commands.Quantizeml;

/// <summary><c>quantizeml quantize</c>: a float model becomes a quantised one.</summary>
internal sealed class QuantizeCommand
{
    // NumPy's names of the types that an input can have.
    private static readonly Dictionary<string, DataType> InputTypes = new()
    {
        ["uint8"] = DataType.UInt8,
        ["int8"] = DataType.Int8,
        ["int16"] = DataType.Int16,
    };

    private readonly ArgparseOption<string> model = CommonOptions.Model();
    private readonly ArgparseOption<string?> configuration = Options.Text(
        ["-c", "--quantization_config"],
        "JSON file with per-layer settings"
    );
    private readonly ArgparseOption<int> activationBits = Options.PositiveInteger(
        ["-a", "--activation_bits"],
        "bits of activation outputs",
        8
    );
    private readonly ArgparseOption<int> outputBits = Options.PositiveInteger(
        ["-o", "--output_bits"],
        "bits of outputs of layers without activation",
        8
    );
    private readonly ArgparseOption<bool> perTensor = Options.Flag(
        ["--per_tensor_activations"],
        $"one scale per tensor rather than per channel (needed for {AkidaVersions.V1Name})"
    );

    private readonly ArgparseOption<int> weightBits = Options.PositiveInteger(["-w", "--weight_bits"], "bits of weights", 8);
    private readonly ArgparseOption<int> inputWeightBits = Options.PositiveInteger(
        ["-i", "--input_weight_bits"],
        "bits of the first layer's weights",
        8
    );
    private readonly ArgparseOption<string?> inputType = Options.Text(
        ["-id", "--input_dtype"],
        "type of the integer input",
        "uint8",
        [.. InputTypes.Keys]
    );
    private readonly ArgparseOption<int> bufferBits = Options.PositiveInteger(["-b", "--buffer_bits"], "bits of the accumulators", 32);
    private readonly ArgparseOption<int?> lastOutputBits = Options.OptionalPositiveInteger(
        ["-lob", "--last_output_bits"],
        "bits of the model's output"
    );
    private readonly ArgparseOption<string?> saveName = Options.Text(["-s", "--save_name"], "file to write; its extension becomes .h5");
    private readonly ArgparseOption<string?> samples = Options.Text(["-sa", "--samples"], "npz file of samples (all arrays joined)");
    private readonly ArgparseOption<int> sampleCount = Options.PositiveInteger(
        ["-ns", "--num_samples"],
        "random samples to make when -sa is absent",
        Samples.DefaultCount
    );

    private readonly ArgparseOption<int> batchSize = Options.PositiveInteger(["-bs", "--batch_size"], "samples per calibration batch", 32);
    private readonly ArgparseOption<int> epochs = Options.PositiveInteger(["-e", "--epochs"], "passes over the calibration samples", 1);
    private readonly ArgparseOption<string?> quantizeUntil = Options.Text(["-qu", "--quantize_until"], "last layer to quantise");
    private readonly ArgparseOption<int[]?> inputShape = Options.Shape(["--input_shape"], "new input shape without batch, such as 64,64,3");

    /// <summary>The command.</summary>
    public static Command Create(CliConsole console)
    {
        QuantizeCommand options = new();
        Command command = new("quantize", "Quantise a float model.")
        {
            options.model,
            options.configuration,
            options.activationBits,
            options.outputBits,
            options.perTensor,
            options.weightBits,
            options.inputWeightBits,
            options.inputType,
            options.bufferBits,
            options.lastOutputBits,
            options.saveName,
            options.samples,
            options.sampleCount,
            options.batchSize,
            options.epochs,
            options.quantizeUntil,
            options.inputShape,
        };
        command.SetAction(parsed => options.Run(console, parsed));
        return command;
    }

    private void Run(CliConsole console, ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(model);
        string? settingsFile = parsed.GetValue(configuration);
        Model source = ModelFiles.LoadKeras(path);
        if (parsed.GetValue(inputShape) is { Length: > 0 } shape)
        {
            source = ModelEdits.WithInputShape(source, new TensorShape(shape));
        }

        console.WriteLine($"Quantizing model {path} with configuration file {settingsFile ?? "None"}.");
        QuantizationSettings settings = Settings(parsed, settingsFile);
        DirectProgress<CalibrationProgress> progress = new(calibration =>
            console.Report("calibrating", calibration.Batches, calibration.Total)
        );
        QuantizationResult result = Quantizer.Quantize(source, LoadSamples(console, parsed, source.Graph, settings), settings, progress);
        foreach (string note in result.Notes)
        {
            console.Warn(note);
        }

        string target = TargetPath(parsed, path, settingsFile, settings.Bits);
        KerasFile.Write(target, result.Model);
        console.WriteLine($"Saved quantized model to {target}.");
    }

    private QuantizationSettings Settings(ParseResult parsed, string? settingsFile) =>
        new()
        {
            Bits = new BitWidths(parsed.GetValue(inputWeightBits), parsed.GetValue(weightBits), parsed.GetValue(activationBits)),
            OutputBits = parsed.GetValue(outputBits),
            PerTensorActivations = parsed.GetValue(perTensor),
            BufferBits = parsed.GetValue(bufferBits),
            LastOutputBits = parsed.GetValue(lastOutputBits),
            InputDType = InputTypes[parsed.GetValue(inputType)!],
            QuantizeUntil = parsed.GetValue(quantizeUntil),
            Layers = settingsFile is null ? new Dictionary<string, QuantizationConfig>() : QuantizationJson.ReadFile(settingsFile),
        };

    private Samples LoadSamples(CliConsole console, ParseResult parsed, ModelGraph graph, QuantizationSettings settings)
    {
        Samples loaded;
        if (parsed.GetValue(samples) is { } file)
        {
            loaded = new Samples(SampleFiles.Open(file));
        }
        else
        {
            if (!settings.PerTensorActivations)
            {
                console.Warn(
                    "ranges per channel are calibrated with random samples: give real ones with -sa, or use --per_tensor_activations"
                );
            }

            loaded = Samples.Random(graph, settings.InputDType, parsed.GetValue(sampleCount), seed: 0);
        }

        return loaded with
        {
            BatchSize = parsed.GetValue(batchSize),
            Epochs = parsed.GetValue(epochs),
        };
    }

    private string TargetPath(ParseResult parsed, string path, string? settingsFile, BitWidths bits) =>
        parsed.GetValue(saveName) is { } name ? FileNames.QuantizedAs(name)
        : settingsFile is not null ? FileNames.QuantizedWith(path, settingsFile)
        : FileNames.Quantized(path, bits);
}
