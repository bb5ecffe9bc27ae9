using Akida.Formats;
using Akida.Graph;
using Akida.Integers;
using Akida.Quantization.Conversion;
using Akida.Simulator.Execution;
using Akida.Simulator.Kernels;
using Akida.Testing;

namespace Akida.Zoo.Tests;

/// <summary>The emitted simulators give what the vendor's tools recorded, on every instruction set that this machine has.</summary>
public class EmittedSimulatorTests
{
    private static readonly IReadOnlyList<KernelSet>[] Families = [KernelSets.All, KernelSets.Unassembled];

    public static TheoryData<string, bool> KernelNames =>
        [.. Families.SelectMany((sets, family) => sets.Where(set => set.IsSupported).Select(set => (set.Name, family == 0)))];

    [Theory]
    [MemberData(nameof(KernelNames))]
    public void Gxnor_8_8_8_on_Akida_2(string kernels, bool assembled) =>
        CompareWithCase("zoo_gxnor_mnist_v2_i8_w8_a8", program => new GxnorMnist.SimulatorV2I8W8A8(program, Set(kernels, assembled)));

    [Theory]
    [MemberData(nameof(KernelNames))]
    public void Gxnor_8_2_1_on_Akida_1(string kernels, bool assembled) =>
        CompareWithCase("zoo_gxnor_mnist_v1_i8_w2_a1", program => new GxnorMnist.SimulatorV1I8W2A1(program, Set(kernels, assembled)));

    private static KernelSet Set(string name, bool assembled) => Families[assembled ? 0 : 1].Single(set => set.Name == name);

    [Fact]
    public void A_program_of_another_model_is_refused()
    {
        IntegerProgram other = QuantizedProgram.From(
            KerasFile.Read(CaseFile(TestFolders.Cases.First(folder => !folder.Contains("gxnor", StringComparison.Ordinal)), "quantized.h5"))
        );

        GraphException error = Assert.Throws<GraphException>(() => new GxnorMnist.SimulatorV2I8W8A8(other));

        Assert.Contains("has no layer 'block_1/conv_1'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_of_other_bits_is_refused()
    {
        IntegerProgram eight = QuantizedProgram.From(KerasFile.Read(CaseFile(Case("zoo_gxnor_mnist_v2_i8_w8_a8"), "quantized.h5")));

        GraphException error = Assert.Throws<GraphException>(() => new GxnorMnist.SimulatorV1I8W2A1(eight));

        Assert.Matches("^layer '[^']+': the program has weights of 8 bits, the simulator was emitted for 2$", error.Message);
    }

    [Fact]
    public void No_memory_is_allocated_per_inference()
    {
        GxnorMnist.SimulatorV2I8W8A8 simulator = new(
            QuantizedProgram.From(KerasFile.Read(CaseFile(Case("zoo_gxnor_mnist_v2_i8_w8_a8"), "quantized.h5")))
        );
        byte[] input = new byte[28 * 28];
        float[] output = new float[simulator.OutputLength];
        simulator.Run<byte>(input, output);

        long before = GC.GetAllocatedBytesForCurrentThread();
        simulator.Run<byte>(input, output);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void CompareWithCase(string name, Func<IntegerProgram, EmittedSimulator> create)
    {
        string folder = Case(name);
        IReadOnlyDictionary<string, NpyArray> recorded = NpzFile.Read(CaseFile(folder, "outputs.npz"));
        NpyArray input = recorded["input"];
        float[] expected = recorded["0:dequantizer:float"].ToSingles();
        Model model = KerasFile.Read(CaseFile(folder, "quantized.h5"));
        AkidaModel converted = Converter.Convert(
            model,
            name.Contains("_v1_", StringComparison.Ordinal) ? AkidaVersion.V1 : AkidaVersion.V2
        );

        foreach (IntegerProgram program in (IntegerProgram[])[QuantizedProgram.From(model), AkidaProgram.From(converted)])
        {
            float[] actual = new float[expected.Length];
            create(program).RunBatch<byte>((byte[])input.Values, actual);

            // The integers are compared layer by layer elsewhere; the last step, to floats, may differ in the last place.
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 2e-7 * Math.Max(1, Math.Abs(pair.First))));
        }
    }

    private static string Case(string name) => TestFolders.Cases.Single(folder => Path.GetFileName(folder) == name);

    private static string CaseFile(string folder, string file) => Path.Combine(folder, file);
}
