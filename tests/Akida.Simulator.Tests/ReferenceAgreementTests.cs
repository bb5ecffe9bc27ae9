using System.Runtime.InteropServices;
using Akida.Graph;
using Akida.Integers;
using Akida.Integers.Reference;
using Akida.Simulator.Execution;
using Akida.Simulator.Kernels;
using Akida.Simulator.Kernels.Assembled;
using Akida.Simulator.Tests.Kernels.Assembled;
using CsCheck;

namespace Akida.Simulator.Tests;

/// <summary>Whatever the layers, sizes, bits and weights: every kernel set gives the integers of the reference.</summary>
public class ReferenceAgreementTests
{
    private const int Programs = 300,
        InterpretedPrograms = 60;

    public static TheoryData<string> KernelNames => [.. KernelSets.All.Select(kernels => kernels.Name)];

    [Theory]
    [MemberData(nameof(KernelNames))]
    public void Random_programs_give_the_integers_of_the_reference(string name)
    {
        KernelSet kernels = KernelSets.All.Single(set => set.Name == name);
        Assert.SkipUnless(kernels.IsSupported, $"this machine has no {name}");
        AssertAgree(kernels, Programs);
    }

    [Theory]
    [InlineData("avx512vnni")]
    [InlineData("avxvnni")]
    [InlineData("avx2")]
    public void Random_programs_on_interpreted_kernels_give_the_integers_of_the_reference(string name)
    {
        VectorSet set = VectorSet.All.Single(set => set.Name == name);
        AssertAgree(CodeInterpreter.Kernels(set, "interpreted", CallConvention.SystemV), InterpretedPrograms);
    }

    private static void AssertAgree(KernelSet kernels, int programs) =>
        Gen.Int[0, int.MaxValue - 1]
            .Sample(
                seed =>
                {
                    IntegerProgram program = RandomPrograms.Create(seed);
                    ReferenceExecutor reference = new(program);
                    IntegerSimulator fused = new(program, kernels),
                        observed = new(program, kernels, observeAll: true);
                    for (int frame = 0; frame < 3; frame++)
                    {
                        byte[] input = RandomPrograms.Input(program, seed + frame);
                        IReadOnlyDictionary<string, LayerValues> expected = Run(program, input, reference.Run<byte>, reference.Run<sbyte>);
                        AssertSame(
                            seed,
                            expected,
                            Run(program, input, bytes => Observe(fused, bytes), bytes => Observe(fused, bytes)),
                            program.Outputs
                        );
                        AssertSame(
                            seed,
                            expected,
                            Run(program, input, bytes => Observe(observed, bytes), bytes => Observe(observed, bytes)),
                            expected.Keys
                        );
                    }
                },
                iter: programs,
                threads: 1
            );

    [Fact]
    public void Reset_forgets_earlier_frames() =>
        Gen.Int[0, int.MaxValue - 1]
            .Sample(
                seed =>
                {
                    IntegerProgram program = RandomPrograms.Create(seed);
                    IntegerSimulator simulator = new(program);
                    byte[] input = RandomPrograms.Input(program, seed);
                    IReadOnlyDictionary<string, LayerValues> first = Run(
                        program,
                        input,
                        bytes => Observe(simulator, bytes),
                        bytes => Observe(simulator, bytes)
                    );
                    Run(program, input, bytes => Observe(simulator, bytes), bytes => Observe(simulator, bytes));
                    simulator.Reset();
                    AssertSame(
                        seed,
                        first,
                        Run(program, input, bytes => Observe(simulator, bytes), bytes => Observe(simulator, bytes)),
                        program.Outputs
                    );
                },
                iter: 100,
                threads: 1
            );

    [Fact]
    public void Threads_and_batch_splits_do_not_change_the_results() =>
        Gen.Int[0, int.MaxValue - 1]
            .Where(seed => !RandomPrograms.Create(seed).IsTemporal)
            .Sample(
                seed =>
                {
                    const int Samples = 7;
                    IntegerProgram program = RandomPrograms.Create(seed);
                    IntegerSimulator simulator = new(program);
                    byte[] inputs = RandomPrograms.Input(program, seed, Samples);
                    float[] expected = RunBatch(simulator, inputs, 1, Samples);
                    foreach (int threads in new[] { 2, 5 })
                    {
                        Assert.Equal(expected, RunBatch(simulator, inputs, threads, Samples));
                    }

                    int inputLength = program.Input.Output.Length,
                        half = 3 * inputLength;
                    float[] split = [.. RunBatch(simulator, inputs[..half], 2, 3), .. RunBatch(simulator, inputs[half..], 2, Samples - 3)];
                    Assert.Equal(expected, split);
                },
                iter: 50,
                threads: 1
            );

    private static float[] RunBatch(IntegerSimulator simulator, byte[] inputs, int threads, int samples)
    {
        float[] outputs = new float[simulator.OutputLength * samples];
        if (simulator.Program.Input.DType == DataType.Int8)
        {
            simulator.RunBatch<sbyte>(MemoryMarshal.Cast<byte, sbyte>(inputs).ToArray(), outputs, threads);
        }
        else
        {
            simulator.RunBatch<byte>(inputs, outputs, threads);
        }

        return outputs;
    }

    private delegate IReadOnlyDictionary<string, LayerValues> Runner<T>(ReadOnlySpan<T> input);

    private static IReadOnlyDictionary<string, LayerValues> Run(
        IntegerProgram program,
        byte[] input,
        Runner<byte> unsigned,
        Runner<sbyte> signed
    ) => program.Input.DType == DataType.Int8 ? signed(MemoryMarshal.Cast<byte, sbyte>(input)) : unsigned(input);

    private static IReadOnlyDictionary<string, LayerValues> Observe<T>(IntegerSimulator simulator, ReadOnlySpan<T> input)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        simulator.Run(input);
        return simulator.Observe();
    }

    private static void AssertSame(
        int seed,
        IReadOnlyDictionary<string, LayerValues> expected,
        IReadOnlyDictionary<string, LayerValues> actual,
        IEnumerable<string> layers
    )
    {
        foreach (string layer in layers)
        {
            int at = expected[layer].Integers.AsSpan().CommonPrefixLength(actual[layer].Integers);
            Assert.True(
                at == expected[layer].Integers.Length && at == actual[layer].Integers.Length,
                $"seed {seed}, {layer}, value {at}: {actual[layer].Integers.ElementAtOrDefault(at)}, the reference has "
                    + $"{expected[layer].Integers.ElementAtOrDefault(at)}"
            );
        }
    }
}
