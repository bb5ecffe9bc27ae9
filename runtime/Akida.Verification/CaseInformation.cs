using Akida.Formats;
using Akida.Graph;

namespace Akida.Verification;

/// <summary>What <c>case.json</c> says of a case.</summary>
internal sealed class CaseInformation
{
    private readonly Dictionary<string, int> valueBits = [];
    private readonly List<Dictionary<string, RecordedLayer>> frames = [];

    private CaseInformation(string path, JsonPlace root)
    {
        Path = path;
        Version = root.Optional("version") is { } version ? ReadVersion(version) : null;
        Conversion = root.Optional("conversion")?.Text();
        Order = root.Optional("order")?.Items().Select(item => item.Text()).ToArray();
        foreach ((string layer, JsonPlace found) in root.Optional("layers")?.Members() ?? [])
        {
            if (found.Optional("value_bits") is { } bits)
            {
                valueBits[layer] = bits.Whole();
            }
        }

        foreach (JsonPlace frame in root.Optional("frames")?.Items() ?? [])
        {
            frames.Add(frame.Members().ToDictionary(member => member.Name, member => ReadFrame(member.Value)));
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The Akida version of the model.</summary>
    public AkidaVersion? Version { get; }

    /// <summary>What became of the conversion: <c>ok</c>, or why it was refused.</summary>
    public string? Conversion { get; }

    /// <summary>The names of the layers.</summary>
    public IReadOnlyList<string>? Order { get; }

    /// <summary>The names of the layers of which something is recorded.</summary>
    public IEnumerable<string> Layers => valueBits.Keys.Concat(frames.SelectMany(frame => frame.Keys)).Distinct();

    /// <summary>Reads a file that describes so many samples.</summary>
    /// <exception cref="ModelFileException">The file is missing or no JSON, what it holds is not as expected, or it has frames of another
    /// number of samples.</exception>
    public static CaseInformation Read(string path, int samples)
    {
        CaseInformation information = new(path, JsonPlace.Read(path));
        return information.frames.Count is var count && (count == 0 || count == samples)
            ? information
            : throw new ModelFileException(path, $"frames has {count} items, must have {samples}, one for each input");
    }

    /// <summary>What is recorded of a layer for a sample.</summary>
    public RecordedLayer Find(string layer, int sample)
    {
        RecordedLayer? frame = sample < frames.Count ? frames[sample].GetValueOrDefault(layer) : null;
        return frame ?? new RecordedLayer { ValueBits = valueBits.TryGetValue(layer, out int bits) ? bits : null };
    }

    private static AkidaVersion ReadVersion(JsonPlace version) =>
        AkidaVersions.FromWord(version.Text())
        ?? throw version.MustBe(string.Join(" or ", AkidaVersions.All.Select(known => $"\"{known.Word()}\"")));

    private static RecordedLayer ReadFrame(JsonPlace frame) =>
        new()
        {
            // The batch of one apart.
            Shape = frame.Optional("shape") is { } shape ? TensorShape.Of(shape.Items().Skip(1).Select(size => size.Whole())) : null,
            ValueBits = frame.Optional("value_bits")?.Whole(),
            DistinctFracBits = frame.Optional("frac_bits")?.Items().Select(bits => bits.Whole()).ToArray(),
            Digest = frame.Optional("sha256_i32") is { } hash ? new IntegerDigest(hash.Text(), frame.Member("sum").Number()) : null,
        };
}
