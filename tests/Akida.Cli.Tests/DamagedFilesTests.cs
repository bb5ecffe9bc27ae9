using System.Diagnostics;
using System.Text;
using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Operations;
using Akida.Testing;

namespace Akida.Cli.Tests;

/// <summary>
/// Every command that takes a file, given each kind of damaged file: one line that names the file, exit code 1, nothing written. What
/// <c>verify</c> says of damaged cases is in its own tests.
/// </summary>
public sealed class DamagedFilesTests(ITestOutputHelper output)
{
    private const int MaximumMilliseconds = 5000;

    private static readonly string Case = Path.Combine(TestFolders.Data, "cases", "random_v1_0003");

    /// <summary>Damaged models, and what is said of each behind its name.</summary>
    private static readonly (string File, Func<byte[]> Make, string Message)[] Models =
    [
        ("empty.h5", () => [], "is no HDF5 file"),
        ("text.h5", () => "not a model"u8.ToArray(), "is no HDF5 file"),
        ("short.h5", () => Bytes("float.h5")[..^1], "is cut short: it has "),
        ("half.h5", () => Bytes("quantized.h5")[..20_000], "is cut short: it has 20000 bytes"),
        ("nan.h5", () => WithNaN(Bytes("float.h5")), "must be finite"),
        ("cycle.h5", () => Renamed(Bytes("float.h5"), "[[[\"stem\", 0, 0", "[[[\"flat\", 0, 0"), "does not exist"),
        ("other.h5", () => Renamed(Bytes("float.h5"), "\"filters\": ", "\"filters\":9"), "has shape "),
        (
            "huge.h5",
            () => Renamed(Bytes("float.h5"), "\"batch_input_shape\": [null, 26, 19, 1], ", "\"batch_input_shape\":[null,60000,9999,1],"),
            "layer 'input': the output is 60000×9999×1, more than"
        ),
        ("short.onnx", () => Onnx()[..^20], ""),
        ("text.onnx", () => "not a model"u8.ToArray(), "is not a readable ONNX file"),
        ("empty.onnx", () => [], "holds no graph"),
        ("short" + AkidaFile.Extension, () => Akida()[..^1], "tensor '"),
        ("text" + AkidaFile.Extension, () => "not a model"u8.ToArray(), "is no safetensors file"),
        ("bomb" + AkidaFile.Extension, () => [.. Enumerable.Repeat((byte)255, 100)], "is no safetensors file"),
    ];

    /// <summary>
    /// The commands that take a model; <c>MODEL</c> stands for it, <c>NEW</c> for a file that must not come to be, <c>DATA</c> for a good
    /// archive of inputs.
    /// </summary>
    public static TheoryData<string> ModelCommands =>
        [
            "akida_models summary -m MODEL",
            "akida_models summary -m MODEL --json",
            "akida_models summary -m MODEL --html NEW",
            "akida_models check -m MODEL",
            "akida_models predict -m MODEL -i DATA -o NEW",
            "akida_models predict -m MODEL -i DATA -o NEW --layers",
            "akida_models sparsity -m MODEL",
            "akida_models sparsity -m MODEL -sa DATA -v --plot NEW.png",
            "akida_models export -m MODEL -s NEW",
            "akida_models unfuse -m MODEL",
            "akida_models save_weights -m MODEL -w NEW",
            "quantizeml quantize -m MODEL -s NEW",
            "quantizeml quantize -m MODEL -s NEW -sa DATA",
            "quantizeml config -m MODEL -o NEW",
            "quantizeml insert_rescaling -m MODEL -d NEW -s 1 -o 0",
            "cnn2snn convert -m MODEL",
            "cnn2snn reshape -m MODEL -ih 32 -iw 32",
            "mnist_train train -m MODEL -e 1 -s NEW",
            "mnist_train tune -m MODEL -e 1 -s NEW",
            "mnist_train extract -m MODEL -s NEW",
            "mnist_train eval -m MODEL",
            "mnist_train eval -m MODEL -ak",
        ];

    /// <summary>The commands that take other files, the damaged file that each is given, and what is said of it.</summary>
    public static TheoryData<string, string, string> OtherFiles =>
        new()
        {
            { "akida_models predict -m GOOD -i BAD.npz -o NEW", "short", "is not a readable npz file" },
            { "akida_models predict -m GOOD -i BAD.npz -o NEW", "text", "is not a readable npz file" },
            { "akida_models predict -m GOOD -i BAD.npz -o NEW", "flipped", "array 'x' is damaged: its checksum is" },
            { "akida_models predict -m FLOAT -i BAD.npz -o NEW", "nan", "array 'x' has the value NaN at 1, must be finite" },
            { "akida_models predict -m FLOAT -i BAD.npz -o NEW", "texts", "array 'x' holds texts, must hold numbers" },
            { "akida_models sparsity -m GOOD -sa BAD.npz", "short", "is not a readable npz file" },
            { "quantizeml quantize -m FLOAT -s NEW -sa BAD.npz", "short", "is not a readable npz file" },
            { "quantizeml quantize -m FLOAT -s NEW -sa BAD.npz", "nan", "has the value NaN at 1, must be finite" },
            { "quantizeml quantize -m FLOAT -s NEW -sa BAD.npz", "flipped", "array 'x' is damaged: its checksum is" },
            { "quantizeml quantize -m FLOAT -s NEW -sa BAD.npz", "texts", "holds texts, must hold numbers" },
            { "quantizeml quantize -m FLOAT -s NEW -c BAD.json", "text", "is not a readable JSON file" },
            { "quantizeml quantize -m FLOAT -s NEW -c BAD.json", "nested", "is not a readable JSON file" },
            { "quantizeml quantize -m FLOAT -s NEW -c BAD.json", "list", "must hold a JSON object of settings by layer" },
            {
                "quantizeml quantize -m FLOAT -s NEW -c BAD.json",
                "absurd",
                "layer 'stem': quant_config.output_quantizer.bitwidth is 99, must be 1 to 32"
            },
            { "quantizeml quantize -m FLOAT -s NEW -c BAD.json", "twice", "is not a readable JSON file" },
            { "akida_models load_weights -m GOOD -w BAD.npz", "short", "is not a readable npz file" },
            { "akida_models load_weights -m GOOD -w BAD.npz", "nan", "has no array '" },
        };

    [Theory]
    [MemberData(nameof(ModelCommands))]
    public void Damaged_models_get_one_line(string command)
    {
        using TemporaryFolder folder = new();
        File.Copy(Path.Combine(Case, "calib.npz"), folder["data.npz"]);
        foreach ((string file, Func<byte[]> make, string message) in Models)
        {
            File.WriteAllBytes(folder[file], make());
            ExpectOneLine(folder, command.Replace("MODEL", folder[file], StringComparison.Ordinal), folder[file], message);
            File.Delete(folder[file]);
        }

        output.WriteLine($"{command}: {Models.Length} inputs");
    }

    [Theory]
    [MemberData(nameof(OtherFiles))]
    public void Other_damaged_files_get_one_line(string command, string damage, string message)
    {
        using TemporaryFolder folder = new();
        File.Copy(Path.Combine(Case, "quantized.h5"), folder["good.h5"]);
        File.Copy(Path.Combine(Case, "float.h5"), folder["float.h5"]);
        string bad = folder["bad" + (command.Contains(".npz", StringComparison.Ordinal) ? ".npz" : ".json")];
        File.WriteAllBytes(bad, Damaged(damage, folder["whole.npz"]));
        File.Delete(folder["whole.npz"]);
        ExpectOneLine(
            folder,
            command
                .Replace("GOOD", folder["good.h5"], StringComparison.Ordinal)
                .Replace("FLOAT", folder["float.h5"], StringComparison.Ordinal)
                .Replace("BAD.npz", bad, StringComparison.Ordinal)
                .Replace("BAD.json", bad, StringComparison.Ordinal),
            bad,
            message
        );
        output.WriteLine($"{command}, {damage}: 1 inputs");
    }

    private static byte[] Damaged(string damage, string scratch)
    {
        switch (damage)
        {
            case "text":
                return "not what it should be"u8.ToArray();
            case "list":
                return "[1, 2]"u8.ToArray();
            case "nested":
                return Encoding.ASCII.GetBytes(new string('[', 100_000));
            case "absurd":
                return "{\"stem\": {\"output_quantizer\": {\"bitwidth\": 99}}}"u8.ToArray();
            case "twice":
                return "{\"stem\": {}, \"stem\": {}}"u8.ToArray();
        }

        TensorShape shape = (
            (InputLayer)((KerasModelFile)ModelFile.Load(Path.Combine(Case, "float.h5"))).Model.Graph.Input.Operation
        ).Shape;
        int length = (int)shape.Elements;
        Array values =
            damage == "texts" ? Enumerable.Repeat("a", length).ToArray()
            : damage == "nan" ? NaNs(length)
            : new byte[length];
        NpzFile.Write(scratch, [new("x", new NpyArray([1, .. shape.Dimensions], values))]);
        byte[] whole = File.ReadAllBytes(scratch);
        if (damage == "flipped")
        {
            // The checksum that the directory has.
            whole[whole.AsSpan().IndexOf("PK\u0001\u0002"u8) + 16] ^= 1;
        }

        return damage == "short" ? whole[..^1] : whole;
    }

    private static float[] NaNs(int length)
    {
        float[] values = new float[length];
        values[1] = float.NaN;
        return values;
    }

    private static void ExpectOneLine(TemporaryFolder folder, string command, string file, string message)
    {
        string[] before = [.. folder.Files];
        Stopwatch time = Stopwatch.StartNew();

        CommandLineResult result = CommandLine.Run(
            command
                .Replace("NEW", folder["new"], StringComparison.Ordinal)
                .Replace("DATA", folder["data.npz"], StringComparison.Ordinal)
                .Split(' ')
        );

        string line = Assert.Single(
            result.Error.TrimEnd().Split('\n'),
            line => !line.Contains("warning", StringComparison.OrdinalIgnoreCase)
        );
        Assert.Equal(1, result.ExitCode);
        Assert.DoesNotContain("saved", result.Output, StringComparison.OrdinalIgnoreCase);
        Assert.True(line.Contains("error: " + file, StringComparison.Ordinal) && line.Contains(message, StringComparison.Ordinal), line);
        Assert.DoesNotContain("AKIDA_TRACE", line);
        Assert.Equal(before, folder.Files);
        Assert.InRange(time.ElapsedMilliseconds, 0, MaximumMilliseconds);
    }

    private static byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(Case, file));

    private static byte[] Renamed(byte[] bytes, string from, string to)
    {
        int at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(from));
        Assert.True(at >= 0, from);
        Encoding.ASCII.GetBytes(to).CopyTo(bytes, at);
        return bytes;
    }

    private static byte[] WithNaN(byte[] bytes)
    {
        float first = ((KerasModelFile)ModelFile.Load(Path.Combine(Case, "float.h5")))
            .Model.Weights.All.First(weight => weight.Weight == "kernel")
            .Value.Values[0];
        int at = bytes.AsSpan().IndexOf(BitConverter.GetBytes(first));
        BitConverter.GetBytes(float.NaN).CopyTo(bytes, at);
        return bytes;
    }

    private static byte[] Onnx() =>
        Written(
            ".onnx",
            path =>
                File.WriteAllBytes(
                    path,
                    Formats.Onnx.OnnxExport.ToBytes(((KerasModelFile)ModelFile.Load(Path.Combine(Case, "float.h5"))).Model)
                )
        );

    private static byte[] Akida() =>
        Written(
            AkidaFile.Extension,
            path =>
                AkidaFile.Write(
                    path,
                    new AkidaModel("m", AkidaVersion.V2, [new("c", "Conv2D", [], [], [new("weights", new(2, 2), new sbyte[4])])])
                )
        );

    private static byte[] Written(string extension, Action<string> write)
    {
        using TemporaryFolder folder = new();
        write(folder["x" + extension]);
        return File.ReadAllBytes(folder["x" + extension]);
    }
}
