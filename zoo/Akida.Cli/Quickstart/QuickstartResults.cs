using Akida.Cli.Output;
using Akida.Cli.Summaries;
using Akida.Formats;
using Akida.Formats.Onnx;
using Akida.Graph;
using Akida.Integers;
using Akida.Measurements;
using Akida.Simulator.Execution;
using Akida.Training.Data;
using Akida.Zoo;
using Akida.Zoo.Pipelines;
using Spectre.Console;

namespace Akida.Cli.Quickstart;

/// <summary>What the quickstart measured of a model.</summary>
/// <param name="Name">The row's heading.</param>
/// <param name="Accuracy">The share of test images that it classifies right; null for a model that knows nothing of them.</param>
/// <param name="FileBytes">The size of its file.</param>
/// <param name="WeightBytes">The size of its weights at their bit widths, where known.</param>
/// <param name="Time">The time of one inference on one thread.</param>
internal sealed record QuickstartRow(string Name, double? Accuracy, long FileBytes, long? WeightBytes, TimeSpan Time);

/// <summary>Accuracy, size and speed of the models that the quickstart made.</summary>
/// <param name="Rows">One for each model, ONNX Runtime's int8 model last.</param>
/// <param name="AkidaEqualsQuantized">Whether both Akida models predict exactly what their quantised models do, for all test images.</param>
internal sealed record QuickstartResults(IReadOnlyList<QuickstartRow> Rows, bool AkidaEqualsQuantized)
{
    private static readonly TimeSpan TimingDuration = TimeSpan.FromSeconds(8);

    private static string Int8Path => Path.Combine(AppContext.BaseDirectory, "gxnor_mnist.int8.onnx");

    /// <summary>Measures the files of a quickstart on test images.</summary>
    public static QuickstartResults Measure(QuickstartFiles files, ArrayDataset test)
    {
        Model trained = KerasFile.Read(files.Float), eight = KerasFile.Read(files.Quantized8), untuned = KerasFile.Read(files.Quantized4), four = KerasFile.Read(files.Tuned4);
        AkidaModel akidaEight = AkidaFile.Read(files.Akida8), akidaFour = AkidaFile.Read(files.Akida4);
        IntegerProgram akidaEightProgram = AkidaProgram.From(akidaEight), akidaFourProgram = AkidaProgram.From(akidaFour);

        float[] eightOutputs = Predictor.Predict(eight, test.Inputs), fourOutputs = Predictor.Predict(four, test.Inputs);
        float[] akidaEightOutputs = Predictor.Predict(akidaEightProgram, test.Inputs), akidaFourOutputs = Predictor.Predict(akidaFourProgram, test.Inputs);

        using OnnxInference floatOnnx = new(OnnxExport.ToBytes(trained, [new OnnxOutput(trained.Graph.Outputs[0])]));
        using OnnxInference int8Onnx = new(Int8Path);
        byte[] image = (byte[])test.Inputs.Take(1).Values;
        TimeSpan[] times = InterleavedTimer.Best(
            TimingDuration,
            floatOnnx.Run,
            Inference(new GxnorMnist.SimulatorV2I8W8A8(QuantizedProgram.From(eight)), image),
            Inference(new GxnorMnist.SimulatorV2I8W4A4(QuantizedProgram.From(four)), image),
            Inference(new IntegerSimulator(akidaEightProgram), image),
            Inference(new IntegerSimulator(akidaFourProgram), image),
            int8Onnx.Run);

        int[] labels = (int[])test.Targets.Values;
        QuickstartRow[] rows =
        [
            Row("float (ONNX Runtime)", Predictor.Predict(trained, test.Inputs), files.Float, KerasSummary.Of(trained), times[0]),
            Row("quantised 8/8/8", eightOutputs, files.Quantized8, KerasSummary.Of(eight), times[1]),
            Row("quantised 8/4/4, not tuned", Predictor.Predict(untuned, test.Inputs), files.Quantized4, KerasSummary.Of(untuned), times[2]),
            Row("quantised 8/4/4, tuned", fourOutputs, files.Tuned4, KerasSummary.Of(four), times[2]),
            Row("Akida 8/8/8", akidaEightOutputs, files.Akida8, AkidaSummary.Of(akidaEight), times[3]),
            Row("Akida 8/4/4", akidaFourOutputs, files.Akida4, AkidaSummary.Of(akidaFour), times[4]),
            new("ONNX Runtime int8 (random weights)", null, new FileInfo(Int8Path).Length, null, times[5]),
        ];
        return new QuickstartResults(rows, eightOutputs.AsSpan().SequenceEqual(akidaEightOutputs) && fourOutputs.AsSpan().SequenceEqual(akidaFourOutputs));

        QuickstartRow Row(string name, float[] outputs, string file, ModelSummary summary, TimeSpan time) =>
            new(name, Accuracy.Of(outputs, labels), new FileInfo(file).Length, summary.WeightBytes, time);
    }

    /// <summary>Writes the table and the verdict.</summary>
    public void Write(CliConsole console)
    {
        TimeSpan reference = Rows[^1].Time;
        Table table = new Table().Border(TableBorder.Rounded).AddColumn("Model");
        foreach (string heading in (string[])["Accuracy", "File, bytes", "Weights, bytes", "ms per inference", "Speed against ONNX Runtime int8"])
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (QuickstartRow row in Rows)
        {
            table.AddRow(
                row.Name,
                row.Accuracy is { } accuracy ? $"{accuracy:P2}" : "–",
                $"{row.FileBytes:N0}",
                row.WeightBytes is { } bytes ? $"{bytes:N0}" : "–",
                $"{row.Time.TotalMilliseconds:F3}",
                $"{reference / row.Time:F2}×");
        }

        console.Rich.Write(table);
        console.WriteLine(AkidaEqualsQuantized
            ? "The Akida models put out exactly what the quantised models do, for all test images."
            : "The Akida models do NOT put out what the quantised models do: this is a mistake of ours, please report it.");
    }

    private static Action Inference(IntegerSimulator simulator, byte[] image)
    {
        float[] output = new float[simulator.OutputLength];
        return () => simulator.Run<byte>(image, output);
    }

    private static Action Inference(EmittedSimulator simulator, byte[] image)
    {
        float[] output = new float[simulator.OutputLength];
        return () => simulator.Run<byte>(image, output);
    }
}
