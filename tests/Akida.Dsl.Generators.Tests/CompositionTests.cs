using System.Reflection;
using Akida.Graph;
using Akida.Graph.Catalogue;
using Akida.Graph.Operations;
using Microsoft.CodeAnalysis;

namespace Akida.Dsl.Generators.Tests;

/// <summary>Models that are made of blocks and of other models, in this assembly or another.</summary>
public class CompositionTests
{
    private const string Residual = """
        using Akida;

        namespace Blocks;

        /// <summary>Two convolutions and a shortcut around them.</summary>
        [AkidaBlock]
        [BlockDefaults(Padding = Padding.Same, BatchNorm = true, UseBias = false)]
        public sealed partial class ResidualAttribute(object filters) : BlockAttribute
        {
            public object Filters { get; } = filters;

            [ConvBlock("filters", 3)] public partial Layer Conv1 { get; }
            [ConvBlock("filters", 3, Relu = null)] public partial Layer Conv2 { get; }
            [Add(nameof(Conv2), "Input")] public partial Layer Sum { get; }
            [ReLU(MaxValueV1 = 6, MaxValueV2 = 3.75)] public partial Layer Relu { get; }
        }
        """;

    private const string Small = """
        using Akida;

        namespace Models;

        [AkidaModel("small")]
        [Input("Size", "Size", 3), Rescaling("1 / Scale", -1)]
        [BlockDefaults(Padding = Padding.Same, BatchNorm = true, ReluV1 = "ReLU6", ReluV2 = "ReLU7.5")]
        public sealed partial class Small
        {
            [Option("-s", "--size", Default = 32)] public partial int Size { get; init; }
            [Option("-a", "--alpha", Default = 1.0)] public partial double Alpha { get; init; }
            [Option(Default = 255.0)] public partial double Scale { get; init; }

            [ConvBlock("16 * Alpha", 3, Strides = 2)] public partial Layer Stem { get; }
            [SeparableConvBlock("32 * Alpha", 3, Strides = 2, Repeat = 2, Name = "down_{i + 1}")] public partial Layer Down { get; }
            [SeparableConvBlock(64, 3, Pooling = Pooling.GlobalAverage)] public partial Layer Top { get; }
            [DenseBlock(10, BatchNorm = false, Relu = null)] public partial Layer Classifier { get; }
        }
        """;

    private const string ModelOfBlocks = """
        using Akida;
        using Blocks;

        [AkidaModel("net"), Input(8, 8, "Width")]
        public sealed partial class Net
        {
            [Option("-w", "--width", Default = 4)] public partial int Width { get; init; }

            [Residual("Width", Repeat = 2, Name = "stage_{i}")] public partial Layer Stage { get; }
            [ConvBlock(4, 3, From = "Stage")] public partial Layer Left { get; }
            [ConvBlock(4, 3, From = "Stage")] public partial Layer Right { get; }
            [Concatenate(nameof(Left), nameof(Right))] public partial Layer Both { get; }
            [Dropout(0.5, OnlyOn = AkidaVersion.V2)] public partial Layer Dropout { get; }
            [GlobalAveragePooling2D] public partial Layer Pool { get; }
        }
        """;

    private const string NestedBlocks = """
        using Akida;
        using Blocks;

        [AkidaBlock]
        public sealed partial class PairAttribute : BlockAttribute
        {
            [Residual(4)] public partial Layer First { get; }
            [Residual(4)] public partial Layer Second { get; }
            [ConvBlock(4, 1, From = nameof(First))] public partial Layer Side { get; }
            [Add(nameof(Second), nameof(Side))] public partial Layer Sum { get; }
        }

        [AkidaModel("net"), Input(8, 8, 4)]
        public sealed partial class Net
        {
            [Pair(Name = "net")] public partial Layer Pair { get; }
            [ConvBlock(4, 1, From = "Pair.First.Conv2")] public partial Layer Tap { get; }
            [ConvBlock(4, 1, From = "Pair.Second")] public partial Layer OtherTap { get; }
        }
        """;

    private const string ModelOnModel = """
        using Akida;
        using Models;

        [AkidaModel("head")]
        public sealed partial class Head
        {
            [Option("-w", "--width", Default = 0.5)] public partial double Width { get; init; }

            [Backbone(typeof(Small), "Size = 64, Alpha = 2 * Width, Scale = 127.5", UpTo = nameof(Small.Top), Pooling = Pooling.None)]
            public partial Layer Features { get; }
            [ConvBlock(5, 1)] public partial Layer Maps { get; }
            [ConvTransposeBlock(32, 3, Strides = 2, Padding = Padding.Same, From = "Features.Down")] public partial Layer Up { get; }
        }
        """;

    [Fact]
    public void A_block_of_another_assembly_becomes_its_layers()
    {
        IAkidaModel net = Create(TestCompilation.Load(ModelOfBlocks, TestCompilation.CompileReference("Test.Blocks", Residual)), "Net");

        ModelGraph graph = net.Build(AkidaVersion.V2);

        Assert.Equal(
            """
            input
            stage_0/conv_1 < input
            stage_0/conv_1/BN < stage_0/conv_1
            stage_0/conv_1/relu < stage_0/conv_1/BN
            stage_0/conv_2 < stage_0/conv_1/relu
            stage_0/conv_2/BN < stage_0/conv_2
            stage_0/sum < stage_0/conv_2/BN, input
            stage_0/relu < stage_0/sum
            stage_1/conv_1 < stage_0/relu
            stage_1/conv_1/BN < stage_1/conv_1
            stage_1/conv_1/relu < stage_1/conv_1/BN
            stage_1/conv_2 < stage_1/conv_1/relu
            stage_1/conv_2/BN < stage_1/conv_2
            stage_1/sum < stage_1/conv_2/BN, stage_0/relu
            stage_1/relu < stage_1/sum
            left < stage_1/relu
            left/relu < left
            right < stage_1/relu
            right/relu < right
            both < left/relu, right/relu
            dropout < both
            pool < dropout
            """,
            Show(graph)
        );
    }

    [Fact]
    public void The_same_block_in_the_same_assembly_gives_the_same_layers()
    {
        IAkidaModel apart = Create(TestCompilation.Load(ModelOfBlocks, TestCompilation.CompileReference("Test.Blocks", Residual)), "Net");
        IAkidaModel together = Create(
            TestCompilation.Load(
                Residual.Replace("namespace Blocks;", "", StringComparison.Ordinal)
                    + ModelOfBlocks.Replace("using Akida;\nusing Blocks;", "", StringComparison.Ordinal)
            ),
            "Net"
        );

        Assert.Equal(apart.Build(AkidaVersion.V1), together.Build(AkidaVersion.V1));
    }

    [Fact]
    public void Settings_and_layers_can_differ_by_version()
    {
        IAkidaModel net = Create(TestCompilation.Load(ModelOfBlocks, TestCompilation.CompileReference("Test.Blocks", Residual)), "Net");

        GraphIndex v1 = new(net.Build(AkidaVersion.V1)),
            v2 = new(net.Build(AkidaVersion.V2));

        Assert.Equal((6.0, 3.75), (Bound(v1), Bound(v2)));
        Assert.Equal((false, true), (v1.Contains("dropout"), v2.Contains("dropout")));
        Assert.Equal(["both"], v1["pool"].Inputs);

        static double? Bound(GraphIndex index) => ((ReLU)index["stage_1/relu"].Operation).MaxValue;
    }

    [Fact]
    public void A_model_on_another_up_to_a_layer()
    {
        IAkidaModel head = Create(TestCompilation.Load(ModelOnModel, TestCompilation.CompileReference("Test.Small", Small)), "Head");

        GraphIndex index = new(head.Build(AkidaVersion.V1));

        Assert.Equal(
            """
            input
            rescaling < input
            stem < rescaling
            stem/BN < stem
            stem/relu < stem/BN
            down_1 < stem/relu
            down_1/BN < down_1
            down_1/relu < down_1/BN
            down_2 < down_1/relu
            down_2/BN < down_2
            down_2/relu < down_2/BN
            top < down_2/relu
            top/BN < top
            top/relu < top/BN
            maps < top/relu
            maps/relu < maps
            up < down_2/relu
            up/relu < up
            """,
            Show(index.Graph)
        );
        Assert.Equal(new TensorShape(64, 64, 3), index.Shape("input"));
        Assert.Equal([1 / 127.5], ((Rescaling)index["rescaling"].Operation).Scale);
        Assert.Equal(new TensorShape(8, 8, 64), index.Shape("top"));
        Assert.Equal(new TensorShape(16, 16, 32), index.Shape("up"));
    }

    [Fact]
    public void The_model_that_another_is_built_on_stays_as_it_is()
    {
        IAkidaModel small = Create(TestCompilation.Load(Small), "Models.Small");

        GraphIndex index = new(small.Build(AkidaVersion.V2));

        Assert.Equal(new TensorShape(16, 16, 16), index.Shape("stem"));
        Assert.Equal(new TensorShape(64), index.Shape("pw_top/global_avg"));
    }

    [Fact]
    public void Blocks_of_blocks_are_inputs_by_their_names()
    {
        IAkidaModel net = Create(TestCompilation.Load(NestedBlocks, TestCompilation.CompileReference("Test.Blocks", Residual)), "Net");

        GraphIndex index = new(net.Build(AkidaVersion.V2));

        Assert.Equal(["net/first/relu"], index["net/side"].Inputs);
        Assert.Equal(["net/second/relu", "net/side/relu"], index["net/sum"].Inputs);
        Assert.Equal(["net/first/conv_2/BN"], index["tap"].Inputs);
        Assert.Equal(["net/second/relu"], index["other_tap"].Inputs);
    }

    [Fact]
    public async Task A_mistake_inside_a_block_is_shown_where_it_is_used()
    {
        string[] found = await TestCompilation.Analyze(
            ModelOfBlocks.Replace("\"Width\", Repeat", "\"Width + 1\", Repeat", StringComparison.Ordinal),
            TestCompilation.CompileReference("Test.Blocks", Residual)
        );

        Assert.StartsWith(
            "AKD1008 'Residual(\"Width + 1\", Repeat = 2, Name = \"stage_{i}\")' layer 'stage_0/sum': inputs 8×8×5 and 8×8×4 must have",
            Assert.Single(found),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_block_does_not_see_the_options_of_the_model()
    {
        string[] found = await TestCompilation.Analyze(
            ModelOfBlocks,
            TestCompilation.CompileReference(
                "Test.Blocks",
                Residual.Replace("\"filters\", 3, Relu", "\"filters + Width - 4\", 3, Relu", StringComparison.Ordinal)
            )
        );

        Assert.Contains(
            "AKD1008 'Residual(\"Width\", Repeat = 2, Name = \"stage_{i}\")' block ResidualAttribute names 'Width', must name its "
                + "parameters only: filters",
            found
        );
    }

    [Theory]
    [InlineData("UpTo = nameof(Small.Top)", "UpTo = \"Tip\"", "AKD1008 '\"Tip\"' 'Tip' is no layer of Small")]
    [InlineData(
        "Size = 64",
        "Sise = 64",
        "AKD1008 '\"Sise = 64, Alpha = 2 * Width, Scale = 127.5\"' 'Sise = 64' sets no option of Small, which has Size, Alpha, Scale"
    )]
    [InlineData(
        "2 * Width",
        "2 * Wide",
        "AKD1005 'Backbone(typeof(Small), \"Size = 64, Alpha = 2 * Wide, Scale = 127.5\", UpTo = nameof(Small.Top), Pooling = "
            + "Pooling.None)' 'Wide' is no option of the model, which has Width"
    )]
    public async Task A_mistake_in_a_backbone_is_shown_at_its_argument(string right, string wrong, string expected)
    {
        string[] found = await TestCompilation.Analyze(
            ModelOnModel.Replace(right, wrong, StringComparison.Ordinal),
            TestCompilation.CompileReference("Test.Small", Small)
        );

        Assert.Contains(expected, found);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_000_000_000)]
    public async Task A_repetition_has_a_sensible_count(int count)
    {
        string[] found = await TestCompilation.Analyze(Small.Replace("Repeat = 2", $"Repeat = {count}", StringComparison.Ordinal));

        Assert.Contains($"AKD1008 '{count}' Repeat is {count}, must be 1 to 1000", found);
    }

    [Theory]
    [InlineData(
        "Rescaling(\"1 / Scale\", -1)",
        "Rescaling(\"1 / (Scale - 255)\", -1)",
        "AKD1004 '/' '/' gives Infinity, must be a finite number"
    )]
    [InlineData(
        "SeparableConvBlock(64, 3, Pooling = Pooling.GlobalAverage)",
        "ConvBlock(64, 3, Pooling = Pooling.Max, PoolSize = 50, Padding = Padding.Valid)",
        "AKD1008 '50' layer 'top/maxpool': a window of 50 does not fit into 2 without padding"
    )]
    [InlineData(
        "[DenseBlock(10,",
        "[Dropout(1.5)] public partial Layer Dropout { get; } [DenseBlock(10,",
        "AKD1008 '1.5' layer 'dropout': rate is 1.5, must be 0 to 1"
    )]
    [InlineData(
        "[DenseBlock(10,",
        "[ReLU(MaxValue = -1)] public partial Layer Relu { get; } [DenseBlock(10,",
        "AKD1008 '-1' layer 'relu': the bound of the ReLU is -1, must be at least 0"
    )]
    public async Task A_value_that_no_layer_takes_is_shown_at_its_argument(string right, string wrong, string expected)
    {
        string[] found = await TestCompilation.Analyze(Small.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Contains(expected, found);
    }

    [Fact]
    public void A_model_is_made_for_the_version_in_force_when_it_was_made()
    {
        Assembly assembly = TestCompilation.Load(Small);
        object model;
        using (AkidaTarget.Set(AkidaVersion.V1))
        {
            model = Create(assembly, "Models.Small");
        }

        ModelGraph graph = (ModelGraph)model.GetType().GetMethod("Build", [])!.Invoke(model, null)!;

        Assert.Contains(graph.Layers, layer => layer.Name == "down_1");
    }

    private static IAkidaModel Create(Assembly assembly, string name) =>
        (IAkidaModel)Activator.CreateInstance(assembly.GetType(name, throwOnError: true)!)!;

    private static string Show(ModelGraph graph) =>
        string.Join(
            "\n",
            graph.Layers.Select(layer => layer.Inputs.Count == 0 ? layer.Name : $"{layer.Name} < {string.Join(", ", layer.Inputs)}")
        );
}
