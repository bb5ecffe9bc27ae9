using Akida.Graph;
using Akida.Integers;
using Akida.Kernels;
using Akida.Simulator.Execution;
using Akida.Simulator.Kernels;
using Akida.Simulator.Kernels.Emitted;

namespace Akida.Simulator.Tests.Kernels;

/// <summary>What was emitted for another version, other shapes or other bits is refused, never run.</summary>
public class EmittedKernelsTests
{
    /// <summary>What is right for the dense layer of the example: 320 values of 4 unsigned bits, of 4-bit weights.</summary>
    private static readonly KernelSizes Dense = new(
        "dense",
        EmittedKind.Pairs,
        Pixels: 1,
        Segments: 1,
        Groups: 160,
        Filters: 10,
        WeightBits: 4,
        InputBits: 4
    );

    private static readonly KernelSizes Conv = new(
        "conv",
        EmittedKind.Pairs,
        Pixels: 64,
        Segments: 3,
        Groups: 5,
        Filters: 20,
        WeightBits: 4,
        InputBits: 8
    );

    [Fact]
    public void What_fits_the_program_is_taken()
    {
        IntegerSimulator simulator = new(ExamplePrograms.Classifier(), KernelSets.Select("scalar"), emitted: new Written(Dense, Conv));

        Assert.Equal(10, simulator.OutputLength);
    }

    [Fact]
    public void Code_for_another_version_is_refused()
    {
        GraphException error = Refused(new Written(Dense) { Version = KernelFormat.Version + 1 });

        Assert.Equal(
            $"Akida.Simulator.Tests.Kernels.EmittedKernelsTests was emitted for version {KernelFormat.Version + 1} of the kernels' "
                + $"format, must be {KernelFormat.Version}: "
                + "compile it again with this version of Akida.Dsl",
            error.Message
        );
    }

    [Fact]
    public void A_program_without_the_layer_is_refused() =>
        Assert.Equal(
            "model 'classifier' has no layer 'conv_2', for which the simulator was emitted",
            Refused(new Written(Conv with { Layer = "conv_2" })).Message
        );

    [Fact]
    public void Weights_of_other_bits_are_refused() =>
        Assert.Equal(
            "layer 'conv': the program has weights of 4 bits, the simulator was emitted for 2",
            Refused(new Written(Conv with { WeightBits = 2 })).Message
        );

    [Fact]
    public void Inputs_of_other_bits_are_refused() =>
        Assert.Equal(
            "layer 'dense': the program has inputs of 4 value bits, the simulator was emitted for 1",
            Refused(new Written(Dense with { InputBits = 1 })).Message
        );

    [Fact]
    public void Inputs_whose_bits_are_not_known_when_code_is_emitted_may_have_any() =>
        _ = new IntegerSimulator(ExamplePrograms.Classifier(), emitted: new Written(Dense with { InputBits = 0 }));

    [Fact]
    public void Other_shapes_are_refused() =>
        Assert.Equal(
            "layer 'conv': the program has 64 pixels, 3 segments of 5 groups of 2, 20 filters, the simulator was emitted for 64 pixels, "
                + "3 segments of 5 groups of 2, 21 filters",
            Refused(new Written(Conv with { Filters = 21 })).Message
        );

    /// <summary>On AVX2 the convolution's 16-bit sums hold too few products of bytes, so that its 16-bit kernels compete.</summary>
    [Fact]
    public void The_plan_says_which_layers_run_on_emitted_kernels()
    {
        KernelSelector kernels = new(KernelSets.Unassembled.Single(set => set.Name == "avx2"), new Written(Conv with { WeightBits = 8 }));
        GemmProblem problem = new(64, 3, 9, 20, StorageKind.Int16, 255, StorageKind.Int8, 127);

        Assert.Equal("emitted pairs 64x3x5x20 avx2 6x16x2 i16·i16", kernels.Gemm(problem).Name);
        Assert.Equal("avx2 4x16x2 i16·i16", kernels.Gemm(problem with { Filters = 24 }).Name);
    }

    /// <summary>Whether 16 bits hold the sums of a product of bytes, the weights and the longest row decide.</summary>
    [Theory]
    [InlineData(1, 7, "emitted bytes 64x3x3x20 avx2 narrow 6x16x4 u8·i8")]
    [InlineData(255, 7, "emitted bytes 64x3x3x20 avx2 narrow 6x16x4 u8·i8")]
    [InlineData(255, 8, "emitted bytes 64x3x3x20 avx2 wide 6x16x4 u8·i8")]
    [InlineData(255, 64, "emitted bytes 64x3x3x20 avx2 wide 6x16x4 u8·i8")]
    [InlineData(255, 65, "scalar 1x16x4 u8·i8")]
    public void The_plan_picks_the_form_that_holds_the_sums(int input, int weight, string expected)
    {
        KernelSizes sizes = Conv with { Kind = EmittedKind.Bytes, Groups = 3 };
        KernelSelector kernels = new(KernelSets.Unassembled.Single(set => set.Name == "avx2"), new Written(sizes));

        Assert.Equal(expected, kernels.Gemm(new(64, 3, 9, 20, StorageKind.UInt8, input, StorageKind.Int8, weight)).Name);
    }

    [Fact]
    public void Depthwise_sums_run_on_the_emitted_kernel_of_their_sizes()
    {
        KernelSizes sizes = new("depthwise", EmittedKind.Depthwise, 64, 1, Groups: 5, Filters: 20, WeightBits: 8, InputBits: 8);
        KernelSelector kernels = new(KernelSets.Unassembled.Single(set => set.Name == "avx2"), new Written(sizes));
        DepthwiseProblem problem = new(64, 9, 20, StorageKind.Int16, 255, StorageKind.Int8, 127, new(3, 3, 1, 8));

        Assert.Equal("emitted depthwise 64x1x5x20 avx2 depthwise 2x16x2 i16·i16", kernels.Depthwise(problem).Name);
        Assert.Equal("avx2 depthwise 2x16x2 i16·i16", kernels.Depthwise(problem with { Taps = 11 }).Name);
    }

    private static GraphException Refused(Written emitted) =>
        Assert.Throws<GraphException>(() => new IntegerSimulator(ExamplePrograms.Classifier(), emitted: emitted));

    private sealed class Written(params KernelSizes[] sizes) : EmittedKernels
    {
        public int Version { get; init; } = KernelFormat.Version;

        public override int FormatVersion => Version;

        public override IReadOnlyList<KernelSizes> Sizes => sizes;

        public override void RunPairs<TProduct>(int kernel, in GemmView view) => throw new NotSupportedException();

        public override void RunBytes<TProduct>(int kernel, in GemmView view) => throw new NotSupportedException();

        public override void RunDepthwise<TProduct>(int kernel, in DepthwiseView view) => throw new NotSupportedException();
    }
}
