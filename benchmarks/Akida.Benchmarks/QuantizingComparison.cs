using Akida.Formats.Onnx;
using Akida.Graph;
using Akida.Graph.Lowering;
using Akida.Graph.Operations;
using Akida.Quantization.Quantizing;
using Akida.Reports.Measurements;

namespace Akida.Benchmarks;

/// <summary>
/// How long quantising takes, against ONNX Runtime running the calibration images through the float model on all cores, one by one and in
/// batches; the faster counts.
/// </summary>
/// <remarks>
/// The images are in memory, as bytes for ours and as floats for ONNX Runtime, and come in turns. Each turn of ours is a whole
/// quantisation, so what does not depend on the number of images is counted in every turn: the ratio is an upper bound.
/// </remarks>
internal static class QuantizingComparison
{
    private const int Images = 1024;
    private const int Batch = 32;
    private const int Turns = 8;
    private const int ImagesPerTurn = Images / Turns;

    /// <summary>Compares the models and prints a Markdown table.</summary>
    public static void Run(IReadOnlyList<BenchmarkModel> models, TextWriter output)
    {
        output.WriteLine(
            $"| model, {Images:N0} images | quantising, s | ONNX Runtime float, batch 1, s | batch {Batch}, s | quantising / the faster |"
        );
        output.WriteLine("|---|---|---|---|---|");
        foreach (BenchmarkModel benchmark in models)
        {
            Model model = benchmark.Float();
            TensorShape shape = ((InputLayer)model.Graph.Input.Operation).Shape;
            Samples samples = new(new ArraySamples(RandomSamples.Create(shape, DataType.UInt8, ImagesPerTurn, seed: 1)));
            byte[] onnx = OnnxExport.ToBytes(model, [new OnnxOutput(model.Graph.Outputs[0])]);
            using OnnxInference single = new(onnx, Environment.ProcessorCount),
                batched = new(onnx, Environment.ProcessorCount, Batch);
            Action[] contenders =
            [
                () => Quantizer.Quantize(model, samples, new QuantizationSettings()),
                () => single.Run(ImagesPerTurn),
                () => batched.Run(ImagesPerTurn / Batch),
            ];
            InterleavedTimer.Rounds(1, contenders);
            IReadOnlyList<double[]> rounds = InterleavedTimer.Rounds(Turns, contenders);
            output.WriteLine(
                $"| {benchmark.Name} | {Median(0):F2} | {Median(1):F2} | {Median(2):F2} | "
                    + $"{Medians.OfRatios(rounds, 0, Medians.Fastest(rounds, 1, 2)):F2} |"
            );

            double Median(int contender) => Turns * Medians.Of(rounds.Select(times => times[contender]));
        }
    }
}
