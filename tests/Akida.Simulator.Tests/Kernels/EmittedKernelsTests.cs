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
    private static readonly KernelSizes Dense = new("dense", Pixels: 1, Segments: 1, Pairs: 160, Filters: 10, WeightBits: 4, InputBits: 4);

    private static readonly KernelSizes Conv = new("conv", Pixels: 64, Segments: 3, Pairs: 5, Filters: 20, WeightBits: 4, InputBits: 8);

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
            "layer 'conv': the program has 64 pixels, 3 segments of 5 pairs, 20 filters, the simulator was emitted for 64 pixels, 3 "
                + "segments of 5 pairs, 21 filters",
            Refused(new Written(Conv with { Filters = 21 })).Message
        );

    /// <summary>On AVX2 the convolution's 16-bit sums hold too few products of bytes, so that its 16-bit kernels compete.</summary>
    [Fact]
    public void The_plan_says_which_layers_run_on_emitted_kernels()
    {
        KernelSelector kernels = new(KernelSets.All.Single(set => set.Name == "avx2"), new Written(Conv with { WeightBits = 8 }));
        GemmProblem problem = new(64, 3, 9, 20, StorageKind.Int16, 255, StorageKind.Int8, 127);

        Assert.Equal("emitted 64x3x5x20 avx2 4x16x2 i16·i16", kernels.Gemm(problem).Name);
        Assert.Equal("avx2 4x16x2 i16·i16", kernels.Gemm(problem with { Filters = 24 }).Name);
    }

    /// <summary>As measured: one pixel's products wait for each other in emitted code.</summary>
    [Fact]
    public void A_dense_layer_is_left_to_the_general_kernel()
    {
        KernelSelector kernels = new(KernelSets.All.Single(set => set.Name == "avx2"), new Written(Dense));

        Assert.Equal("avx2 4x16x2 i16·i16", kernels.Gemm(new(1, 1, 320, 10, StorageKind.Int16, 15, StorageKind.Int8, 7)).Name);
    }

    private static GraphException Refused(Written emitted) =>
        Assert.Throws<GraphException>(() => new IntegerSimulator(ExamplePrograms.Classifier(), emitted: emitted));

    private sealed class Written(params KernelSizes[] sizes) : EmittedKernels
    {
        public int Version { get; init; } = KernelFormat.Version;

        public override int FormatVersion => Version;

        public override IReadOnlyList<KernelSizes> Sizes => sizes;

        public override void Run<TProduct>(int kernel, in GemmView view) => throw new NotSupportedException();
    }
}
