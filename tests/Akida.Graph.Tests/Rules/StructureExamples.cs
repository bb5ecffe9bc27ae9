using Akida.Graph.Operations;
using Akida.Graph.Rules.Activations;
using Akida.Graph.Rules.Blocks;
using Akida.Graph.Rules.Inputs;
using Akida.Graph.Rules.Pooling;
using Akida.Testing.Models;
using static Akida.Graph.Tests.Rules.RuleExample;
using static Akida.Graph.Tests.Rules.RuleExamples;

namespace Akida.Graph.Tests.Rules;

/// <summary>Examples of the rules about inputs, outputs and how layers follow each other.</summary>
internal static class StructureExamples
{
    public static IReadOnlyList<RuleExample> All { get; } =
    [
        Of<OneInputRule>(Both, m => m.Stem().Input(name: "other").Add(new Add(), "sum", "conv2d", "conv2d"), m => m.Stem().Head()),
        Of<OneOutputRule>(Both, m => TwoHeads(m), m => m.Stem().Head()),
        Of<InputRankRule>(
            Both,
            m => m.Add(new InputLayer { Shape = new TensorShape(16, 3), DType = DataType.UInt8 }, "input", []).Add(new Dense { Units = 4 }),
            m => m.Stem().Head()
        ),
        Of<UnsignedInputRule>(
            Both,
            m => m.Input(type: DataType.Float32).Add(new MaxPooling2D()).Convolution().Relu().Head(),
            m => m.Input(type: DataType.Float32).Convolution().Relu().Head()
        ),
        Of<ImageInputRule>(First, m => m.Input(channels: 8).Convolution().Relu().Head(), m => m.Stem().Head()),
        Of<SignedInputRule>(
            Second,
            m => m.Input(channels: 2).Convolution().Relu().Head(),
            m => m.Input(channels: 2, type: DataType.Int8).Convolution().Relu().Head()
        ),
        Of<BlockPatternRule>(
            Both,
            m => m.Stem().Add(new Permute { Dims = [2, 1, 3] }).Convolution().Relu().Head(),
            m => m.Stem().Convolution().Relu().Head()
        ),
        Of<NoBranchRule>(
            First,
            m => m.Stem().Convolution().Relu().Add(new Add(), "sum", "re_lu", "re_lu_1").Convolution().Relu().Head(),
            m => m.Stem().Convolution().Relu().Head()
        ),
        Of<BlockEndsWithReluRule>(First, m => m.Stem().Convolution().Head(), m => m.Stem().Convolution().Relu().Head()),
        Of<FinalReluRule>(First, m => m.Stem().Head().Relu(), m => m.Stem().Head()),
        Of<SeparableFusedRule>(
            Second,
            m => m.Stem().Add(Separable()).Relu().Head(),
            m => m.Stem().Add(Depthwise()).Convolution(8, c => c with { KernelSize = 1 }).Relu().Head()
        ),
        Of<VersionTwoLayersRule>(
            First,
            m => m.Stem().Add(Depthwise()).Convolution(8, c => c with { KernelSize = 1 }).Relu().Head(),
            m => m.Stem().Add(Separable()).Relu().Head()
        ),
        Of<SupportedLayerRule>(
            Both,
            m => m.Stem().Add(new AveragePooling2D()).Convolution().Relu().Head(),
            m => m.Stem().Head().Add(new Activation { Function = "softmax" })
        ),
        Of<PoolingFirstRule>(Both, m => m.Input().Add(new MaxPooling2D()).Convolution().Relu().Head(), m => m.Stem().Head()),
        Of<AddInputsRule>(Both, m => Sum(m, "re_lu", "re_lu_1", "re_lu_1"), m => Sum(m, "re_lu", "re_lu_1")),
        Of<ConcatenateAxisRule>(Second, m => Join(m, 1), m => Join(m, -1)),
    ];

    private static SeparableConv2D Separable() =>
        new()
        {
            Filters = 8,
            KernelSize = 3,
            Padding = Padding.Same,
        };

    private static DepthwiseConv2D Depthwise() => new() { KernelSize = 3, Padding = Padding.Same };

    private static void TwoHeads(ExampleModel model)
    {
        model.Stem().Add(new Flatten(), "flat").Add(new Dense { Units = 4 }, "one", "flat").Add(new Dense { Units = 4 }, "two", "flat");
        model.Outputs = ["one", "two"];
    }

    private static void Sum(ExampleModel model, params string[] inputs) =>
        model.Stem().Convolution().Relu().Add(new Add(), "sum", inputs).Convolution().Relu().Head();

    private static void Join(ExampleModel model, int axis) =>
        model.Stem().Convolution().Relu().Add(new Concatenate { Axis = axis }, "join", "re_lu", "re_lu_1").Convolution().Relu().Head();
}
