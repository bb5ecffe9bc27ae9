using Akida.Formats;
using Akida.Formats.Onnx;
using Akida.Formats.Onnx.Qdq;
using Akida.Graph;
using Akida.Integers;
using Akida.Integers.Reference;
using Akida.Quantization.FloatInference;
using Akida.Testing;
using Akida.Verification;
using Microsoft.ML.OnnxRuntime;

namespace Akida.Formats.Tests.Onnx;

/// <summary>Quantised models as ONNX, run by ONNX Runtime with all its fusions, against the simulator.</summary>
public sealed class QdqExportTests(ITestOutputHelper output)
{
    // Sums of 32-bit floats are not exact beyond 24 bits.
    private const double MostDifferent = 0.001;

    public static TheoryData<string> Cases =>
        [
            .. TestFolders
                .Cases.Select(path => Path.GetFileName(path)!)
                .Where(name => !name.Contains("akida_unet", StringComparison.Ordinal)),
        ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void ONNX_Runtime_gives_what_the_simulator_gives(string name)
    {
        RecordedCase recorded = RecordedCase.Read(TestFolders.Cases.Single(path => Path.GetFileName(path) == name));
        Model model = recorded.ReadModel();
        IntegerProgram program = QuantizedProgram.From(model);
        string[] layers =
        [
            .. program.Layers.Where(layer => layer.Requantization is not null).Select(layer => layer.Name),
            .. model.Graph.Outputs,
        ];
        using QdqSession session = new(QdqExport.ToBytes(model, layers));
        ReferenceExecutor executor = new(program);
        Dictionary<string, long> different = [];
        long compared = 0;
        double worst = 0;
        foreach (Array sample in Enumerable.Range(0, recorded.Count).Select(index => recorded.Input.Item(index).Values))
        {
            Array typed = program.Input.Output.IsFloat ? sample.Cast<object>().Select(Convert.ToSingle).ToArray() : sample;
            IReadOnlyDictionary<string, LayerValues> expected =
                typed.GetType() == typeof(byte[]) ? executor.Run<byte>((byte[])typed)
                : typed.GetType() == typeof(sbyte[]) ? executor.Run<sbyte>((sbyte[])typed)
                : executor.Run<float>((float[])typed);
            IReadOnlyDictionary<string, float[]> found = session.Run(typed, program.Input.Output.Shape);
            foreach (string layer in layers)
            {
                ValueFormat format = expected[layer].Format;
                float[] values = found[new OnnxOutput(layer).Name];
                for (int i = 0; i < values.Length; i++)
                {
                    double off = format.IsFloat
                        ? (values[i] - expected[layer].Floats[i]) / expected[layer].Floats.Max(MathF.Abs) * 20
                        : (values[i] * Math.Pow(2, format.FracBitsOf(i % format.Channels))) - expected[layer].Integers[i];
                    compared++;
                    worst = Math.Max(worst, Math.Abs(off));
                    if (Math.Abs(off) > 0.5)
                    {
                        different[layer] = different.GetValueOrDefault(layer) + 1;
                    }
                }
            }
        }

        output.WriteLine(
            $"{name}: {different.Values.Sum()} of {compared} different, at most {worst:F2} steps: "
                + $"{(different.Count == 0 ? "equal" : string.Join(", ", different.Select(pair => $"{pair.Key}: {pair.Value}")))}"
        );
        Assert.True(different.Values.Sum() <= compared * MostDifferent, "too many values differ");
        Assert.DoesNotContain(different.Keys, model.Graph.Outputs.Contains);
    }
}

/// <summary>A quantised model in ONNX Runtime, with the frames that it keeps.</summary>
internal sealed class QdqSession(byte[] file) : IDisposable
{
    private readonly InferenceSession session = OnnxSession.Open(file);
    private readonly Dictionary<string, float[]> buffers = [];

    public IReadOnlyDictionary<string, float[]> Run(Array sample, TensorShape shape)
    {
        long[] dimensions = [1, .. shape.Dimensions.Select(size => (long)size)];
        Dictionary<string, OrtValue> inputs = [];
        foreach ((string name, NodeMetadata metadata) in session.InputMetadata)
        {
            inputs.Add(name, !name.StartsWith(OnnxExport.BufferPrefix, StringComparison.Ordinal) ? Value() : Buffer(name, metadata));
        }

        using RunOptions options = new();
        string[] names = [.. session.OutputNames];
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(options, inputs, names);
        Dictionary<string, float[]> found = [];
        for (int i = 0; i < names.Length; i++)
        {
            float[] values = results[i].GetTensorDataAsSpan<float>().ToArray();
            if (names[i].StartsWith(OnnxExport.NextBufferPrefix, StringComparison.Ordinal))
            {
                buffers[OnnxExport.BufferPrefix + names[i][OnnxExport.NextBufferPrefix.Length..]] = values;
            }
            else
            {
                found[names[i]] = values;
            }
        }

        return found;

        OrtValue Value() =>
            sample.GetType() switch
            {
                var type when type == typeof(byte[]) => OrtValue.CreateTensorValueFromMemory((byte[])sample, dimensions),
                var type when type == typeof(sbyte[]) => OrtValue.CreateTensorValueFromMemory((sbyte[])sample, dimensions),
                _ => OrtValue.CreateTensorValueFromMemory((float[])sample, dimensions),
            };

        OrtValue Buffer(string name, NodeMetadata metadata)
        {
            long[] sizes = [1, .. metadata.Dimensions.Skip(1).Select(size => (long)size)];
            return OrtValue.CreateTensorValueFromMemory(
                buffers.TryGetValue(name, out float[]? kept) ? kept : new float[sizes.Aggregate(1L, (product, size) => product * size)],
                sizes
            );
        }
    }

    public void Dispose() => session.Dispose();
}
