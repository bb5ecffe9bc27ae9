using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Akida.Formats;
using Akida.Graph;
using Akida.Testing;

namespace Akida.Formats.Tests;

public sealed class AkidaFileTests : IDisposable
{
    private static readonly AkidaModel Small = new(
        "small",
        AkidaVersion.V2,
        [
            new("in", "InputData", [], [new("input_shape", EquatableArray.Create<int>([1, 1, 2])), new("input_bits", 4)], []),
            new(
                "a/b",
                "Conv2D",
                ["in"],
                [new("padding", "Same"), new("flag", true)],
                [
                    new("weights", new(1, 2), new sbyte[] { -1, 1 }),
                    new("scales", new(2), new[] { 0.5f, 1 }),
                    new("none", new(0), new short[0]),
                ]
            ),
        ]
    );

    private readonly string path = Path.Combine(Path.GetTempPath(), $"akida-{Guid.NewGuid():N}{AkidaFile.Extension}");

    public static TheoryData<string> Cases =>
        [.. TestFolders.Cases.Where(RecordedAkidaModel.Exists).Select(folder => Path.GetFileName(folder)!)];

    public void Dispose() => File.Delete(path);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Converted_models_survive(string name)
    {
        AkidaModel model = RecordedAkidaModel.Read(TestFolders.Cases.First(folder => Path.GetFileName(folder) == name));
        AkidaFile.Write(path, model);
        AssertSame(model, AkidaFile.Read(path));
    }

    [Fact]
    public void Any_reader_of_safetensors_finds_the_tensors()
    {
        AkidaFile.Write(path, Small);

        byte[] bytes = File.ReadAllBytes(path);
        int headerLength = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        JsonElement header = JsonDocument.Parse(bytes.AsMemory(8, headerLength)).RootElement;
        Assert.Equal(0, headerLength % 8);
        Assert.All(
            header.GetProperty("__metadata__").EnumerateObject(),
            entry => Assert.Equal(JsonValueKind.String, entry.Value.ValueKind)
        );

        byte[] Tensor(string name, string dtype, int[] shape)
        {
            JsonElement entry = header.GetProperty(name);
            Assert.Equal(dtype, entry.GetProperty("dtype").GetString());
            Assert.Equal(shape, entry.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()));
            int[] offsets = [.. entry.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt32())];
            return bytes[(8 + headerLength)..][offsets[0]..offsets[1]];
        }

        Assert.Equal([0xff, 0x01], Tensor("a/b/weights", "I8", [1, 2]));
        Assert.Equal([0, 0, 0, 0x3f, 0, 0, 0x80, 0x3f], Tensor("a/b/scales", "F32", [2]));
        Assert.Empty(Tensor("a/b/none", "I16", [0]));
    }

    [Theory]
    [InlineData(
        "\"format_version\":\"1\"",
        "\"format_version\":\"2\"",
        "format_version is 2, must be 1; it was written by another version of this tool"
    )]
    [InlineData(
        "\"format\":\"akida-layers\"",
        "\"format\":\"akida-cayers\"",
        "is no Akida file: format is 'akida-cayers', must be 'akida-layers'"
    )]
    [InlineData("\"akida_version\":\"2.0\"", "\"akida_version\":\"3.0\"", "akida_version is 3.0, must be 1.0 or 2.0")]
    [InlineData("\"a/b/none\"", "\"a/b/nine\"", "layer 'a/b': tensor 'a/b/none' is missing")]
    [InlineData(
        "\"I8\"",
        "\"I4\"",
        "tensor 'a/b/weights'.dtype is \"I4\", must be \"I8\" or \"U8\" or \"I16\" or \"U16\" or \"I32\" or \"F32\""
    )]
    [InlineData("[1,2]", "[1,3]", "tensor 'a/b/weights' of type I8 and shape 1×3 cannot have 2 bytes")]
    [InlineData("[0,8]", "[1,9]", "tensor 'a/b/scales' lies at bytes 1 to 9, must begin at 0 and end by 10")]
    [InlineData("[8,10]", "[8,11]", "tensor 'a/b/weights' of type I8 and shape 1×2 cannot have 3 bytes")]
    [InlineData("{\"__", "!\"__", "is no safetensors file: its header is not valid JSON")]
    public void Damage_is_named(string text, string replacement, string message)
    {
        AkidaFile.Write(path, Small);
        byte[] bytes = File.ReadAllBytes(path);
        int at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text));
        Assert.True(at >= 0, "the file has no " + text);
        File.WriteAllBytes(path, [.. bytes[..at], .. Encoding.UTF8.GetBytes(replacement), .. bytes[(at + text.Length)..]]);
        if (replacement.Length != text.Length)
        {
            // Keep the header as long as it says: one of its padding spaces makes room.
            byte[] changed = File.ReadAllBytes(path);
            int space = Array.LastIndexOf(changed, (byte)' ');
            File.WriteAllBytes(path, [.. changed[..space], .. changed[(space + 1)..]]);
        }

        Assert.StartsWith($"{path}: {message}", Assert.Throws<ModelFileException>(() => AkidaFile.Read(path)).Message);
    }

    [Fact]
    public void The_file_lies_beside_the_model() => Assert.Equal("/models/kws.akida.safetensors", AkidaFile.PathBeside("/models/kws.h5"));

    private static void AssertSame(AkidaModel expected, AkidaModel actual)
    {
        Assert.Equal((expected.Name, expected.Version, expected.Layers.Count), (actual.Name, actual.Version, actual.Layers.Count));
        foreach ((AkidaLayer want, AkidaLayer got) in expected.Layers.Zip(actual.Layers))
        {
            Assert.Equal(want with { Variables = [] }, got with { Variables = [] });
            Assert.Equal(
                want.Variables.Select(variable => (variable.Name, variable.Shape)),
                got.Variables.Select(variable => (variable.Name, variable.Shape))
            );
            Assert.All(want.Variables.Zip(got.Variables), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
        }
    }
}
