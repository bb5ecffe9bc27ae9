using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Akida.Formats;
using Akida.Graph;
using Akida.Integers;
using Akida.Integers.Reference;
using Akida.Simulator.Execution;
using Akida.Testing;

namespace Akida.Quantization.Tests;

/// <summary>A case folder's quantised model, its input and what the vendor's tools recorded for every layer.</summary>
internal sealed class InferenceCase
{
    private static readonly ConcurrentDictionary<string, Lazy<InferenceCase>> Loaded = [];
    private readonly string folder;
    private readonly IReadOnlyDictionary<string, NpyArray> recorded;
    private readonly JsonElement info;

    private InferenceCase(string name)
    {
        folder = TestFolders.Cases.Single(path => Path.GetFileName(path) == name);
        recorded = NpzFile.Read(Path.Combine(folder, "outputs.npz"));
        info = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "case.json"))).RootElement;
        Model = KerasFile.Read(Path.Combine(folder, "quantized.h5"));
        Program = QuantizedProgram.From(Model);
    }

    public Model Model { get; }

    public IntegerProgram Program { get; }

    /// <summary>The names of all cases.</summary>
    public static IEnumerable<string> FolderNames => TestFolders.Cases.Select(path => Path.GetFileName(path)!);

    /// <summary>The names of all cases as test data.</summary>
    public static TheoryData<string> Names => [.. FolderNames];

    /// <summary>A case by the name of its folder; read once for all tests.</summary>
    public static InferenceCase Load(string name) => Loaded.GetOrAdd(name, static name => new Lazy<InferenceCase>(() => new InferenceCase(name))).Value;

    /// <summary>The samples, in order: a batch, or the frames of one clip for a temporal model.</summary>
    public IEnumerable<Array> Samples()
    {
        Array values = recorded["input"].Values;
        int length = Program.Input.Output.Length;
        for (int start = 0; start < values.Length; start += length)
        {
            Array sample = Array.CreateInstance(values.GetType().GetElementType()!, length);
            Array.Copy(values, start, sample, 0, length);
            yield return sample;
        }
    }

    /// <summary>Compares the reference executor's layers.</summary>
    /// <returns>The number of integers that were compared.</returns>
    public long Check(ReferenceExecutor executor) => Check(sample => Typed(
        sample, bytes => executor.Run<byte>(bytes), bytes => executor.Run<sbyte>(bytes), floats => executor.Run<float>(floats)));

    /// <summary>Compares the layers that the simulator stores.</summary>
    /// <returns>The number of integers that were compared.</returns>
    public long Check(IntegerSimulator simulator, bool mustHaveAll) => Check(
        sample => Typed(sample, bytes => Observe(simulator, bytes), bytes => Observe(simulator, bytes), floats => Observe(simulator, floats)), mustHaveAll);

    private static IReadOnlyDictionary<string, LayerValues> Observe<T>(IntegerSimulator simulator, T[] sample)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        simulator.Run<T>(sample);
        return simulator.Observe();
    }

    /// <summary>Hands a sample to the function for its type; a pattern would take signed bytes for unsigned ones.</summary>
    public static TResult Typed<TResult>(Array sample, Func<byte[], TResult> unsigned, Func<sbyte[], TResult> signed, Func<float[], TResult> single) =>
        sample.GetType() switch
        {
            var type when type == typeof(byte[]) => unsigned((byte[])sample),
            var type when type == typeof(sbyte[]) => signed((sbyte[])sample),
            var type when type == typeof(float[]) => single((float[])sample),
            var type => throw new InvalidOperationException($"input of {type}"),
        };

    private long Check(Func<Array, IReadOnlyDictionary<string, LayerValues>> run, bool mustHaveAll = true)
    {
        long compared = 0;
        int index = 0;
        foreach (Array sample in Samples())
        {
            IReadOnlyDictionary<string, LayerValues> values = run(sample);
            Assert.True(!mustHaveAll || Program.Layers.All(layer => values.ContainsKey(layer.Name)), "a layer's output is missing");
            compared += info.TryGetProperty("frames", out JsonElement frames) ? CheckFrame(frames[index], index, values) : CheckRandom(index, values);
            index++;
        }

        return compared;
    }

    private long CheckRandom(int sample, IReadOnlyDictionary<string, LayerValues> values)
    {
        long compared = 0;
        foreach (string layer in info.GetProperty("order").EnumerateArray().Select(item => item.GetString()!))
        {
            if (!values.TryGetValue(layer, out LayerValues? actual))
            {
                continue;
            }

            if (recorded.TryGetValue($"{layer}:values", out NpyArray? expected))
            {
                int length = actual.Format.Length;
                long[] all = expected.ToInt64s();
                Assert.Equal(length, all.Length / expected.Shape[0]);
                AssertEqual(layer, sample, all.AsSpan(sample * length, length), actual.Integers);
                AssertEqual(layer, recorded[$"{layer}:frac_bits"].ToInt64s(), actual.Format);
                Assert.Equal(info.GetProperty("layers").GetProperty(layer).GetProperty("value_bits").GetInt32(), actual.Format.ValueBits);
                compared += length;
            }
            else if (recorded.TryGetValue($"{layer}:float", out NpyArray? floats))
            {
                int length = actual.Format.Length;
                AssertClose(layer, floats.ToSingles().AsSpan(sample * length, length), actual.Floats);
            }
        }

        return compared;
    }

    private long CheckFrame(JsonElement frame, int index, IReadOnlyDictionary<string, LayerValues> values)
    {
        long compared = 0;
        foreach (JsonProperty layer in frame.EnumerateObject())
        {
            if (!values.TryGetValue(layer.Name, out LayerValues? actual))
            {
                continue;
            }

            if (layer.Value.TryGetProperty("sha256_i32", out JsonElement hash))
            {
                int[] integers = Array.ConvertAll(actual.Integers, value => checked((int)value));
                Assert.True(layer.Value.GetProperty("sum").GetInt64() == integers.Sum(value => (long)value), $"{layer.Name}, frame {index}: another sum");
                Assert.True(
                    hash.GetString() == Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<int>(integers))),
                    $"{layer.Name}, frame {index}: another hash");
                Assert.Equal(
                    layer.Value.GetProperty("frac_bits").EnumerateArray().Select(bits => (int)bits.GetDouble()).Order(),
                    actual.Format.FracBits.Distinct().Order());
                Assert.Equal(layer.Value.GetProperty("value_bits").GetInt32(), actual.Format.ValueBits);
                compared += integers.Length;
            }

            if (recorded.TryGetValue($"{index}:{layer.Name}:values", out NpyArray? expected))
            {
                AssertEqual(layer.Name, index, expected.ToInt64s(), actual.Integers);
            }

            if (recorded.TryGetValue($"{index}:{layer.Name}:float", out NpyArray? floats))
            {
                AssertClose(layer.Name, floats.ToSingles(), actual.Floats);
            }
        }

        return compared;
    }

    private static void AssertEqual(string layer, int sample, ReadOnlySpan<long> expected, ReadOnlySpan<long> actual)
    {
        int at = expected.CommonPrefixLength(actual);
        Assert.True(at == expected.Length && at == actual.Length, at == expected.Length
            ? $"{layer}: {actual.Length} values, recorded are {expected.Length}"
            : $"{layer}, sample {sample}, value {at}: {actual[at]}, recorded is {expected[at]}");
    }

    private static void AssertEqual(string layer, long[] fracBits, ValueFormat format)
    {
        for (int channel = 0; channel < format.Channels; channel++)
        {
            long expected = fracBits[fracBits.Length == 1 ? 0 : channel];
            Assert.True(expected == format.FracBitsOf(channel), $"{layer}, channel {channel}: {format.FracBitsOf(channel)} fractional bits, recorded are {expected}");
        }
    }

    private static void AssertClose(string layer, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(MathF.Abs(expected[i] - actual[i]) <= 1e-6f + (1e-6f * MathF.Abs(expected[i])), $"{layer}, value {i}: {actual[i]}, recorded is {expected[i]}");
        }
    }
}
