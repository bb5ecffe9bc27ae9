using System.Diagnostics;
using System.Text.Json.Nodes;
using Akida.Formats;
using Akida.Formats.Keras;
using Akida.Graph;
using Akida.Graph.Operations;
using Akida.Testing;

namespace Akida.Formats.Tests;

public sealed class KerasFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("akida-keras-").FullName;

    public static TheoryData<string> Files => [.. ReferenceFiles.All];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Files))]
    public void Round_trip_keeps_settings_and_weights(string name)
    {
        string reference = ReferenceFiles.PathOf(name),
            copy = Path.Combine(folder, "copy.h5");
        Model model = KerasFile.Read(reference);
        KerasFile.Write(copy, model);

        AssertSameConfig(ReferenceFiles.ModelConfig(reference), ReferenceFiles.ModelConfig(copy));
        Model again = KerasFile.Read(copy);
        Assert.Equal(model.Graph, again.Graph);
        AssertSameWeights(model, again);
    }

    [Fact]
    public void Python_reads_what_is_written()
    {
        string? script = TestFolders.Shared is { } shared ? Path.Combine(shared, "tools", "keras_h5_check.py") : null;
        if (script is null || !HasH5py())
        {
            Assert.Skip("needs the shared tools and Python with h5py");
        }

        // One process for all: the checker compares one reference at a time.
        List<string> commands = [];
        foreach (string name in ReferenceFiles.All)
        {
            string copy = Path.Combine(folder, $"{commands.Count}.h5");
            KerasFile.Write(copy, KerasFile.Read(ReferenceFiles.PathOf(name)));
            commands.Add($"[\"{copy}\", \"--like\", \"{ReferenceFiles.PathOf(name)}\"]");
        }

        string driver = $"""
            import runpy, sys
            check = runpy.run_path("{script}")["main"]
            sys.exit(any([check(arguments) for arguments in [{string.Join(", ", commands)}]]))
            """;
        (int code, string output) = Python(driver);
        Assert.True(code == 0, output);
        Assert.Equal(commands.Count, output.Split('\n').Count(line => line.Contains(": ok,", StringComparison.Ordinal)));
    }

    [Fact]
    public void Weights_that_do_not_fit_are_named()
    {
        string path = Path.Combine(folder, "model.h5");
        ModelGraph graph = ModelGraph.Create(
            "m",
            [new("in", new InputLayer { Shape = new(2) }, []), new("a/fc", new Dense { Units = 1, UseBias = false }, ["in"])]
        );
        Model model = new(graph, WeightSet.Create([("a/fc", "kernel", new(new(2, 1), [1234567f, 7654321f]))]));

        Assert.Equal(
            $"{path}: cannot be written: layer 'a/fc': weight 'kernel' is 1×2, must be 2×1",
            Assert
                .Throws<ModelFileException>(() =>
                    KerasFile.Write(path, model with { Weights = WeightSet.Create([("a/fc", "kernel", new(new(1, 2), [1, 2]))]) })
                )
                .Message
        );
        Assert.False(File.Exists(path));

        KerasFile.Write(path, model);
        AssertDamage(
            BitConverter.GetBytes(7654321f),
            BitConverter.GetBytes(float.NaN),
            "layer 'a/fc': weight 'kernel' has the value NaN at 1, must be finite"
        );
        AssertDamage(
            "kernel:0"u8,
            "kennel:0"u8,
            "layer 'a/fc': weight 'kernel' is missing",
            "'/model_weights/a/fc/a/fc/kernel:0' is missing"
        );
        AssertDamage("\"units\":1"u8, "\"units\":2"u8, "'/model_weights/a/fc/a/fc/kernel:0' has shape 2×1, must be 2×2");
        AssertDamage("layer_names"u8, "layer_game_"u8, "attribute 'layer_names' of '/model_weights' is missing");

        void AssertDamage(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> replacement, params string[] messages)
        {
            byte[] damaged = File.ReadAllBytes(path);
            int at = damaged.AsSpan().LastIndexOf(bytes);
            replacement.CopyTo(damaged.AsSpan(at));
            string copy = Path.Combine(folder, "damaged.h5");
            File.WriteAllBytes(copy, damaged);
            Assert.Contains(
                Assert.Throws<ModelFileException>(() => KerasFile.Read(copy)).Message,
                messages.Select(message => $"{copy}: {message}")
            );
        }
    }

    private static void AssertSameConfig(JsonNode expected, JsonNode actual)
    {
        JsonArray expectedLayers = expected["config"]!["layers"]!.AsArray(),
            actualLayers = actual["config"]!["layers"]!.AsArray();
        Assert.Equal(expectedLayers.Count, actualLayers.Count);
        foreach ((JsonNode? want, JsonNode? got) in expectedLayers.Zip(actualLayers))
        {
            RemoveInitializers(want!);
            RemoveInitializers(got!);
        }

        Assert.True(
            JsonNode.DeepEquals(Normalised(expected), Normalised(actual)),
            $"expected {expected.ToJsonString()}\nfound {actual.ToJsonString()}"
        );
    }

    private static void RemoveInitializers(JsonNode layer)
    {
        JsonObject config = layer["config"]!.AsObject();
        foreach (
            string key in config.Select(pair => pair.Key).Where(key => key.EndsWith("_initializer", StringComparison.Ordinal)).ToArray()
        )
        {
            config.Remove(key);
        }
    }

    // 0 and 0.0 are one number.
    private static JsonNode? Normalised(JsonNode? node) =>
        node switch
        {
            JsonObject json => new JsonObject(json.Select(pair => KeyValuePair.Create(pair.Key, Normalised(pair.Value)))),
            JsonArray json => new JsonArray([.. json.Select(Normalised)]),
            JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.Number => JsonValue.Create(
                double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture)
            ),
            _ => node?.DeepClone(),
        };

    private static void AssertSameWeights(Model expected, Model actual)
    {
        Assert.Equal(expected.Weights.Layers.Order(), actual.Weights.Layers.Order());
        foreach (string layer in expected.Weights.Layers)
        {
            foreach ((string weight, Tensor value) in expected.Weights.Of(layer))
            {
                Assert.Equal(value.Shape, actual.Weights[layer, weight].Shape);
                Assert.Equal(value.Values, actual.Weights[layer, weight].Values);
            }
        }
    }

    private static bool HasH5py() => File.Exists("/usr/bin/python3") && Python("import h5py").Code == 0;

    private static (int Code, string Output) Python(string program)
    {
        using Process process = Process.Start(
            new ProcessStartInfo("/usr/bin/python3", ["-c", program]) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
