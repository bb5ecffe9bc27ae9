using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Akida.Cli.CommandLine;
using Akida.Formats;
using Akida.Simulator.Execution;

namespace Akida.Cli.Verification;

/// <summary>What the vendor's tools recorded of a quantised model's inference: a folder with <c>quantized.h5</c>, <c>outputs.npz</c> and <c>case.json</c>.</summary>
/// <remarks><c>outputs.npz</c> has the integers of every layer, or of the last ones; <c>case.json</c> may have a hash for each of the others.</remarks>
internal sealed class RecordedCase
{
    private readonly string archive;
    private readonly IReadOnlyDictionary<string, NpyArray> arrays;
    private readonly JsonElement[] frames;

    private RecordedCase(string folder)
    {
        Folder = folder;
        archive = Path.Combine(folder, "outputs.npz");
        arrays = NpzFile.Read(archive);
        frames = ReadFrames(Path.Combine(folder, "case.json"));
        Input = arrays.TryGetValue("input", out NpyArray? input) ? input : throw new CommandException($"{archive} has no array 'input'");
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The model's file.</summary>
    public string ModelPath => Path.Combine(Folder, "quantized.h5");

    /// <summary>The inputs, stacked.</summary>
    public NpyArray Input { get; }

    /// <summary>Reads a case.</summary>
    /// <exception cref="CommandException">The folder is not there, or lacks what a case has.</exception>
    public static RecordedCase Read(string folder) =>
        Directory.Exists(folder) ? new RecordedCase(folder) : throw new CommandException($"{folder}: no such folder");

    /// <summary>Compares what a layer put out for a sample with what is recorded, if anything is.</summary>
    /// <returns>The count of integers compared, and the difference if there is one.</returns>
    public (long Compared, string? Difference) Compare(string layer, int sample, LayerValues found)
    {
        if (found.Format.IsFloat)
        {
            return (0, null);
        }

        long[] integers = found.Integers;
        if (Recorded(layer, sample, integers.Length) is { } recorded)
        {
            int at = integers.AsSpan().CommonPrefixLength(recorded);
            return at == integers.Length ? (integers.Length, null) : (at, Describe(found, at, recorded[at]));
        }

        return sample < frames.Length && frames[sample].TryGetProperty(layer, out JsonElement frame) ? CompareHash(frame, integers) : (0, null);
    }

    private long[]? Recorded(string layer, int sample, int length)
    {
        if (arrays.TryGetValue($"{sample}:{layer}:values", out NpyArray? single))
        {
            return Slice(layer, single, 0, length);
        }

        return arrays.TryGetValue($"{layer}:values", out NpyArray? all) ? Slice(layer, all, sample, length) : null;
    }

    private long[] Slice(string layer, NpyArray array, int sample, int length)
    {
        long[] values = array.ToInt64s();
        return values.Length >= (sample + 1) * length
            ? values[(sample * length)..((sample + 1) * length)]
            : throw new CommandException($"{archive}: '{layer}' has {values.Length} values, the model puts out {length} for each of at least {sample + 1} samples");
    }

    private static (long Compared, string? Difference) CompareHash(JsonElement frame, long[] integers)
    {
        int[] narrow = Array.ConvertAll(integers, value => checked((int)value));
        string hash = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<int>(narrow)));
        return hash == frame.GetProperty("sha256_i32").GetString()
            ? (integers.Length, null)
            : (0, $"the integers sum to {integers.Sum()}, recorded are {frame.GetProperty("sum").GetDouble():F0} (only a hash is recorded, so the place is not known)");
    }

    private static string Describe(LayerValues found, int index, long recorded)
    {
        Stack<int> place = [];
        int rest = index;
        foreach (int size in found.Format.Shape.Dimensions.Reverse())
        {
            place.Push(rest % size);
            rest /= size;
        }

        long value = found.Integers[index];
        return $"{value} at [{string.Join(", ", place)}], recorded is {recorded}, which differs by {value - recorded}";
    }

    private static JsonElement[] ReadFrames(string path)
    {
        try
        {
            return File.Exists(path) && JsonDocument.Parse(File.ReadAllBytes(path)).RootElement.TryGetProperty("frames", out JsonElement frames)
                ? [.. frames.EnumerateArray()]
                : [];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new CommandException($"{path} is not valid: {error.Message}");
        }
    }
}
