using System.Text.Json;
using Akida.Cli.Output;
using Akida.Formats;
using Akida.Formats.Onnx;
using Akida.Graph;
using Akida.Graph.Operations;
using Akida.Reports.Summaries;
using Akida.Testing;

namespace Akida.Cli.Tests;

/// <summary>What <c>akida_models summary</c> tells of models of all kinds.</summary>
public class SummaryTests
{
    private static readonly string[] Converted =
    [
        "random_v1_0003",
        "random_v2_0002",
        "random_v2_0003",
        "random_v2_0017",
        "zoo_gxnor_mnist_v2_i8_w8_a8",
    ];

    public static TheoryData<string> ConvertedCases => [.. Converted];

    [Fact]
    public void The_table_has_the_columns_of_Keras_and_totals()
    {
        string table = CommandLine.RunWell("akida_models", "summary", "-m", CaseFile("random_v2_0017", "float.h5"));

        Assert.All(
            ["Layer", "Kind", "Output shape", "Parameters", "Multiply-adds", "Zero weights", "Connected to"],
            column => Assert.Contains(column, table)
        );
        Assert.Contains("Total parameters: ", table);
        Assert.Contains("Non-trainable parameters: ", table);
        Assert.Contains("Multiply-adds for one input: ", table);
        Assert.Contains(table.Split('\n'), line => line.Contains(" Add ") && line.Contains("res_1_b/BN, pw_0/relu"));
    }

    [Theory]
    [MemberData(nameof(ConvertedCases))]
    public void A_quantized_model_and_its_conversion_agree(string name)
    {
        using TemporaryFolder folder = new();
        File.Copy(CaseFile(name, "quantized.h5"), folder["net.h5"]);
        using (AkidaTarget.Set(name.Contains("_v1_") ? AkidaVersion.V1 : AkidaVersion.V2))
        {
            CommandLine.RunWell("cnn2snn", "convert", "-m", folder["net.h5"]);
        }

        JsonElement quantized = Summary(folder["net.h5"]),
            akida = Summary(folder["net.akida.safetensors"]);

        Assert.Equal("quantized", quantized.GetProperty("kind").GetString());
        Assert.Equal("akida", akida.GetProperty("kind").GetString());
        Assert.Equal(quantized.GetProperty("multiply_adds").GetInt64(), akida.GetProperty("multiply_adds").GetInt64());
        Assert.Equal(quantized.GetProperty("weight_sparsity").GetDouble(), akida.GetProperty("weight_sparsity").GetDouble());
    }

    [Theory]
    [MemberData(nameof(ConvertedCases))]
    public void Zeros_of_quantized_kernels_are_the_recorded_ones(string name)
    {
        NpyArray[] kernels =
        [
            .. NpzFile
                .Read(CaseFile(name, "akida.npz"))
                .Where(array => array.Key.Split(':')[^1].StartsWith("weights", StringComparison.Ordinal))
                .Select(array => array.Value),
        ];
        double share =
            (double)kernels.Sum(kernel => kernel.ToInt64s().LongCount(value => value == 0))
            / kernels.Sum(kernel => kernel.Values.LongLength);

        Assert.Equal(share, Summary(CaseFile(name, "quantized.h5")).GetProperty("weight_sparsity").GetDouble());
    }

    [Fact]
    public void Programs_get_weights_and_settings()
    {
        JsonElement layer = Summary(CaseFile("zoo_gxnor_mnist_v1_i8_w2_a1", "quantized.h5"))
            .GetProperty("layers")
            .EnumerateArray()
            .Single(item => item.GetProperty("layer").GetString() == "block_2/conv_1");

        Assert.Equal("QuantizedConv2D", layer.GetProperty("kind").GetString());
        Assert.Equal([3, 3], layer.GetProperty("settings").GetProperty("kernel_size").EnumerateArray().Select(size => size.GetInt32()));
        JsonElement kernel = layer
            .GetProperty("weights")
            .EnumerateArray()
            .Single(weight => weight.GetProperty("name").GetString() == "kernel");
        Assert.Equal(2, kernel.GetProperty("bits").GetInt32());
        Assert.True(kernel.GetProperty("zeros").GetInt64() > 0);
    }

    [Fact]
    public void An_ONNX_model_has_the_layers_that_it_was_exported_from()
    {
        using TemporaryFolder folder = new();
        OnnxExport.Write(folder["net.onnx"], KerasFile.Read(CaseFile("random_v2_0017", "float.h5")));

        JsonElement exported = Summary(folder["net.onnx"]),
            original = Summary(CaseFile("random_v2_0017", "float.h5"));

        Assert.Equal("float", exported.GetProperty("kind").GetString());
        Assert.Equal(original.GetProperty("multiply_adds").GetInt64(), exported.GetProperty("multiply_adds").GetInt64());
        Assert.Equal(Kernels(original), Kernels(exported));

        static IEnumerable<string> Kernels(JsonElement summary) =>
            summary
                .GetProperty("layers")
                .EnumerateArray()
                .SelectMany(layer => layer.GetProperty("weights").EnumerateArray())
                .Where(weight => weight.GetProperty("name").GetString()!.EndsWith("kernel", StringComparison.Ordinal))
                .Select(weight => $"{weight.GetProperty("name")} {string.Join('×', weight.GetProperty("shape").EnumerateArray())}");
    }

    [Fact]
    public void The_page_is_written()
    {
        using TemporaryFolder folder = new();
        CommandLine.RunWell("akida_models", "create", "-s", folder["net.h5"], "gxnor_mnist");

        string said = CommandLine.RunWell("akida_models", "summary", "-m", folder["net.h5"], "--html", folder["net.html"]);

        Assert.Equal($"Summary saved as {folder["net.html"]}", said.TrimEnd());
        Assert.Equal(["net.h5", "net.html"], folder.Files);
        Assert.Contains("block_1/conv_1", File.ReadAllText(folder["net.html"]));
    }

    [Fact]
    public void Names_cannot_command_the_terminal()
    {
        ModelGraph graph = ModelGraph.Create(
            "\u001b]0;owned\a[bold]",
            [
                new LayerNode("in\u001b[2J[red]", new InputLayer { Shape = new TensorShape(4) }, []),
                new LayerNode("a\u202Eb", new ReLU(), ["in\u001b[2J[red]"]),
            ]
        );
        using StringWriter output = new();

        TableView.Write(
            new CliConsole(output, output, isTerminal: false),
            SummaryTable.Of(ModelSummary.Of(new Model(graph, WeightSet.Empty)))
        );

        Assert.DoesNotContain('\u001b', output.ToString());
        Assert.DoesNotContain('\u202E', output.ToString());
        Assert.Contains("in\uFFFD[2J[red]", output.ToString());
    }

    private static JsonElement Summary(string path) =>
        JsonDocument.Parse(CommandLine.RunWell("akida_models", "summary", "-m", path, "--json")).RootElement;

    private static string CaseFile(string name, string file) =>
        Path.Combine(TestFolders.Cases.Single(path => Path.GetFileName(path) == name), file);
}
