using Akida.Graph.Lowering;
using Akida.Graph.Operations;
using Akida.Graph.Rules;
using Akida.Graph.Rules.Activations;
using Akida.Graph.Rules.Bits;
using Akida.Graph.Rules.Blocks;
using Akida.Testing.Models;
using static Akida.Graph.Tests.Rules.RuleExample;
using static Akida.Graph.Tests.Rules.RuleExamples;

namespace Akida.Graph.Tests.Rules;

/// <summary>Examples of the rules about bits, ranges and weights.</summary>
internal static class QuantizationExamples
{
    public static IReadOnlyList<RuleExample> All { get; } =
    [
        Of<InputWeightBitsRule>(Both, m => WithBits(m, m.Bits with { Input = 2 }), m => WithBits(m, m.Bits)),
        Of<WeightBitsRule>(Both, m => WithBits(m, m.Bits with { Weight = 3 }), m => WithBits(m, m.Bits with { Weight = 4 })),
        Of<DenseWeightBitsRule>(
            First,
            m =>
            {
                m.Bits = new(8, 8, 4);
                m.Stem().Head();
            },
            m => m.Stem().Head()
        ),
        Of<SignedOutputBitsRule>(Both, m => Averaged(m, 1), m => Averaged(m, 2)),
        Of<QuantizableWeightsRule>(Both, m => WithBits(m, m.Bits with { Weight = 1 }), m => WithBits(m, m.Bits with { Weight = 2 })),
        Of<FoldableNormalizationRule>(Both, m => Normalized(m, axis: 1), m => Normalized(m, axis: 3)),
        new(
            RuleTable.Of<PerTensorRule>(),
            First,
            version => Quantized(version, perTensor: false),
            version => Quantized(version, perTensor: true)
        ),
        new(RuleTable.Of<SaturationRule>(), First, version => Counting(version, 1 << 19), version => Counting(version, (1 << 19) - 1)),
    ];

    private static void WithBits(ExampleModel model, BitWidths bits)
    {
        model.Bits = bits;
        model.Stem().Convolution().Relu().Head();
    }

    private static void Normalized(ExampleModel model, int axis) =>
        model.Input().Convolution().Add(new BatchNormalization { Axis = axis }).Relu().Head();

    /// <summary>What is averaged behind a ReLU is put out with a sign.</summary>
    private static void Averaged(ExampleModel model, int activationBits)
    {
        model.Bits = model.Bits with { Activation = activationBits };
        model.Stem().Convolution().Relu().Add(new GlobalAveragePooling2D()).Head();
    }

    private static RuleContext Quantized(AkidaVersion version, bool perTensor)
    {
        ExampleModel model = new ExampleModel(version).Stem().Convolution().Relu().Head();
        LoweredGraph sanitized = Sanitizer.Sanitize(model.Build(), new InitialWeightFacts());
        ModelGraph quantized = QuantizerPlacement
            .Place(sanitized, new QuantizationSettings { Bits = UsualBits(version), PerTensorActivations = perTensor })
            .Graph;
        return RuleContext.ForQuantized(new GraphIndex(quantized), version);
    }

    private static RuleContext Counting(AkidaVersion version, long threshold) =>
        Quantized(version, perTensor: true).With([new ActivationSteps("conv2d_1", IsInputConvolution: false, threshold)]);
}
