using System.Text.Json;
using Akida.Formats;
using Akida.Graph;
using Akida.Testing;

namespace Akida.Cli.Tests;

/// <summary>The actions of <c>cnn2snn</c>.</summary>
public class Cnn2snnTests
{
    [Fact]
    public void Reshape_changes_all_maps_and_no_weight()
    {
        using TemporaryFolder folder = new();
        CommandLine.RunWell("akida_models", "create", "-s", folder["net.h5"], "akidanet_imagenet", "-i", "32", "-a", "0.25", "-c", "3");

        string said = CommandLine.RunWell("cnn2snn", "reshape", "-m", folder["net.h5"], "-ih", "64", "-iw", "96");

        Assert.Equal($"Model saved as {folder["net_64_96.h5"]}", said.TrimEnd());
        Model before = KerasFile.Read(folder["net.h5"]),
            after = KerasFile.Read(folder["net_64_96.h5"]);
        GraphIndex shapes = new(after.Graph);
        Assert.Equal(new TensorShape(64, 96, 3), shapes.Shape("input"));
        Assert.Equal(new TensorShape(2, 3, 256), shapes.Shape("dw_separable_13"));
        Assert.Equal(new TensorShape(3), shapes.Shape(after.Graph.Outputs[0]));
        Assert.All(
            before.Weights.Layers,
            layer =>
                Assert.Equal(
                    before.Weights.Of(layer).Select(weight => (weight.Key, Values: string.Join(' ', weight.Value.Values))),
                    after.Weights.Of(layer).Select(weight => (weight.Key, Values: string.Join(' ', weight.Value.Values)))
                )
        );
    }

    [Fact]
    public void A_reshaped_AkidaNet_is_the_recorded_larger_one()
    {
        if (TestFolders.Shared is not { } shared)
        {
            Assert.Skip("the shared reference is not here");
            return;
        }

        using TemporaryFolder folder = new();
        CommandLine.RunWell("akida_models", "create", "-s", folder["net.h5"], "akidanet_imagenet", "-i", "160", "-a", "0.5");
        CommandLine.RunWell("cnn2snn", "reshape", "-m", folder["net.h5"], "-ih", "224", "-iw", "224");
        using JsonDocument recorded = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(shared, "reference", "zoo", "akidanet_imagenet_i224x224x3_a0.5_c1000_v2.json"))
        );

        GraphIndex reshaped = new(KerasFile.Read(folder["net_224_224.h5"]).Graph);

        Assert.Equal(
            recorded
                .RootElement.GetProperty("layers")
                .EnumerateArray()
                .Select(layer =>
                    $"{layer.GetProperty("name")} {string.Join('×', layer.GetProperty("output").EnumerateArray())} "
                    + $"{layer.GetProperty("params")}"
                ),
            reshaped.Graph.Layers.Select(node => $"{node.Name} {reshaped.Shape(node.Name)} {reshaped.Parameters(node)}")
        );
    }

    [Fact]
    public void Reshape_refuses_sizes_that_weights_do_not_fit()
    {
        using TemporaryFolder folder = new();
        File.Copy(Path.Combine(TestFolders.Cases.Single(path => Path.GetFileName(path) == "random_v1_0003"), "float.h5"), folder["net.h5"]);

        CommandLineResult result = CommandLine.Run("cnn2snn", "reshape", "-m", folder["net.h5"], "-ih", "64", "-iw", "64");

        Assert.Equal(1, result.ExitCode);
        Assert.Matches("^cnn2snn reshape: error: .*layer '.*': weight 'kernel' is .*, must be ", result.Error);
        Assert.Equal(["net.h5"], folder.Files);
    }
}
