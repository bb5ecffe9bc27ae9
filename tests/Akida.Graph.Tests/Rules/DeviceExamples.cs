using Akida.Graph.Lowering;
using Akida.Graph.Operations;
using Akida.Graph.Rules;
using Akida.Graph.Rules.Device;
using Akida.Testing.Models;
using static Akida.Graph.Tests.Rules.RuleExample;
using static Akida.Graph.Tests.Rules.RuleExamples;

namespace Akida.Graph.Tests.Rules;

/// <summary>Examples of the limits of the chips.</summary>
internal static class DeviceExamples
{
    public static IReadOnlyList<RuleExample> All { get; } =
    [
        Of<KernelSizeRule>(Both, m => Inner(m, c => c with { KernelSize = 9 }), m => Inner(m, c => c with { KernelSize = 7 })),
        Of<KernelStrideRule>(Both, m => Inner(m, c => c with { Strides = 3 }), m => Inner(m, c => c with { Strides = 2 })),
        Of<InputSizeRule>(First, m => m.Stem(width: 257).Head(), m => m.Stem(width: 256).Head()),
        Of<InputSizeRule>(Second, m => m.Stem(height: 385).Head(), m => m.Stem(height: 384).Head()),
        Of<ConvolutionPaddingRule>(Both, m => Inner(m, c => c with { Padding = Padding.Valid }), m => Inner(m)),
        Of<PoolSizeRule>(Both, m => Pooled(m, 3), m => Pooled(m, 2)),
        Of<PoolFollowerRule>(
            First,
            m => m.Stem().Convolution().Add(new MaxPooling2D { Padding = Padding.Same }).Relu().Head(),
            m => Pooled(m, 2)
        ),
        Of<LookupPoolRule>(Second, m => Activated(m, "swish"), m => Pooled(m, 2)),
        Of<GapSizeRule>(
            First,
            m => m.Stem(5, 33).Convolution().Add(new GlobalAveragePooling2D()).Relu().Head(),
            m => m.Stem(5, 32).Convolution().Add(new GlobalAveragePooling2D()).Relu().Head()
        ),
        Of<GapSizeRule>(
            Second,
            m => m.Stem(12, 12).Convolution().Relu().Add(new GlobalAveragePooling2D()).Head(),
            m => m.Stem(11, 13).Convolution().Relu().Add(new GlobalAveragePooling2D()).Head()
        ),
        Of<FilterCountRule>(First, m => m.Stem(filters: 193).Head(), m => m.Stem(filters: 192).Head()),
        Of<FilterCountRule>(Second, m => Temporal(m, filters: 2049), m => Temporal(m, filters: 2048)),
        Of<DenseSizeRule>(First, m => m.Stem(85, 85).Head(), m => m.Stem(84, 84).Head()),
        Of<DenseSizeRule>(Second, m => m.Stem(17, 16).Head(), m => m.Stem(16, 16).Head()),
        Of<FrameBufferRule>(Second, m => Temporal(m, frames: 11), m => Temporal(m, frames: 10)),
        new(RuleTable.Of<DeviceWeightBitsRule>(), First, version => Separable(version, 1), version => Separable(version, 2)),
        Of<DeviceWeightBitsRule>(
            Second,
            m =>
            {
                m.Bits = new(4, 8, 8);
                m.Stem().Head();
            },
            m => m.Stem().Head()
        ),
        Of<DeviceActivationBitsRule>(
            First,
            m =>
            {
                m.Bits = new(8, 4, 3);
                m.Stem().Head();
            },
            m => m.Stem().Head()
        ),
        Of<DeviceActivationBitsRule>(
            Second,
            m =>
            {
                m.Bits = new(8, 8, 2);
                m.Stem().Head();
            },
            m => m.Stem().Head()
        ),
        Of<DeviceInputBitsRule>(Second, m => Transposed(m, 4), m => Transposed(m, 8)),
    ];

    private static void Inner(ExampleModel model, Func<Conv2D, Conv2D>? change = null) => model.Stem().Convolution(8, change).Relu().Head();

    private static void Pooled(ExampleModel model, int size) =>
        model
            .Stem()
            .Convolution()
            .Add(
                new MaxPooling2D
                {
                    PoolSize = size,
                    Strides = new Size2D(2),
                    Padding = Padding.Same,
                }
            )
            .Relu()
            .Convolution()
            .Relu()
            .Head();

    private static void Activated(ExampleModel model, string function) =>
        model
            .Stem()
            .Convolution()
            .Add(new MaxPooling2D { Padding = Padding.Same })
            .Add(new Activation { Function = function })
            .Convolution()
            .Relu()
            .Head();

    private static void Temporal(ExampleModel model, int filters = 8, int frames = 5) =>
        model.Stem(8, 8).Add(new BufferTempConv { Filters = filters, KernelSize = frames }).Relu().Head();

    /// <summary>Weights of 1 bit are for those who set them layer by layer.</summary>
    private static RuleContext Separable(AkidaVersion version, int bits)
    {
        ExampleModel model = new ExampleModel(version)
            .Stem()
            .Add(
                new SeparableConv2D
                {
                    Filters = 8,
                    KernelSize = 3,
                    Padding = Padding.Same,
                },
                "separable"
            )
            .Relu()
            .Head();
        WeightQuantizerConfig weights = new() { Bitwidth = bits };
        QuantizationSettings settings = new()
        {
            Bits = UsualBits(version),
            Layers = new Dictionary<string, QuantizationConfig>
            {
                ["separable"] = new() { DepthwiseWeightQuantizer = weights, PointwiseWeightQuantizer = weights },
            },
        };
        ModelGraph quantized = QuantizerPlacement.Place(Sanitizer.Sanitize(model.Build(), new InitialWeightFacts()), settings).Graph;
        return RuleContext.ForQuantized(new GraphIndex(quantized), version);
    }

    private static void Transposed(ExampleModel model, int activationBits)
    {
        model.Bits = new(8, 8, activationBits);
        model
            .Stem()
            .Add(
                new Conv2DTranspose
                {
                    Filters = 8,
                    KernelSize = 3,
                    Strides = 2,
                    Padding = Padding.Same,
                }
            )
            .Relu()
            .Convolution()
            .Relu()
            .Head();
    }
}
