using Akida.Cli.Output;
using Akida.Formats;
using Akida.Formats.Onnx;
using Akida.Graph;
using Akida.Inference;
using Akida.Integers;
using Akida.Reports;
using Akida.Reports.Measurements;
using Akida.Reports.Summaries;
using Akida.Simulator.Execution;
using Akida.Training.Data;
using Akida.Zoo;
using Akida.Zoo.Pipelines;

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
/// <param name="AkidaEqualsQuantized">Whether both Akida models predict exactly what their quantised models do, for all test
/// images.</param>
internal sealed record QuickstartResults(IReadOnlyList<QuickstartRow> Rows, bool AkidaEqualsQuantized)
{
    private static readonly TimeSpan TimingDuration = TimeSpan.FromSeconds(8);

    private static string Int8Path => Path.Combine(AppContext.BaseDirectory, "gxnor_mnist.int8.onnx");

    /// <summary>Measures the files of a quickstart on test images.</summary>
    public static QuickstartResults Measure(QuickstartFiles files, ArrayDataset test)
    {
        Model trained = KerasFile.Read(files.Float),
            eight = KerasFile.Read(files.Quantized8),
            untuned = KerasFile.Read(files.Quantized4),
            four = KerasFile.Read(files.Tuned4);
        AkidaModel akidaEight = AkidaFile.Read(files.Akida8),
            akidaFour = AkidaFile.Read(files.Akida4);
        IntegerProgram akidaEightProgram = AkidaProgram.From(akidaEight),
            akidaFourProgram = AkidaProgram.From(akidaFour);

        NpyArray images = test.Inputs.ToNpyArray();
        float[] eightOutputs = ModelRunner.Of(eight).Predict(images),
            fourOutputs = ModelRunner.Of(four).Predict(images);
        float[] akidaEightOutputs = ModelRunner.Of(akidaEightProgram).Predict(images),
            akidaFourOutputs = ModelRunner.Of(akidaFourProgram).Predict(images);

        using OnnxInference floatOnnx = new(OnnxExport.ToBytes(trained, [new OnnxOutput(trained.Graph.Outputs[0])]));
        using OnnxInference int8Onnx = new(Int8Path);
        byte[] image = (byte[])test.Inputs.Take(1).Values;
        TimeSpan[] times = InterleavedTimer.Best(
            TimingDuration,
            floatOnnx.Run,
            Inference(new GxnorMnist.SimulatorV2I8W8A8(QuantizedProgram.From(eight)) { Threads = 1 }, image),
            Inference(new GxnorMnist.SimulatorV2I8W4A4(QuantizedProgram.From(four)) { Threads = 1 }, image),
            Inference(new IntegerSimulator(akidaEightProgram) { Threads = 1 }, image),
            Inference(new IntegerSimulator(akidaFourProgram) { Threads = 1 }, image),
            int8Onnx.Run
        );

        int[] labels = (int[])test.Targets.Values;
        QuickstartRow[] rows =
        [
            Row("float (ONNX Runtime)", ModelRunner.Of(trained).Predict(images), files.Float, ModelSummary.Of(trained), times[0]),
            Row("quantised 8/8/8", eightOutputs, files.Quantized8, ModelSummary.Of(eight), times[1]),
            Row(
                "quantised 8/4/4, not tuned",
                ModelRunner.Of(untuned).Predict(images),
                files.Quantized4,
                ModelSummary.Of(untuned),
                times[2]
            ),
            Row("quantised 8/4/4, tuned", fourOutputs, files.Tuned4, ModelSummary.Of(four), times[2]),
            Row("Akida 8/8/8", akidaEightOutputs, files.Akida8, ModelSummary.Of(akidaEight), times[3]),
            Row("Akida 8/4/4", akidaFourOutputs, files.Akida4, ModelSummary.Of(akidaFour), times[4]),
            new("ONNX Runtime int8 (random weights)", null, new FileInfo(Int8Path).Length, null, times[5]),
        ];
        return new QuickstartResults(
            rows,
            eightOutputs.AsSpan().SequenceEqual(akidaEightOutputs) && fourOutputs.AsSpan().SequenceEqual(akidaFourOutputs)
        );

        QuickstartRow Row(string name, float[] outputs, string file, ModelSummary summary, TimeSpan time) =>
            new(name, Accuracy.Of(outputs, labels), new FileInfo(file).Length, summary.WeightBytes, time);
    }

    /// <summary>Writes the table and the verdict.</summary>
    public void Write(CliConsole console)
    {
        TimeSpan reference = Rows[^1].Time;
        string[] numbers = ["Accuracy", "File, bytes", "Weights, bytes", "ms per inference", "Speed against ONNX Runtime int8"];
        IEnumerable<string[]> rows = Rows.Select(row =>
            (string[])
                [
                    row.Name,
                    row.Accuracy is { } accuracy ? $"{accuracy:P2}" : "–",
                    $"{row.FileBytes:N0}",
                    row.WeightBytes is { } bytes ? $"{bytes:N0}" : "–",
                    $"{row.Time.TotalMilliseconds:F3}",
                    $"{reference / row.Time:F2}×",
                ]
        );
        TableView.Write(
            console,
            new ReportTable(null, [new("Model"), .. numbers.Select(heading => new ReportColumn(heading, IsNumber: true))], [.. rows], [])
        );
        console.WriteLine(
            AkidaEqualsQuantized
                ? "The Akida models put out exactly what the quantised models do, for all test images."
                : "The Akida models do NOT put out what the quantised models do: this is a mistake of ours, please report it."
        );
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
