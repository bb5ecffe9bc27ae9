using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Akida.Formats;
using Akida.Formats.Keras;
using Akida.Graph;
using Akida.Integers;
using Akida.Integers.Reference;
using Akida.Quantization.Conversion;
using Akida.Simulator.Execution;
using Akida.Testing;

namespace Akida.Quantization.Tests.HostileModels;

/// <summary>
/// Files that can be read but lie about their models: each is refused with an error of the model, or runs. <c>AKIDA_MUTATIONS</c> sets how
/// many of each (60), a failure names the seed.
/// </summary>
public sealed class HostileModelTests(ITestOutputHelper output) : IDisposable
{
    private const int MaximumMilliseconds = 5000;
    private const long MaximumWeights = 1 << 16;
    private const long MaximumInput = 1 << 14;

    private static readonly int MutationsPerModel = int.TryParse(Environment.GetEnvironmentVariable("AKIDA_MUTATIONS"), out int count)
        ? count
        : 60;

    private readonly string folder = Directory.CreateTempSubdirectory("akida-hostile-models-").FullName;

    public static TheoryData<string> Cases =>
        [
            "random_v1_0003",
            "random_v1_0028",
            "random_v2_0002",
            "random_v2_0003",
            "random_v2_0011",
            "random_v2_0012",
            "random_v2_0017",
            "random_v2_0020",
            "random_v2_0024",
        ];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Quantised_models_of_changed_settings_run_or_are_refused(string name)
    {
        Model original = QuantizingCase.Load(name).Expected;
        JsonNode json = JsonNode.Parse(KerasModelJson.Write(original.Graph))!;
        CheckMutations(
            name,
            random =>
            {
                ModelGraph graph = KerasModelJson.Read(JsonMutator.Mutate(json, random).ToJsonString());
                RunQuantized(new Model(graph, Fitted(graph, original.Weights)));
            }
        );
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Quantised_models_of_changed_weights_run_or_are_refused(string name)
    {
        Model original = QuantizingCase.Load(name).Expected;
        (string Layer, string Weight, Tensor Value)[] weights =
        [
            .. original.Weights.All.Select(weight => (weight.Layer, weight.Weight, weight.Value)),
        ];
        CheckMutations(
            name,
            random =>
            {
                (string layer, string weight, Tensor value) = weights[random.Next(weights.Length)];
                float[] values = [.. value.Values];
                float[] lies = [0, -1, 1e-45f, 1e-20f, 1e20f, float.MaxValue, -float.MaxValue];
                values[random.Next(values.Length)] = lies[random.Next(lies.Length)];
                RunQuantized(original with { Weights = original.Weights.With([(layer, weight, new Tensor(value.Shape, values))]) });
            }
        );
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Akida_files_of_changed_headers_run_or_are_refused(string name)
    {
        QuantizingCase data = QuantizingCase.Load(name);
        string path = Path.Combine(folder, "net" + AkidaFile.Extension);
        AkidaModel converted;
        try
        {
            converted = Converter.Convert(data.Expected, data.Version);
        }
        catch (GraphException refused)
        {
            Assert.Skip($"not converted: {refused.Message}");
            return;
        }

        AkidaFile.Write(path, converted);
        byte[] bytes = File.ReadAllBytes(path);
        int headerLength = (int)BitConverter.ToInt64(bytes);
        JsonNode header = JsonNode.Parse(bytes.AsSpan(sizeof(long), headerLength))!;
        CheckMutations(
            name,
            random =>
            {
                File.WriteAllBytes(path, WithHeader(MutatedHeader(header, random), bytes.AsSpan(sizeof(long) + headerLength)));
                Run(AkidaProgram.From(AkidaFile.Read(path)));
            }
        );
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Weights_that_are_no_numbers_are_refused_by_the_reader(float value)
    {
        Model original = QuantizingCase.Load("random_v2_0003").Expected;
        var weight = original.Weights.All.First(weight => weight.Weight == "kernel");
        string path = Path.Combine(folder, "net.h5");
        KerasFile.Write(path, original);
        byte[] bytes = File.ReadAllBytes(path),
            start = [.. weight.Value.Values.Take(4).SelectMany(BitConverter.GetBytes)];
        int at = bytes.AsSpan().IndexOf(start);
        Assert.True(at >= 0);
        BitConverter.GetBytes(value).CopyTo(bytes, at);
        File.WriteAllBytes(path, bytes);

        ModelFileException error = Assert.Throws<ModelFileException>(() => KerasFile.Read(path));

        Assert.StartsWith(path + ": ", error.Message);
        Assert.Contains(weight.Layer, error.Message);
        Assert.Contains("kernel", error.Message);
    }

    /// <summary>The layers are JSON in a string of the header's metadata: half of the changes are made there.</summary>
    private static JsonNode MutatedHeader(JsonNode header, Random random)
    {
        if (random.Next(4) == 0)
        {
            return JsonMutator.Mutate(header, random);
        }

        JsonNode copy = header.DeepClone();
        JsonObject metadata = copy["__metadata__"]!.AsObject();
        KeyValuePair<string, JsonNode?>[] structured = [.. metadata.Where(entry => entry.Value!.GetValue<string>() is ['{' or '[', ..])];
        (string key, JsonNode? text) = structured[random.Next(structured.Length)];
        metadata[key] = JsonMutator.Mutate(JsonNode.Parse(text!.GetValue<string>())!, random).ToJsonString();
        return copy;
    }

    private static byte[] WithHeader(JsonNode header, ReadOnlySpan<byte> values)
    {
        byte[] text = Encoding.UTF8.GetBytes(header.ToJsonString());
        return [.. BitConverter.GetBytes((long)text.Length), .. text, .. values];
    }

    /// <summary>Weights for a changed graph, as a file could hold them: of the shapes that it asks for.</summary>
    private static WeightSet Fitted(ModelGraph graph, WeightSet original)
    {
        GraphIndex index = new(graph);
        List<(string, string, Tensor)> weights = [];
        foreach (LayerNode node in graph.Layers)
        {
            foreach (WeightSpec spec in index.Weights(node))
            {
                long length = spec.Shape.Elements;
                if (length > MaximumWeights)
                {
                    throw new GraphException("its weights are larger than the file").About(node.Name);
                }

                float[] from =
                    original.All.FirstOrDefault(weight => weight.Layer == node.Name && weight.Weight == spec.Name).Value?.Values.ToArray()
                    ?? [0.5f];
                weights.Add(
                    (node.Name, spec.Name, new Tensor(spec.Shape, [.. Enumerable.Range(0, (int)length).Select(i => from[i % from.Length])]))
                );
            }
        }

        return WeightSet.Create(weights);
    }

    private static void RunQuantized(Model model)
    {
        Run(QuantizedProgram.From(model));
        foreach (AkidaVersion version in (AkidaVersion[])[AkidaVersion.V1, AkidaVersion.V2])
        {
            try
            {
                Run(AkidaProgram.From(Converter.Convert(model, version)));
            }
            catch (GraphException)
            {
                // A quantised model need not be convertible.
            }
        }
    }

    private static void Run(IntegerProgram program)
    {
        IntegerSimulator simulator = new(program);
        ReferenceExecutor reference = new(program);
        if (program.Input.Output.Length > MaximumInput)
        {
            return;
        }

        float[] input = new float[program.Input.Output.Length];
        for (int frame = 0; frame < 2; frame++)
        {
            Array.Fill(input, frame * 100);
            switch (program.Input.DType)
            {
                case DataType.UInt8:
                    simulator.Run<byte>(Array.ConvertAll(input, value => (byte)value));
                    reference.Run<byte>(Array.ConvertAll(input, value => (byte)value));
                    break;
                case DataType.Int8:
                    simulator.Run<sbyte>(Array.ConvertAll(input, value => (sbyte)value));
                    reference.Run<sbyte>(Array.ConvertAll(input, value => (sbyte)value));
                    break;
                case DataType.Int16:
                    simulator.Run<short>(Array.ConvertAll(input, value => (short)value));
                    reference.Run<short>(Array.ConvertAll(input, value => (short)value));
                    break;
                default:
                    simulator.Run<float>(input);
                    reference.Run<float>(input);
                    break;
            }
        }
    }

    private void CheckMutations(string name, Action<Random> tryOne)
    {
        int ran = 0,
            refused = 0;
        long slowest = 0;
        Dictionary<string, (int Count, int Seed)> crashes = [];
        for (int seed = 0; seed < MutationsPerModel; seed++)
        {
            Stopwatch time = Stopwatch.StartNew();
            try
            {
                tryOne(new Random(seed));
                ran++;
            }
            catch (Exception error) when (error is GraphException or ModelFileException)
            {
                refused++;
                Assert.DoesNotContain('\n', error.Message);
            }
            catch (Exception error)
            {
                string place = error.StackTrace!.Split('\n').First(line => line.Contains("Akida.", StringComparison.Ordinal)).Trim();
                string crash = $"{error.GetType().Name}: {error.Message} {place}";
                crashes[crash] = (crashes.GetValueOrDefault(crash).Count + 1, seed);
            }

            slowest = Math.Max(slowest, time.ElapsedMilliseconds);
        }

        output.WriteLine($"{name}: {MutationsPerModel} inputs, {ran} ran, {refused} refused, at most {slowest} ms");
        Assert.True(
            crashes.Count == 0,
            string.Join('\n', crashes.Select(crash => $"{crash.Value.Count}×, seed {crash.Value.Seed}: {crash.Key}"))
        );
        Assert.InRange(slowest, 0, MaximumMilliseconds);
    }
}
