using Akida.Graph;
using Akida.Graph.Operations;
using Akida.Graph.Rules.Activations;
using Akida.Graph.Rules.Bits;
using Akida.Graph.Rules.Blocks;
using Akida.Graph.Rules.Convolutions;
using Akida.Graph.Rules.Device;
using Akida.Graph.Rules.Inputs;
using Akida.Graph.Rules.Pooling;
using Akida.Graph.Rules.Shaping;
using Akida.Testing.Models;
using static Akida.AkidaVersion;
using static Akida.Quantization.Tests.Verdicts.EdgeNet;

namespace Akida.Quantization.Tests.Verdicts;

/// <summary>Nets at the edges of the published rules. The verdicts are read from the rules, not from our code.</summary>
internal static class EdgeNets
{
    public static IReadOnlyList<EdgeNet> All { get; } =
    [
        .. InputConvolutions(),
        .. ConvolutionsV1(),
        .. ConvolutionsV2(),
        .. OtherLayersV2(),
        .. Poolings(),
        .. Averages(),
        .. Activations(),
        .. Joins(),
        .. Shapes(),
        .. Bits(),
        .. Inputs(),
    ];

    private static IEnumerable<EdgeNet> InputConvolutions() =>
        [
            Fits(V1, "3 by 3, stride 3", m => First(m, 3, 3)),
            Exceeds<KernelStrideRule>(V1, "3 by 3, stride 4", m => First(m, 3, 4)),
            Fits(V1, "7 by 7, stride 3, valid", m => First(m, 7, 3, Padding.Valid)),
            Exceeds<KernelSizeRule>(V1, "4 by 4", m => First(m, 4, 1)),
            Exceeds<KernelSizeRule>(V1, "1 by 1", m => First(m, 1, 1)),
            Exceeds<KernelSizeRule>(V1, "3 by 5", m => First(m, new Size2D(3, 5), 1)),
            Fits(V1, "512 filters on a grey image", m => m.Stem(8, 8, channels: 1, filters: 512).Head()),
            Exceeds<FilterCountRule>(V1, "513 filters on a grey image", m => m.Stem(8, 8, channels: 1, filters: 513).Head()),
            Fits(V1, "32 filters of 7 by 7 on a colour image", m => First(m, 7, 1, filters: 32)),
            Exceeds<FilterCountRule>(V1, "33 filters of 7 by 7 on a colour image", m => First(m, 7, 1, filters: 33)),
            Fits(V2, "3 by 3, stride 3 on Akida 2.0", m => First(m, 3, 3)),
            Exceeds<KernelStrideRule>(V2, "3 by 3, stride 4 on Akida 2.0", m => First(m, 3, 4)),
            Fits(V2, "4 by 4, stride 4", m => First(m, 4, 4)),
            Exceeds<KernelStrideRule>(V2, "4 by 4, stride 5", m => First(m, 4, 5)),
            Fits(V2, "7 by 7, stride 6", m => First(m, 7, 6)),
            Exceeds<KernelStrideRule>(V2, "7 by 7, stride 7", m => First(m, 7, 7)),
            Fits(V2, "2 by 2, which becomes 3 by 3", m => First(m, 2, 2)),
            Fits(V2, "6 by 6, which becomes 7 by 7", m => First(m, 6, 2)),
            Exceeds<KernelSizeRule>(V2, "6 by 6, stride 3, which stays", m => First(m, 6, 3)),
            Exceeds<KernelSizeRule>(V2, "1 by 1 on Akida 2.0", m => First(m, 1, 1)),
            Breaks<KernelSquareRule>(V2, "3 by 5 on Akida 2.0", m => First(m, new Size2D(3, 5), 1)),
            Breaks<StrideSquareRule>(
                V2,
                "stride 1 by 2 on Akida 2.0",
                m => m.Input().Convolution(8, c => c with { Strides = new Size2D(1, 2) }).Relu().Head()
            ),
            Fits(V2, "valid padding on Akida 2.0", m => First(m, 3, 1, Padding.Valid)),
            Breaks<SignedInputRule>(
                V2,
                "one filter on a grey image, which makes it depthwise",
                m => First(m, 3, 1, filters: 1, channels: 1)
            ),
            Breaks<VersionTwoLayersRule>(V1, "one filter on a grey image on Akida 1.0", m => First(m, 3, 1, filters: 1, channels: 1)),
            Fits(V2, "one filter on a colour image", m => First(m, 3, 1, filters: 1)),
            Breaks<SignedInputRule>(
                V2,
                "an input convolution without an activation",
                m => m.Input().Convolution().Convolution().Relu().Head()
            ),
        ];

    private static IEnumerable<EdgeNet> ConvolutionsV1() =>
        [
            Fits(V1, "an inner 1 by 1 on Akida 1.0", m => Inner(m, 1, 1)),
            Exceeds<KernelStrideRule>(V1, "an inner 1 by 1, stride 2 on Akida 1.0", m => Inner(m, 1, 2)),
            Fits(V1, "an inner 3 by 3, stride 2", m => Inner(m, 3, 2)),
            Exceeds<KernelStrideRule>(V1, "an inner 5 by 5, stride 2", m => Inner(m, 5, 2)),
            Fits(V1, "an inner 7 by 7", m => Inner(m, 7, 1)),
            Exceeds<KernelSizeRule>(V1, "an inner 9 by 9", m => Inner(m, 9, 1)),
            Exceeds<KernelSizeRule>(V1, "an inner 3 by 5", m => Inner(m, new Size2D(3, 5), 1)),
            Exceeds<ConvolutionPaddingRule>(V1, "valid padding", m => Inner(m, 3, 1, Padding.Valid)),
            Breaks<DilationRule>(V1, "dilation 2", m => m.Stem().Convolution(8, c => c with { DilationRate = 2 }).Relu().Head()),
            Breaks<SupportedLayerRule>(V1, "two groups", m => m.Stem().Convolution(8, c => c with { Groups = 2 }).Relu().Head()),
            Breaks<VersionTwoLayersRule>(
                V1,
                "as many groups as channels",
                m => m.Stem().Convolution(8, c => c with { Groups = 8 }).Relu().Head()
            ),
            Breaks<VersionTwoLayersRule>(V1, "a depthwise convolution", m => m.Stem().Add(Depthwise(3)).Relu().Head()),
            Breaks<VersionTwoLayersRule>(V1, "a transposed convolution", m => m.Stem().Add(Transposed(3)).Relu().Head()),
            Breaks<VersionTwoLayersRule>(
                V1,
                "a temporal convolution",
                m => m.Stem().Add(new BufferTempConv { Filters = 8, KernelSize = 3 }).Relu().Head()
            ),
            Fits(V1, "a separable 3 by 3, stride 2", m => m.Stem().Add(Separable(3) with { Strides = 2 }).Relu().Head()),
            Fits(V1, "a separable 7 by 7", m => m.Stem().Add(Separable(7)).Relu().Head()),
            Exceeds<KernelSizeRule>(V1, "a separable 1 by 1", m => m.Stem().Add(Separable(1)).Relu().Head()),
            Exceeds<KernelStrideRule>(
                V1,
                "a separable 5 by 5, stride 2",
                m => m.Stem().Add(Separable(5) with { Strides = 2 }).Relu().Head()
            ),
            Breaks<DepthMultiplierRule>(
                V1,
                "a separable one that multiplies channels",
                m => m.Stem().Add(Separable(3) with { DepthMultiplier = 2 }).Relu().Head()
            ),
        ];

    private static IEnumerable<EdgeNet> ConvolutionsV2() =>
        [
            Fits(V2, "an inner 1 by 1, stride 2", m => Inner(m, 1, 2)),
            Fits(V2, "an inner 7 by 7, stride 2", m => Inner(m, 7, 2)),
            Exceeds<KernelStrideRule>(V2, "an inner 3 by 3, stride 3", m => Inner(m, 3, 3)),
            Fits(V2, "an inner 2 by 2, which becomes 3 by 3", m => Inner(m, 2, 1)),
            Fits(V2, "an inner 2 by 2, stride 2", m => Inner(m, 2, 2)),
            Fits(V2, "an inner 6 by 6, which becomes 7 by 7", m => Inner(m, 6, 1)),
            Exceeds<KernelSizeRule>(V2, "an inner 4 by 4, stride 2, which stays", m => Inner(m, 4, 2)),
            Exceeds<KernelSizeRule>(V2, "an inner 8 by 8", m => Inner(m, 8, 1)),
            Exceeds<ConvolutionPaddingRule>(V2, "an inner one with valid padding", m => Inner(m, 3, 1, Padding.Valid)),
            Fits(V2, "an inner 1 by 1 with valid padding", m => Inner(m, 1, 1, Padding.Valid)),
            Breaks<KernelSquareRule>(V2, "an inner 1 by 3", m => Inner(m, new Size2D(1, 3), 1)),
            Breaks<DilationRule>(
                V2,
                "dilation 2 on Akida 2.0",
                m => m.Stem().Convolution(8, c => c with { DilationRate = 2 }).Relu().Head()
            ),
            Breaks<SupportedLayerRule>(
                V2,
                "two groups on Akida 2.0",
                m => m.Stem().Convolution(8, c => c with { Groups = 2 }).Relu().Head()
            ),
            Fits(V2, "as many groups as channels on Akida 2.0", m => m.Stem().Convolution(8, c => c with { Groups = 8 }).Relu().Head()),
            Breaks<SeparableFusedRule>(V2, "a separable convolution on Akida 2.0", m => m.Stem().Add(Separable(3)).Relu().Head()),
            Fits(V2, "a depthwise 3 by 3, stride 2", m => m.Stem().Add(Depthwise(3) with { Strides = 2 }).Relu().Head()),
            Fits(V2, "a depthwise 7 by 7, stride 2, which is split", m => m.Stem().Add(Depthwise(7) with { Strides = 2 }).Relu().Head()),
            Exceeds<KernelSizeRule>(V2, "a depthwise 1 by 1", m => m.Stem().Add(Depthwise(1)).Relu().Head()),
            Exceeds<KernelStrideRule>(
                V2,
                "a depthwise 3 by 3, stride 3",
                m => m.Stem().Add(Depthwise(3) with { Strides = 3 }).Relu().Head()
            ),
            Breaks<KernelSquareRule>(
                V2,
                "a depthwise 3 by 1",
                m => m.Stem().Add(Depthwise(3) with { KernelSize = new Size2D(3, 1) }).Relu().Head()
            ),
            Breaks<StrideSquareRule>(
                V2,
                "a depthwise stride of 2 by 1",
                m => m.Stem().Add(Depthwise(3) with { Strides = new Size2D(2, 1) }).Relu().Head()
            ),
            Breaks<DepthMultiplierRule>(
                V2,
                "a depthwise one that multiplies channels",
                m => m.Stem().Add(Depthwise(3) with { DepthMultiplier = 2 }).Relu().Head()
            ),
        ];

    private static IEnumerable<EdgeNet> OtherLayersV2() =>
        [
            Fits(V2, "a transposed 3 by 3", m => m.Stem(8, 8).Add(Transposed(3)).Relu().Head()),
            Fits(V2, "a transposed 4 by 4", m => m.Stem(8, 8).Add(Transposed(4)).Relu().Head()),
            Exceeds<KernelSizeRule>(V2, "a transposed 2 by 2", m => m.Stem(8, 8).Add(Transposed(2)).Relu().Head()),
            Breaks<TransposedKernelRule>(V2, "a transposed 5 by 5", m => m.Stem().Add(Transposed(5)).Relu().Head()),
            Breaks<TransposedKernelRule>(
                V2,
                "a transposed one of stride 1",
                m => m.Stem().Add(Transposed(3) with { Strides = 1 }).Relu().Head()
            ),
            Breaks<TransposedKernelRule>(
                V2,
                "a transposed one of valid padding",
                m => m.Stem().Add(Transposed(3) with { Padding = Padding.Valid }).Relu().Head()
            ),
            Fits(V2, "a depthwise transposed 4 by 4", m => m.Stem(8, 8).Add(DepthwiseTransposed(4)).Relu().Head()),
            Breaks<TransposedKernelRule>(V2, "a depthwise transposed 5 by 5", m => m.Stem().Add(DepthwiseTransposed(5)).Relu().Head()),
            Breaks<TransposedKernelRule>(
                V2,
                "a depthwise transposed one of stride 3",
                m => m.Stem().Add(DepthwiseTransposed(3) with { Strides = 3 }).Relu().Head()
            ),
            Breaks<BlockPatternRule>(
                V2,
                "a max pooling behind a transposed convolution",
                m => m.Stem().Add(Transposed(3)).Add(new MaxPooling2D { Padding = Padding.Same }).Relu().Head()
            ),
            Fits(V2, "two frames", m => m.Stem().Add(new BufferTempConv { Filters = 8, KernelSize = 2 }).Relu().Head()),
            Fits(
                V2,
                "ten frames of channels on their own",
                m => m.Stem().Add(new DepthwiseBufferTempConv { KernelSize = 10 }).Relu().Head()
            ),
            Exceeds<FrameBufferRule>(V2, "one frame", m => m.Stem().Add(new BufferTempConv { Filters = 8, KernelSize = 1 }).Relu().Head()),
            Exceeds<FrameBufferRule>(V2, "eleven frames", m => m.Stem().Add(new DepthwiseBufferTempConv { KernelSize = 11 }).Relu().Head()),
            Breaks<BlockPatternRule>(
                V2,
                "a lookup activation behind a temporal convolution",
                m => m.Stem().Add(new BufferTempConv { Filters = 8, KernelSize = 3 }).Add(Lookup("swish")).Head()
            ),
            Breaks<DenseInputRule>(V2, "a dense layer on a map", m => m.Stem().Add(new Dense { Units = 4 })),
            Breaks<DenseInputRule>(V1, "a dense layer on a map on Akida 1.0", m => m.Stem().Add(new Dense { Units = 4 })),
            Fits(
                V2,
                "a dense layer on 1 by 1",
                m => m.Stem(5, 5).Convolution().Relu().Add(new GlobalAveragePooling2D { KeepDims = true }).Add(new Dense { Units = 4 })
            ),
            Fits(V2, "2,048 inputs of a dense layer", m => m.Stem(16, 16).Head()),
            Exceeds<DenseSizeRule>(V2, "2,176 inputs of a dense layer", m => m.Stem(16, 17).Head()),
            Breaks<BlockPatternRule>(
                V2,
                "a lookup activation behind a dense layer",
                m => m.Stem().Head().Add(Lookup("gelu")).Add(new Dense { Units = 4 })
            ),
        ];

    private static IEnumerable<EdgeNet> Poolings() =>
        [
            Fits(V1, "a pooling of 1 by 2 in the input convolution", m => FirstPooled(m, new Size2D(1, 2), null)),
            Exceeds<PoolSizeRule>(V1, "a pooling of 2 by 2, stride 1 in the input convolution", m => FirstPooled(m, 2, 1)),
            Exceeds<PoolSizeRule>(V1, "a pooling of 3 by 3 in the input convolution", m => FirstPooled(m, 3, 2)),
            Fits(V2, "a pooling of 3 by 3, stride 2 in the input convolution on Akida 2.0", m => FirstPooled(m, 3, 2)),
            Exceeds<PoolSizeRule>(V2, "a pooling of 2 by 2, stride 1 in the input convolution on Akida 2.0", m => FirstPooled(m, 2, 1)),
            Exceeds<PoolSizeRule>(V2, "a pooling of 3 by 3, stride 3", m => FirstPooled(m, 3, 3)),
            Fits(V1, "an inner pooling of 2 by 2, stride 1", m => Pooled(m, new() { Strides = 1, Padding = Padding.Same })),
            Exceeds<PoolSizeRule>(
                V1,
                "an inner pooling of 1 by 2",
                m => Pooled(m, new() { PoolSize = new Size2D(1, 2), Padding = Padding.Same })
            ),
            Exceeds<PoolFollowerRule>(
                V1,
                "a dense layer behind an inner pooling",
                m => m.Stem().Convolution().Add(new MaxPooling2D { Padding = Padding.Same }).Relu().Head()
            ),
            Fits(V2, "an inner pooling of 2 by 2, stride 1 on Akida 2.0", m => Pooled(m, new() { Strides = 1, Padding = Padding.Same })),
            Fits(
                V2,
                "a dense layer behind an inner pooling on Akida 2.0",
                m => m.Stem().Convolution().Add(new MaxPooling2D { Padding = Padding.Same }).Relu().Head()
            ),
            Exceeds<PoolSizeRule>(
                V2,
                "an inner pooling of 3 by 3, stride 2",
                m =>
                    Pooled(
                        m,
                        new()
                        {
                            PoolSize = 3,
                            Strides = new Size2D(2),
                            Padding = Padding.Same,
                        }
                    )
            ),
            Breaks<PoolSquareRule>(
                V2,
                "a pooling of 1 by 2 on Akida 2.0",
                m =>
                    Pooled(
                        m,
                        new()
                        {
                            PoolSize = new Size2D(1, 2),
                            Strides = new Size2D(2),
                            Padding = Padding.Same,
                        }
                    )
            ),
            Breaks<PoolStrideSquareRule>(
                V2,
                "a pooling of strides 1 by 2",
                m => Pooled(m, new() { Strides = new Size2D(1, 2), Padding = Padding.Same })
            ),
            Breaks<PoolPaddingRule>(V1, "a pooling that pads otherwise", m => Pooled(m, new() { Padding = Padding.Valid })),
            Breaks<PoolPaddingRule>(V2, "a pooling that pads otherwise on Akida 2.0", m => Pooled(m, new() { Padding = Padding.Valid })),
            Breaks<PoolPaddingRule>(
                V2,
                "a valid pooling behind a valid 1 by 1",
                m => m.Stem().Convolution(8, c => c with { KernelSize = 1, Padding = Padding.Valid }).Add(new MaxPooling2D()).Relu().Head()
            ),
            Fits(
                V2,
                "a ReLU before its pooling",
                m => m.Stem().Convolution().Relu().Add(new MaxPooling2D { Padding = Padding.Same }).Convolution().Relu().Head()
            ),
            Breaks<BlockPatternRule>(
                V2,
                "two poolings",
                m =>
                    m.Stem()
                        .Convolution()
                        .Add(new MaxPooling2D { Padding = Padding.Same })
                        .Add(new MaxPooling2D { Padding = Padding.Same })
                        .Relu()
                        .Head()
            ),
            Breaks<PoolingFirstRule>(V1, "a pooling first", m => m.Input().Add(new MaxPooling2D()).Convolution().Relu().Head()),
            Fits(
                V2,
                "a pooling behind a depthwise convolution",
                m => m.Stem().Add(Depthwise(3)).Add(new MaxPooling2D { Padding = Padding.Same }).Relu().Head()
            ),
            Breaks<SupportedLayerRule>(
                V2,
                "an average pooling",
                m => m.Stem().Convolution().Relu().Add(new AveragePooling2D()).Convolution().Relu().Head()
            ),
        ];

    private static IEnumerable<EdgeNet> Averages() =>
        [
            Fits(V1, "16 by 16 pixels averaged", m => AveragedV1(m, 16, 16)),
            Breaks<GapAreaRule>(V1, "16 by 17 pixels averaged", m => AveragedV1(m, 16, 17)),
            Exceeds<GapSizeRule>(V1, "33 columns averaged", m => AveragedV1(m, 5, 33)),
            Breaks<GapOrderRule>(V1, "an average behind the ReLU", m => AveragedV2(m, 8, 8)),
            Breaks<GapOrderRule>(V2, "an average before the ReLU", m => AveragedV1(m, 8, 8)),
            Fits(V2, "143 pixels averaged", m => AveragedV2(m, 11, 13)),
            Exceeds<GapSizeRule>(V2, "144 pixels averaged", m => AveragedV2(m, 12, 12)),
            Fits(V2, "an average without an activation", m => m.Stem(8, 8).Convolution().Add(new GlobalAveragePooling2D()).Head()),
            Fits(
                V2,
                "an average behind a lookup activation",
                m => m.Stem(8, 8).Convolution().Add(Lookup("swish")).Add(new GlobalAveragePooling2D()).Head()
            ),
            Breaks<BlockPatternRule>(
                V2,
                "an average behind a depthwise convolution",
                m => m.Stem(8, 8).Add(Depthwise(3)).Relu().Add(new GlobalAveragePooling2D()).Head()
            ),
            Breaks<BlockPatternRule>(
                V2,
                "a pooling and an average",
                m =>
                    m.Stem(8, 8)
                        .Convolution()
                        .Add(new MaxPooling2D { Padding = Padding.Same })
                        .Relu()
                        .Add(new GlobalAveragePooling2D())
                        .Head()
            ),
        ];

    private static IEnumerable<EdgeNet> Activations() =>
        [
            Breaks<ReluBoundedRule>(V1, "an unbounded ReLU", m => m.Stem().Convolution().Add(new ReLU()).Head()),
            Fits(V2, "an unbounded ReLU on Akida 2.0", m => m.Stem().Convolution().Add(new ReLU()).Head()),
            Breaks<BlockEndsWithReluRule>(V1, "a convolution without a ReLU", m => m.Stem().Convolution().Convolution().Relu().Head()),
            Fits(V2, "a convolution without a ReLU on Akida 2.0", m => m.Stem().Convolution().Convolution().Relu().Head()),
            Breaks<FinalReluRule>(V1, "a ReLU at the end", m => m.Stem().Head().Relu()),
            Fits(V2, "a ReLU at the end on Akida 2.0", m => m.Stem().Head().Relu()),
            Breaks<VersionTwoLayersRule>(V1, "a lookup activation on Akida 1.0", m => m.Stem().Convolution().Add(Lookup("gelu")).Head()),
            .. new[] { "gelu", "swish", "silu", "hard_silu", "leaky_relu" }.Select(function =>
                Fits(V2, $"{function}", m => m.Stem().Convolution().Add(Lookup(function)).Head())
            ),
            .. new[] { "sigmoid", "tanh", "elu", "softmax" }.Select(function =>
                Breaks<SupportedLayerRule>(V2, $"{function}", m => m.Stem().Convolution().Add(Lookup(function)).Convolution().Relu().Head())
            ),
            Fits(V2, "a leaky ReLU", m => m.Stem().Convolution().Add(new LeakyReLU()).Head()),
            Breaks<SupportedLayerRule>(
                V2,
                "a ReLU with a slope",
                m => m.Stem().Convolution().Add(new ReLU { NegativeSlope = 0.1 }).Convolution().Relu().Head()
            ),
            Exceeds<LookupPoolRule>(
                V2,
                "a pooling before a lookup activation",
                m => m.Stem().Convolution().Add(new MaxPooling2D { Padding = Padding.Same }).Add(Lookup("swish")).Head()
            ),
            Fits(
                V2,
                "a pooling before a lookup activation in the input convolution",
                m => m.Input().Convolution().Add(new MaxPooling2D { Padding = Padding.Same }).Add(Lookup("swish")).Head()
            ),
            Fits(V2, "a softmax at the end", m => m.Stem().Head().Add(Lookup("softmax"))),
            Fits(V1, "a softmax at the end on Akida 1.0", m => m.Stem().Head().Add(new Softmax())),
            Breaks<SupportedLayerRule>(V2, "a normalisation behind a ReLU", m => m.Stem().Add(Normalization()).Convolution().Relu().Head()),
            Fits(V1, "a normalisation behind a convolution", m => m.Input().Convolution().Add(Normalization()).Relu().Head()),
            Fits(V2, "a normalisation behind a depthwise convolution", m => m.Stem().Add(Depthwise(3)).Add(Normalization()).Relu().Head()),
            Breaks<FoldableNormalizationRule>(
                V2,
                "a normalisation of rows",
                m => m.Input().Convolution().Add(Normalization() with { Axis = 1 }).Relu().Head()
            ),
        ];

    private static IEnumerable<EdgeNet> Joins() =>
        [
            Breaks<NoBranchRule>(
                V1,
                "a sum on Akida 1.0",
                m => m.Stem().Convolution().Relu().Add(new Add(), "sum", "re_lu", "re_lu_1").Convolution().Relu().Head()
            ),
            Fits(V2, "a sum", m => m.Stem().Convolution().Relu().Add(new Add(), "sum", "re_lu", "re_lu_1").Convolution().Relu().Head()),
            Fits(
                V2,
                "a sum with a ReLU behind it",
                m => m.Stem().Convolution().Relu().Add(new Add(), "sum", "re_lu", "re_lu_1").Relu().Convolution().Relu().Head()
            ),
            Fits(
                V2,
                "a sum with a lookup activation behind it",
                m => m.Stem().Convolution().Relu().Add(new Add(), "sum", "re_lu", "re_lu_1").Add(Lookup("swish")).Head()
            ),
            Fits(
                V2,
                "a sum of one layer with itself",
                m => m.Stem().Convolution().Relu().Add(new Add(), "sum", "re_lu_1", "re_lu_1").Convolution().Relu().Head()
            ),
            Breaks<AddInputsRule>(
                V2,
                "a sum of three",
                m =>
                    m.Stem()
                        .Convolution()
                        .Relu()
                        .Convolution()
                        .Relu()
                        .Add(new Add(), "sum", "re_lu", "re_lu_1", "re_lu_2")
                        .Convolution()
                        .Relu()
                        .Head()
            ),
            Fits(
                V2,
                "three layers one after the other",
                m =>
                    m.Stem()
                        .Convolution()
                        .Relu()
                        .Convolution()
                        .Relu()
                        .Add(new Concatenate(), "join", "re_lu", "re_lu_1", "re_lu_2")
                        .Convolution()
                        .Relu()
                        .Head()
            ),
            Breaks<ConcatenateAxisRule>(
                V2,
                "rows joined",
                m => m.Stem().Convolution().Relu().Add(new Concatenate { Axis = 1 }, "join", "re_lu", "re_lu_1").Convolution().Relu().Head()
            ),
            Fits(
                V2,
                "channels joined by the axis's number",
                m => m.Stem().Convolution().Relu().Add(new Concatenate { Axis = 3 }, "join", "re_lu", "re_lu_1").Convolution().Relu().Head()
            ),
            Breaks<SupportedLayerRule>(
                V2,
                "a product",
                m => m.Stem().Convolution().Relu().Add(new Multiply(), "product", "re_lu", "re_lu_1").Convolution().Relu().Head()
            ),
            Breaks<SupportedLayerRule>(
                V2,
                "a product on Akida 2.0 at the end",
                m => m.Stem().Convolution().Relu().Add(new Maximum(), "larger", "re_lu", "re_lu_1")
            ),
        ];

    private static IEnumerable<EdgeNet> Shapes() =>
        [
            Breaks<ReshapeRule>(
                V1,
                "rows made columns on Akida 1.0",
                m => m.Stem().Add(new Reshape { TargetShape = [8, 32, 8] }).Convolution().Relu().Head()
            ),
            Breaks<ReshapeRule>(
                V2,
                "rows made columns",
                m => m.Stem().Add(new Reshape { TargetShape = [8, 32, 8] }).Convolution().Relu().Head()
            ),
            Breaks<ReshapeRule>(
                V2,
                "channels of a range each made one vector",
                m => m.Stem().Add(new Reshape { TargetShape = [-1] }).Add(new Dense { Units = 4 })
            ),
            Fits(
                V2,
                "1 by 1 made flat",
                m =>
                    m.Stem(5, 5)
                        .Convolution()
                        .Relu()
                        .Add(new GlobalAveragePooling2D { KeepDims = true })
                        .Add(new Reshape { TargetShape = [8] })
                        .Add(new Dense { Units = 4 })
            ),
            Breaks<ReshapeRule>(
                V1,
                "channels of a range each made one vector on Akida 1.0",
                m => m.Stem().Add(new Reshape { TargetShape = [1, 1, 2048] }).Add(new Dense { Units = 4 })
            ),
            Exceeds<InputSizeRule>(
                V2,
                "a size of 1 moved, in too small an image",
                m => m.Stem(1, 8).Add(new Reshape { TargetShape = [8, 1, 8] }).Convolution(8, c => c with { KernelSize = 1 }).Relu().Head()
            ),
            Fits(
                V2,
                "two reshapes, of which the last stays",
                m => m.Stem().Add(new Reshape { TargetShape = [8, 32, 8] }).Add(new Flatten()).Add(new Dense { Units = 4 })
            ),
            Breaks<BlockPatternRule>(
                V2,
                "rows and columns exchanged",
                m => m.Stem().Add(new Permute { Dims = [2, 1, 3] }).Convolution().Relu().Head()
            ),
            Breaks<SupportedLayerRule>(
                V2,
                "a border cut away",
                m => m.Stem().Add(new Cropping2D { Rows = (1, 1), Columns = (1, 1) }).Convolution().Relu().Head()
            ),
            Breaks<SupportedLayerRule>(
                V2,
                "zeros that are no padding of a convolution",
                m => m.Stem().Add(new ZeroPadding2D()).Convolution().Relu().Head()
            ),
            Fits(
                V1,
                "zeros where same padding has them",
                m => m.Stem().Add(new ZeroPadding2D()).Convolution(8, c => c with { Padding = Padding.Valid }).Relu().Head()
            ),
            Breaks<SupportedLayerRule>(V2, "rows repeated", m => m.Stem().Add(new UpSampling2D()).Convolution().Relu().Head()),
            Fits(V2, "a dropout", m => m.Stem().Convolution().Relu().Add(new Dropout { Rate = 0.5 }).Head()),
        ];

    private static IEnumerable<EdgeNet> Bits() =>
        [
            .. new[] { 2, 4 }.Select(bits => Fits(V1, $"weights of {bits} bits", m => WithBits(m, new(8, bits, 4)))),
            .. new[] { 3, 5, 8 }.Select(bits => Breaks<WeightBitsRule>(V1, $"weights of {bits} bits", m => WithBits(m, new(8, bits, 4)))),
            .. new[] { 4, 8 }.Select(bits => Fits(V1, $"input weights of {bits} bits", m => WithBits(m, new(bits, 4, 4)))),
            .. new[] { 2, 6 }.Select(bits =>
                Breaks<InputWeightBitsRule>(V1, $"input weights of {bits} bits", m => WithBits(m, new(bits, 4, 4)))
            ),
            Breaks<SupportedLayerRule>(V1, "weights of 1 bit", m => WithBits(m, new(8, 1, 4))),
            .. new[] { 1, 2, 4 }.Select(bits => Fits(V1, $"activations of {bits} bits", m => WithBits(m, new(8, 4, bits)))),
            .. new[] { 3, 8 }.Select(bits =>
                Exceeds<DeviceActivationBitsRule>(V1, $"activations of {bits} bits", m => WithBits(m, new(8, 4, bits)))
            ),
            Breaks<DenseWeightBitsRule>(
                V1,
                "a dense layer with weights of 8 bits",
                m =>
                {
                    m.Bits = new(8, 8, 4);
                    m.Stem().Head();
                }
            ),
            .. new[] { 4, 8 }.Select(bits => Fits(V2, $"weights of {bits} bits on Akida 2.0", m => WithBits(m, new(8, bits, 8)))),
            .. new[] { 2, 3, 6 }.Select(bits =>
                Breaks<WeightBitsRule>(V2, $"weights of {bits} bits on Akida 2.0", m => WithBits(m, new(8, bits, 8)))
            ),
            .. new[] { 2, 6 }.Select(bits =>
                Breaks<InputWeightBitsRule>(V2, $"input weights of {bits} bits on Akida 2.0", m => WithBits(m, new(bits, 8, 8)))
            ),
            Exceeds<DeviceWeightBitsRule>(V2, "input weights of 4 bits on Akida 2.0", m => WithBits(m, new(4, 8, 8))),
            Fits(V2, "activations of 4 bits on Akida 2.0", m => WithBits(m, new(8, 8, 4))),
            .. new[] { 1, 2, 6 }.Select(bits =>
                Exceeds<DeviceActivationBitsRule>(V2, $"activations of {bits} bits on Akida 2.0", m => WithBits(m, new(8, 8, bits)))
            ),
            Breaks<SignedOutputBitsRule>(
                V2,
                "a lookup activation of 1 bit",
                m =>
                {
                    m.Bits = new(8, 8, 1);
                    m.Stem().Convolution().Add(Lookup("swish")).Head();
                }
            ),
            Breaks<SignedOutputBitsRule>(
                V2,
                "an average of 1 bit",
                m =>
                {
                    m.Bits = new(8, 8, 1);
                    AveragedV2(m, 8, 8);
                }
            ),
            Exceeds<DeviceActivationBitsRule>(
                V2,
                "a lookup activation of 2 bits",
                m =>
                {
                    m.Bits = new(8, 8, 2);
                    m.Input().Convolution().Add(Lookup("swish")).Head();
                }
            ),
        ];

    private static IEnumerable<EdgeNet> Inputs() =>
        [
            Exceeds<InputSizeRule>(V1, "4 columns", m => m.Stem(5, 4).Head()),
            Fits(V1, "5 rows, 256 columns", m => m.Stem(5, 256).Head()),
            Exceeds<InputSizeRule>(V1, "257 columns", m => m.Stem(5, 257).Head()),
            Exceeds<InputSizeRule>(V2, "4 columns on Akida 2.0", m => m.Stem(5, 4).Head()),
            Breaks<ImageInputRule>(V1, "two channels and weights of 8 bits", m => m.Input(channels: 2).Convolution().Relu().Head()),
            Fits(
                V1,
                "two channels and weights of 4 bits",
                m =>
                {
                    m.Bits = new(4, 4, 4);
                    m.Input(channels: 2).Convolution().Relu().Head();
                }
            ),
            Breaks<SignedInputRule>(V2, "two unsigned channels", m => m.Input(channels: 2).Convolution().Relu().Head()),
            Fits(V2, "two signed channels", m => m.Input(channels: 2, type: DataType.Int8).Convolution().Relu().Head()),
            Breaks<SignedInputRule>(V2, "an unsigned image for a depthwise convolution", m => m.Input().Add(Depthwise(3)).Relu().Head()),
            Breaks<UnsignedInputRule>(
                V2,
                "a float image for a depthwise convolution",
                m => m.Input(type: DataType.Float32).Add(Depthwise(3)).Relu().Head()
            ),
            Breaks<UnsignedInputRule>(
                V2,
                "a float grey image for a convolution of one filter",
                m => m.Input(channels: 1, type: DataType.Float32).Convolution(1).Relu().Head()
            ),
            Fits(V2, "a float image", m => m.Input(type: DataType.Float32).Convolution().Relu().Head()),
            Breaks<PaddingValueRule>(
                V2,
                "an offset that pads below 0",
                m => m.Input().Add(new Rescaling { Scale = [1 / 255.0], Offset = [0.5] }).Convolution().Relu().Head()
            ),
            Breaks<PaddingValueRule>(
                V2,
                "an offset before what is no input convolution",
                m =>
                    m.Input(channels: 2, type: DataType.Int8)
                        .Add(new Rescaling { Scale = [1 / 128.0], Offset = [-0.5] })
                        .Convolution()
                        .Relu()
                        .Head()
            ),
            Breaks<PaddingValueRule>(
                V1,
                "an offset for each channel on Akida 1.0",
                m => m.Input().Add(new Rescaling { Scale = [1 / 255.0], Offset = [-0.1, -0.2, -0.3] }).Convolution().Relu().Head()
            ),
            Fits(
                V2,
                "an offset for each channel",
                m => m.Input().Add(new Rescaling { Scale = [1 / 255.0], Offset = [-0.1, -0.2, -0.3] }).Convolution().Relu().Head()
            ),
            Breaks<InputRankRule>(
                V2,
                "a table",
                m =>
                    m.Add(new InputLayer { Shape = new TensorShape(16, 3), DType = DataType.Int8 }, "input", [])
                        .Add(new Dense { Units = 4 })
            ),
            Breaks<OneOutputRule>(
                V2,
                "two outputs",
                m =>
                {
                    m.Stem()
                        .Convolution()
                        .Relu()
                        .Add(new Flatten(), "flat")
                        .Add(new Dense { Units = 2 }, "one", "flat")
                        .Add(new Dense { Units = 2 }, "two", "flat");
                    m.Outputs = ["one", "two"];
                }
            ),
        ];

    private static void First(
        ExampleModel model,
        Size2D kernel,
        int stride,
        Padding padding = Padding.Same,
        int filters = 8,
        int channels = 3
    ) =>
        model
            .Input(channels: channels)
            .Convolution(filters, c => c with { KernelSize = kernel, Strides = stride, Padding = padding })
            .Relu()
            .Head();

    private static void Inner(ExampleModel model, Size2D kernel, int stride, Padding padding = Padding.Same) =>
        model.Stem().Convolution(8, c => c with { KernelSize = kernel, Strides = stride, Padding = padding }).Relu().Head();

    private static void FirstPooled(ExampleModel model, Size2D size, Size2D? strides) =>
        model
            .Input()
            .Convolution()
            .Add(
                new MaxPooling2D
                {
                    PoolSize = size,
                    Strides = strides,
                    Padding = Padding.Same,
                }
            )
            .Relu()
            .Head();

    private static void Pooled(ExampleModel model, MaxPooling2D pool) =>
        model.Stem().Convolution().Add(pool).Relu().Convolution().Relu().Head();

    private static void AveragedV1(ExampleModel model, int height, int width) =>
        model.Stem(height, width).Convolution().Add(new GlobalAveragePooling2D()).Relu().Head();

    private static void AveragedV2(ExampleModel model, int height, int width) =>
        model.Stem(height, width).Convolution().Relu().Add(new GlobalAveragePooling2D()).Head();

    private static void WithBits(ExampleModel model, BitWidths bits)
    {
        model.Bits = bits;
        model.Stem().Convolution().Relu().Convolution().Relu().Convolution();
    }

    private static DepthwiseConv2D Depthwise(int kernel) => new() { KernelSize = kernel, Padding = Padding.Same };

    private static SeparableConv2D Separable(int kernel) =>
        new()
        {
            Filters = 8,
            KernelSize = kernel,
            Padding = Padding.Same,
        };

    private static Conv2DTranspose Transposed(int kernel) =>
        new()
        {
            Filters = 8,
            KernelSize = kernel,
            Strides = 2,
            Padding = Padding.Same,
        };

    private static DepthwiseConv2DTranspose DepthwiseTransposed(int kernel) =>
        new()
        {
            KernelSize = kernel,
            Strides = 2,
            Padding = Padding.Same,
        };

    private static BatchNormalization Normalization() => new() { Axis = 3 };

    private static Activation Lookup(string function) => new() { Function = function };
}
