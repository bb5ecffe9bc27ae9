using Akida.Formats;
using Akida.Graph;
using Akida.Testing;

namespace Akida.Cli.Tests;

/// <summary>Models that are built on others: <c>create -bw</c>.</summary>
public class BaseWeightsTests
{
    [Fact]
    public void Base_weights_are_loaded_by_layer_name()
    {
        using TemporaryFolder folder = new();
        Model backbone = Create(folder["base"], "--seed", "1", "akidanet_imagenet", "-a", "0.25", "-c", "3");
        Model plain = Create(folder["plain"], "--seed", "2", "yolo_base", "-a", "0.25");

        Model yolo = Create(folder["yolo"], "--seed", "2", "yolo_base", "-a", "0.25", "-bw", folder["base.h5"]);

        string[] shared = [.. yolo.Weights.Layers.Intersect(backbone.Weights.Layers)];
        Assert.Contains("pw_separable_13", shared);
        Assert.DoesNotContain("classifier", shared);
        Assert.All(
            yolo.Weights.All,
            weight =>
                Assert.Equal(
                    (shared.Contains(weight.Layer) ? backbone : plain).Weights[weight.Layer, weight.Weight].Values,
                    weight.Value.Values
                )
        );
    }

    [Fact]
    public void Base_weights_of_another_width_are_refused()
    {
        using TemporaryFolder folder = new();
        Create(folder["base"], "akidanet_imagenet", "-i", "32", "-a", "0.25");

        CommandLineResult result = CommandLine.Run(
            "akida_models",
            "create",
            "-s",
            folder["yolo"],
            "yolo_base",
            "-a",
            "0.5",
            "-bw",
            folder["base.h5"]
        );

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("base.h5", result.Error, StringComparison.Ordinal);
        Assert.Contains("conv_0/kernel", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["yolo.h5"]));
    }

    [Fact]
    public void A_file_without_any_layer_of_the_model_is_refused()
    {
        using TemporaryFolder folder = new();
        Create(folder["base"], "gxnor_mnist");

        CommandLineResult result = CommandLine.Run(
            "akida_models",
            "create",
            "-s",
            folder["yolo"],
            "yolo_base",
            "-a",
            "0.25",
            "-bw",
            folder["base.h5"]
        );

        Assert.Equal(1, result.ExitCode);
        Assert.EndsWith("base.h5 has weights of no layer of yolo_base for Akida 2.0", result.Error.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("akidanet_edge_imagenet")]
    [InlineData("akidanet_imagenet_edge")]
    public void An_edge_model_keeps_the_features_of_its_base(string word)
    {
        using TemporaryFolder folder = new();
        Model backbone = Create(folder["base"], "--seed", "1", "akidanet_imagenet", "-i", "64", "-a", "0.35", "-c", "250");

        Assert.Equal(
            $"Model saved as {word}.h5",
            CommandLine.RunIn(folder, "akida_models", "create", ["--seed", "2", word, "-c", "20", "-bw", "base.h5"]).TrimEnd()
        );

        Model edge = KerasFile.Read(folder[word + ".h5"]);
        Assert.Equal("akidanet_0.35_64_250_edge", edge.Graph.Name);
        Assert.Equal(new TensorShape(20), new GraphIndex(edge.Graph).Shape(edge.Graph.Outputs[0]));
        Assert.Equal(backbone.Graph.Layers.Take(backbone.Graph.Layers.Count - 1), edge.Graph.Layers.Take(backbone.Graph.Layers.Count - 1));
        Assert.Equal(backbone.Weights["pw_separable_13", "kernel"].Values, edge.Weights["pw_separable_13", "kernel"].Values);
    }

    [Theory]
    [InlineData("-bl softmax", "model 'akidanet_0.25_32_1000' has no layer 'softmax'")]
    [InlineData("-bl conv_3", "layer 'conv_3' of model 'akidanet_0.25_32_1000' is a Conv2D, must be the classifier of an AkidaNet")]
    public void An_edge_model_needs_a_classifier_to_replace(string arguments, string expected)
    {
        using TemporaryFolder folder = new();
        Create(folder["base"], "akidanet_imagenet", "-i", "32", "-a", "0.25");

        CommandLineResult result = CommandLine.Run([
            "akida_models",
            "create",
            "-s",
            folder["edge"],
            "akidanet_imagenet_edge",
            "-bw",
            folder["base.h5"],
            .. arguments.Split(' '),
        ]);

        Assert.Equal(1, result.ExitCode);
        Assert.EndsWith(expected, result.Error.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_edge_model_and_its_base_are_for_one_version()
    {
        using TemporaryFolder folder = new();
        using (AkidaTarget.Set(AkidaVersion.V1))
        {
            Create(folder["base"], "akidanet_imagenet", "-i", "32", "-a", "0.25");
        }

        CommandLineResult result = CommandLine.Run(
            "akida_models",
            "create",
            "-s",
            folder["edge"],
            "akidanet_imagenet_edge",
            "-bw",
            folder["base.h5"]
        );

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("is not as in akidanet_0.25_32_1000_edge for Akida 2.0", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_target_version_is_that_of_the_scope()
    {
        using TemporaryFolder folder = new();
        using IDisposable scope = AkidaTarget.Set(AkidaVersion.V1);

        Model model = Create(folder["kws"], "ds_cnn_kws");

        Assert.Contains("separable_1", model.Graph.Layers.Select(layer => layer.Name));
    }

    private static Model Create(string path, params string[] arguments)
    {
        CommandLine.RunWell(["akida_models", "create", "-s", path, .. arguments]);
        return KerasFile.Read(path + ".h5");
    }
}
