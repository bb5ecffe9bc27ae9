using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Akida.Graph;

namespace Akida.Formats.Tests.Hostile;

/// <summary>Damaged Akida files: the safetensors structure, and the layers in its metadata.</summary>
public sealed class HostileAkidaFileTests(ITestOutputHelper output) : HostileReaderTests(output)
{
    private const string Conv =
        """{"name": "c", "type": "Conv2D", "inbounds": ["in"], "parameters": {"filters": 2}, "variables": ["weights", "scales"]}""";

    private const string Input =
        """{"name": "in", "type": "InputData", "inbounds": [], "parameters": {"input_shape": [1, 1, 2]}, "variables": []}""";

    private const string Weights = """{"dtype": "I8", "shape": [2, 2], "data_offsets": [8, 12]}""";

    private const string Scales = """{"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}""";

    private static readonly byte[] Good = Akida($"[{Input}, {Conv}]", Weights);

    protected override string FileName => "net.akida.safetensors";

    protected override IReadOnlyList<byte[]> GoodFiles => [Good, Recorded()];

    protected override IEnumerable<HostileInput> AbsurdSizes =>
        [
            new(
                [255, 255, 255, 255, 255, 255, 255, 255, .. Good[8..]],
                $"is no safetensors file: it says that its header has 18446744073709551615 bytes, but {Good.Length - 8} follow"
            ),
            new(
                [0, 0, 0, 0, 1, 0, 0, 0, .. Good[8..]],
                $"is no safetensors file: it says that its header has 4294967296 bytes, but {Good.Length - 8} follow"
            ),
            new(
                With(Weights.Replace("[2, 2]", "[2147483647, 2147483647, 2147483647]", StringComparison.Ordinal)),
                "tensor 'c/weights' of type I8 and shape 2147483647×2147483647×2147483647 cannot have 4 bytes"
            ),
            new(
                With(Weights.Replace("[2, 2]", "[65536, 65536, 65536, 65536]", StringComparison.Ordinal)),
                "tensor 'c/weights' of type I8 and shape 65536×65536×65536×65536 cannot have 4 bytes"
            ),
            new(
                With(Weights.Replace("[2, 2]", "[-2, -2]", StringComparison.Ordinal)),
                "tensor 'c/weights'.shape is [-2, -2], must be a list, each a size of at least 0"
            ),
            new(
                With(Weights.Replace("[2, 2]", "[4294967296]", StringComparison.Ordinal)),
                "tensor 'c/weights'.shape is [4294967296], must be a list, each a size of at least 0"
            ),
            new(With(Weights.Replace("[8, 12]", "[8, 9223372036854775807]", StringComparison.Ordinal)), "tensor 'c/weights'"),
            new(
                With(Weights.Replace("[8, 12]", "[12, 8]", StringComparison.Ordinal)),
                "tensor 'c/weights' of type I8 and shape 2×2 cannot have -4 bytes"
            ),
            new(
                With(Weights.Replace("[8, 12]", "[-4, 0]", StringComparison.Ordinal)),
                "tensor 'c/weights'.data_offsets is [-4, 0], must be a start and an end"
            ),
            new(
                With(Weights.Replace("[8, 12]", "[0, 4]", StringComparison.Ordinal)),
                "tensor 'c/scales' lies at bytes 0 to 8, must begin at 4 and end by 12"
            ),
            new([.. Good, 0], "1 bytes after the last tensor belong to none"),
            new(
                Akida(
                    $"[{Input}, {Conv.Replace("\"filters\": 2", "\"filters\": 9223372036854775807", StringComparison.Ordinal)}]",
                    Weights
                ),
                "layer 'c': parameters.filters is 9223372036854775807, must be"
            ),
        ];

    protected override IEnumerable<HostileInput> Cycles =>
        [
            new(
                Akida($"[{Input}, {Conv.Replace("[\"in\"]", "[\"c\"]", StringComparison.Ordinal)}]", Weights),
                "layer 'c': its inbound 'c' does not come before it"
            ),
            new(Akida($"[{Conv}, {Input}]", Weights), "layer 'c': its inbound 'in' does not come before it"),
        ];

    protected override IEnumerable<HostileInput> DuplicateNames =>
        [
            new(Akida($"[{Input}, {Input}]", Weights), "the name 'in' is used twice"),
            new(
                Raw($$$"""{"c/weights": {{{Weights}}}, "c/weights": {{{Weights}}}}"""),
                "is no safetensors file: its header is not valid JSON: Duplicate property 'c/weights'"
            ),
            new(
                Raw("""{"__metadata__": {"format": "akida-layers", "format": "other"}}"""),
                "is no safetensors file: its header is not valid JSON: Duplicate property 'format'"
            ),
            new(
                Akida($"[{Input}, {Conv.Replace("\"filters\": 2", "\"filters\": 2, \"filters\": 3", StringComparison.Ordinal)}]", Weights),
                "layers is not valid JSON: Duplicate property 'filters'"
            ),
            new(
                Akida($"[{Input}, {Conv.Replace("\"scales\"", "\"weights\"", StringComparison.Ordinal)}]", Weights),
                "layer 'c': the variable 'weights' is there twice"
            ),
        ];

    protected override IEnumerable<HostileInput> MissingParts =>
        [
            new([], "has 0 bytes, too few for a safetensors file"),
            new(Raw("{}"), "is no Akida file: format is '', must be 'akida-layers'"),
            new(Raw("[]"), "is no safetensors file: its header is no JSON object"),
            new(Raw("""{"__metadata__": {"format": "akida-layers"}}"""), "__metadata__ has no format_version"),
            new(Raw("""{"__metadata__": {"format": 3}}"""), "__metadata__.format is 3, must be a text"),
            new(Raw("""{"x": {"dtype": "I8"}}"""), "tensor 'x'.shape is missing"),
            new(Akida($"[{Input}]", Weights), "tensor 'c/"),
            new(
                Akida($"[{Input}, {Conv.Replace("\"scales\"", "\"scales\", \"bias\"", StringComparison.Ordinal)}]", Weights),
                "layer 'c': tensor 'c/bias' is missing"
            ),
            new(
                Akida($"[{Input}, {Conv.Replace("\"type\": \"Conv2D\", ", "", StringComparison.Ordinal)}]", Weights),
                "layer 'c': layer.type is missing"
            ),
            new(Akida($"[{Input}, 7]", Weights), "layer is 7, must be an object"),
            new(With(Weights.Replace("I8", "F64", StringComparison.Ordinal)), "tensor 'c/weights'.dtype is \"F64\", must be"),
        ];

    protected override IEnumerable<HostileInput> NotFinite =>
        [
            new(Akida($"[{Input}, {Conv}]", Weights, scale: float.NaN), "tensor 'c/scales' has the value NaN at 1, must be finite"),
            new(
                Akida($"[{Input}, {Conv}]", Weights, scale: float.PositiveInfinity),
                "tensor 'c/scales' has the value Infinity at 1, must be finite"
            ),
            new(
                Akida($"[{Input}, {Conv.Replace("\"filters\": 2", "\"filters\": NaN", StringComparison.Ordinal)}]", Weights),
                "layers is not valid JSON: 'N' is an invalid start of a value"
            ),
            new(
                Akida($"[{Input}, {Conv.Replace("\"filters\": 2", "\"filters\": 1e999", StringComparison.Ordinal)}]", Weights),
                "layer 'c': parameters.filters is 1e999, must be"
            ),
            new(
                With(Weights.Replace("[8, 12]", "[8, 1e999]", StringComparison.Ordinal)),
                "tensor 'c/weights'.data_offsets is [8, 1e999], must be"
            ),
        ];

    protected override IEnumerable<HostileInput> DeepNesting =>
        [
            new(
                Raw(Nested(100_000)),
                "is no safetensors file: its header is not valid JSON: The maximum configured depth of 64 has been exceeded"
            ),
            new(Akida(Nested(100_000), Weights), "layers is not valid JSON: The maximum configured depth of 64 has been exceeded"),
        ];

    protected override IEnumerable<long> Boundaries(byte[] file)
    {
        const int lengthSize = 8;
        long dataStart = lengthSize + BitConverter.ToInt64(file);
        using JsonDocument header = JsonDocument.Parse(file.AsMemory(lengthSize, (int)dataStart - lengthSize));
        return
        [
            0,
            lengthSize,
            dataStart,
            .. header
                .RootElement.EnumerateObject()
                .Where(entry => entry.Name != "__metadata__")
                .SelectMany(entry => entry.Value.GetProperty("data_offsets").EnumerateArray())
                .Select(offset => dataStart + offset.GetInt64()),
        ];
    }

    protected override void Read(string path) => AkidaFile.Read(path);

    private static byte[] Recorded()
    {
        string path = Path.GetTempFileName();
        AkidaFile.Write(path, RecordedAkidaModel.Read(Path.Combine(Testing.TestFolders.Data, "cases", "random_v1_0003")));
        byte[] bytes = File.ReadAllBytes(path);
        File.Delete(path);
        return bytes;
    }

    private static byte[] With(string weights) => Akida($"[{Input}, {Conv}]", weights);

    private static byte[] Akida(string layers, string weights, float scale = 1)
    {
        JsonObject metadata = new()
        {
            ["format"] = "akida-layers",
            ["format_version"] = "1",
            ["name"] = "m",
            ["akida_version"] = "2.0",
            ["layers"] = layers,
        };
        return Raw(
            $$"""{"__metadata__": {{metadata.ToJsonString()}}, "c/weights": {{weights}}, "c/scales": {{Scales}}}""",
            [.. BitConverter.GetBytes(0.5f), .. BitConverter.GetBytes(scale), 1, 2, 3, 4]
        );
    }

    private static byte[] Raw(string header, params byte[] values)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((long)text.Length), .. text, .. values];
    }

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
