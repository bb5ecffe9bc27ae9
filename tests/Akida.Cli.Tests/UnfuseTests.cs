using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Lowering;
using Akida.Graph.Operations;
using Akida.Testing;

namespace Akida.Cli.Tests;

/// <summary><c>akida_models unfuse</c>.</summary>
public class UnfuseTests
{
    [Fact]
    public void Separable_convolutions_become_two_layers_that_compute_the_same()
    {
        using TemporaryFolder folder = new();
        string recorded = TestFolders.Cases.Single(path => Path.GetFileName(path) == "random_v1_0028");
        File.Copy(Path.Combine(recorded, "float.h5"), folder["net.h5"]);

        string said = CommandLine.RunWell("akida_models", "unfuse", "-m", folder["net.h5"]);

        Assert.Equal($"Model saved as {folder["net_unfused.h5"]}", said.TrimEnd());
        ModelGraph fused = KerasFile.Read(folder["net.h5"]).Graph,
            unfused = KerasFile.Read(folder["net_unfused.h5"]).Graph;
        Assert.Equal(
            fused.Layers.SelectMany(node =>
                node.Operation is SeparableConv2D ? ["dw_" + node.Name, "pw_" + node.Name] : new[] { node.Name }
            ),
            unfused.Layers.Select(node => node.Name)
        );
        Assert.DoesNotContain(unfused.Layers, node => node.Operation is SeparableConv2D);
        CommandLine.RunWell(
            "akida_models",
            "predict",
            "-m",
            folder["net_unfused.h5"],
            "-i",
            Path.Combine(recorded, "outputs.npz"),
            "-o",
            folder["out.npz"]
        );
        Assert.Equal(
            NpzFile.Read(Path.Combine(recorded, "outputs.npz"))["float_output"].ToSingles(),
            NpzFile.Read(folder["out.npz"]).Single().Value.ToSingles(),
            (left, right) => MathF.Abs(left - right) <= 1e-4f * MathF.Max(1, MathF.Abs(left))
        );
    }

    [Fact]
    public void The_layers_keep_the_settings_and_only_the_pointwise_one_the_bias()
    {
        Model model = Separable(
            new SeparableConv2D
            {
                Filters = 5,
                KernelSize = 3,
                Strides = 2,
                Padding = Padding.Valid,
                Activation = "relu",
                PointwiseRegularizer = Regularizer.L2(1e-4),
            }
        );

        Model unfused = SeparableUnfusing.Unfuse(model);

        Assert.Equal(
            [
                new LayerNode(
                    "dw_conv",
                    new DepthwiseConv2D
                    {
                        KernelSize = 3,
                        Strides = 2,
                        Padding = Padding.Valid,
                        UseBias = false,
                    },
                    ["input"]
                ),
                new LayerNode(
                    "pw_conv",
                    new Conv2D
                    {
                        Filters = 5,
                        Padding = Padding.Same,
                        Activation = "relu",
                        KernelRegularizer = Regularizer.L2(1e-4),
                    },
                    ["dw_conv"]
                ),
            ],
            unfused.Graph.Layers.Skip(1)
        );
        Assert.Equal(["pw_conv"], unfused.Graph.Outputs);
        unfused.CheckWeights();
        Assert.Same(model.Weights["conv", "bias"], unfused.Weights["pw_conv", "bias"]);
    }

    [Fact]
    public void A_convolution_that_several_layers_take_stays()
    {
        Model model = Separable(
            new SeparableConv2D { Filters = 5 },
            new LayerNode("a", new ReLU(), ["conv"]),
            new LayerNode("b", new ReLU(), ["conv"])
        );

        Assert.Equal(model.Graph, SeparableUnfusing.Unfuse(model).Graph);
    }

    [Fact]
    public void A_quantized_model_is_refused()
    {
        string model = Path.Combine(TestFolders.Cases.Single(path => Path.GetFileName(path) == "random_v1_0028"), "quantized.h5");

        CommandLineResult result = CommandLine.Run("akida_models", "unfuse", "-m", model);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("is quantised, must be a float model", result.Error);
    }

    private static Model Separable(SeparableConv2D conv, params LayerNode[] others)
    {
        ModelGraph graph = ModelGraph.Create(
            "net",
            [
                new LayerNode("input", new InputLayer { Shape = new TensorShape(9, 9, 2) }, []),
                new LayerNode("conv", conv, ["input"]),
                .. others,
            ]
        );
        return new Model(graph, WeightInitialization.Create(graph, 1));
    }
}
