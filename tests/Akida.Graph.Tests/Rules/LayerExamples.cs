using Akida.Graph.Operations;
using Akida.Graph.Rules.Activations;
using Akida.Graph.Rules.Convolutions;
using Akida.Graph.Rules.Pooling;
using Akida.Graph.Rules.Shaping;
using Akida.Testing.Models;
using static Akida.Graph.Tests.Rules.RuleExample;
using static Akida.Graph.Tests.Rules.RuleExamples;

namespace Akida.Graph.Tests.Rules;

/// <summary>Examples of the rules about the settings of layers.</summary>
internal static class LayerExamples
{
    public static IReadOnlyList<RuleExample> All { get; } =
    [
        Of<KernelSquareRule>(Second, m => Inner(m, c => c with { KernelSize = new Size2D(3, 5) }), m => Inner(m)),
        Of<StrideSquareRule>(Second, m => Inner(m, c => c with { Strides = new Size2D(1, 2) }), m => Inner(m, c => c with { Strides = 2 })),
        Of<DilationRule>(Both, m => Inner(m, c => c with { DilationRate = 2 }), m => Inner(m)),
        Of<GroupsRule>(Both, m => Inner(m, c => c with { Groups = 2 }), m => Inner(m)),
        Of<DepthMultiplierRule>(First, m => Separable(m, 2), m => Separable(m, 1)),
        Of<DepthMultiplierRule>(Second, m => Depthwise(m, 2), m => Depthwise(m, 1)),
        Of<TransposedKernelRule>(Second, m => Transposed(m, 5), m => Transposed(m, 3)),
        Of<PaddingSidesRule>(Both, m => Padded(m, 1, 1), m => Padded(m, 0, 1)),
        Of<PaddingValueRule>(Both, m => Rescaled(m, 0.5), m => Rescaled(m, -1)),
        Of<GapOrderRule>(
            First,
            m => m.Stem().Convolution().Relu().Add(new GlobalAveragePooling2D()).Head(),
            m => m.Stem().Convolution().Add(new GlobalAveragePooling2D()).Relu().Head()
        ),
        Of<GapOrderRule>(
            Second,
            m => m.Stem().Convolution().Add(new GlobalAveragePooling2D()).Relu().Head(),
            m => m.Stem().Convolution().Relu().Add(new GlobalAveragePooling2D()).Head()
        ),
        Of<GapAreaRule>(First, m => Averaged(m, 17), m => Averaged(m, 16)),
        Of<PoolPaddingRule>(
            Both,
            m => Pooled(m, new MaxPooling2D { Padding = Padding.Valid }),
            m => Pooled(m, new MaxPooling2D { Padding = Padding.Same })
        ),
        Of<PoolSquareRule>(
            Second,
            m =>
                Pooled(
                    m,
                    new MaxPooling2D
                    {
                        PoolSize = new Size2D(1, 2),
                        Strides = new Size2D(1),
                        Padding = Padding.Same,
                    }
                ),
            m => Pooled(m, new MaxPooling2D { Padding = Padding.Same })
        ),
        Of<PoolStrideSquareRule>(
            Second,
            m => Pooled(m, new MaxPooling2D { Strides = new Size2D(1, 2), Padding = Padding.Same }),
            m => Pooled(m, new MaxPooling2D { Padding = Padding.Same })
        ),
        Of<ReluBoundedRule>(First, m => m.Stem().Convolution().Add(new ReLU()).Head(), m => m.Stem().Convolution().Relu().Head()),
        Of<DenseInputRule>(Both, m => m.Stem().Add(new Dense { Units = 4 }), m => m.Stem().Head()),
        Of<ReshapeRule>(
            Both,
            m => m.Stem().Add(new Reshape { TargetShape = [8, 32, 8] }).Convolution().Relu().Head(),
            m =>
                m.Stem(1, 1)
                    .Add(new Reshape { TargetShape = [8] })
                    .Add(new Reshape { TargetShape = [1, 1, 8] })
                    .Convolution(8, c => c with { KernelSize = 1 })
                    .Relu()
                    .Head()
        ),
    ];

    private static void Inner(ExampleModel model, Func<Conv2D, Conv2D>? change = null) => model.Stem().Convolution(8, change).Relu().Head();

    private static void Separable(ExampleModel model, int multiplier) =>
        model
            .Stem()
            .Add(
                new SeparableConv2D
                {
                    Filters = 8,
                    KernelSize = 3,
                    DepthMultiplier = multiplier,
                    Padding = Padding.Same,
                }
            )
            .Relu()
            .Head();

    private static void Depthwise(ExampleModel model, int multiplier) =>
        model
            .Stem()
            .Add(
                new DepthwiseConv2D
                {
                    KernelSize = 3,
                    DepthMultiplier = multiplier,
                    Padding = Padding.Same,
                }
            )
            .Relu()
            .Head();

    private static void Transposed(ExampleModel model, int kernel) =>
        model
            .Stem()
            .Add(
                new Conv2DTranspose
                {
                    Filters = 8,
                    KernelSize = kernel,
                    Strides = 2,
                    Padding = Padding.Same,
                }
            )
            .Relu()
            .Head();

    private static void Padded(ExampleModel model, int before, int after) =>
        model
            .Stem()
            .Add(new ZeroPadding2D { Rows = (before, after), Columns = (before, after) })
            .Add(
                new Conv2D
                {
                    Filters = 8,
                    KernelSize = 3,
                    Strides = 2,
                }
            )
            .Relu()
            .Head();

    /// <summary>An offset becomes what the convolution pads with: below 0 for a positive one.</summary>
    private static void Rescaled(ExampleModel model, double offset) =>
        model.Input().Add(new Rescaling { Scale = [1 / 127.0], Offset = [offset] }).Convolution().Relu().Head();

    private static void Averaged(ExampleModel model, int size) =>
        model.Stem(size, size).Convolution().Add(new GlobalAveragePooling2D()).Relu().Head();

    private static void Pooled(ExampleModel model, MaxPooling2D pool) =>
        model.Stem().Convolution().Add(pool).Relu().Convolution().Relu().Head();
}
