using Akida.Graph;
using Akida.Graph.Catalogue;
using Akida.Graph.Lowering;
using Akida.Integers;
using Akida.Quantization.Conversion;
using Akida.Quantization.Quantizing;
using Akida.Samples;

namespace Akida.Zoo.Tests;

/// <summary>The samples: models on blocks of another assembly, and on a model of the zoo.</summary>
public class SampleModelTests
{
    [Fact]
    public void A_ResNet_of_blocks_of_another_assembly()
    {
        GraphIndex index = new(new TinyResNet { Width = 8 }.Build());

        Assert.Equal(["stem/relu"], index["stage_0/residual_0/conv_1"].Inputs);
        Assert.Equal(["stage_0/residual_0/conv_2/relu", "stem/relu"], index["stage_0/residual_0/sum"].Inputs);
        Assert.Equal(["stage_0/residual_1/conv_2/relu", "stage_0/residual_0/sum"], index["stage_0/residual_1/sum"].Inputs);
        Assert.Equal(["stage_0/residual_1/sum"], index["stage_1/down"].Inputs);
        Assert.Equal(["stage_1/residual_0/conv_2/relu", "stage_1/down/relu"], index["stage_1/residual_0/sum"].Inputs);
        Assert.Equal(new TensorShape(32, 32, 8), index.Shape("stage_0/residual_1/sum"));
        Assert.Equal(new TensorShape(8, 8, 32), index.Shape("stage_2/residual_1/sum"));
        Assert.Equal(new TensorShape(10), index.Shape("classifier"));
    }

    [Fact]
    public void What_a_model_is_comes_from_its_comment_also_without_a_documentation_file() =>
        Assert.Equal(
            "A small net for handwritten digits of 28×28: mnist_train trains it to 98 % in minutes.",
            Samples.ModelCatalogue.All.Single(entry => entry.Name == "digit_net").Summary
        );

    [Theory]
    [InlineData(AkidaVersion.V1, "separable_5/relu,context,context/BN,context/relu,mask")]
    [InlineData(
        AkidaVersion.V2,
        "pw_separable_5/relu,dw_context,pw_context,pw_context/BN,pw_context/relu,"
            + "dw_more_context,pw_more_context,pw_more_context/BN,pw_more_context/relu,mask"
    )]
    public void A_head_on_a_model_of_the_zoo(AkidaVersion version, string expected)
    {
        ModelGraph graph = new MaskNet().Build(version),
            backbone = new AkidaNetImageNet { ImageSize = 96, Alpha = 0.25 }.Build(version);
        string[] names = expected.Split(',');

        Assert.Equal(names, graph.Layers.Select(layer => layer.Name).TakeLast(names.Length));
        int shared = graph.Layers.Count - names.Length + 1;
        Assert.Equal(backbone.Layers.Take(shared), graph.Layers.Take(shared));
        Assert.Equal(new TensorShape(12, 12, 1), new GraphIndex(graph).Shape("mask"));
    }

    [Theory]
    [InlineData("tiny_resnet", AkidaVersion.V2)]
    [InlineData("mask_net", AkidaVersion.V1)]
    [InlineData("mask_net", AkidaVersion.V2)]
    [InlineData("digit_net", AkidaVersion.V1)]
    [InlineData("digit_net", AkidaVersion.V2)]
    public void The_samples_can_be_quantised_and_converted(string name, AkidaVersion version)
    {
        Model model = Samples
            .ModelCatalogue.All.Single(entry => entry.Name == name)
            .Create(new Dictionary<string, Graph.Expressions.Scalar>())
            .Initialize(version);
        QuantizationSettings settings = new() { Bits = new BitWidths(8, 4, 4), PerTensorActivations = version == AkidaVersion.V1 };

        Model quantized = Quantizer
            .Quantize(model, Quantization.Quantizing.Samples.Random(model.Graph, DataType.UInt8, 8, 1), settings)
            .Model;

        Assert.NotEmpty(QuantizedProgram.From(quantized).Layers);
        Assert.NotEmpty(Converter.Convert(quantized, version).Layers);
    }
}
