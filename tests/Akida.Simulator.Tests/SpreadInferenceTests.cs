using System.Runtime.InteropServices;
using Akida.Graph;
using Akida.Integers;
using Akida.Integers.Reference;
using Akida.Simulator.Execution;
using Akida.Simulator.Kernels;
using Akida.Simulator.Kernels.Assembled;
using Akida.Simulator.Tests.Kernels.Assembled;

namespace Akida.Simulator.Tests;

/// <summary>
/// One inference on several threads: the integers of the reference, whatever the threads, the kernels and the parts of each step.
/// </summary>
/// <remarks><c>AKIDA_RANDOM_NETS</c> sets how many programs (200).</remarks>
public class SpreadInferenceTests
{
    private const int MostThreads = 7,
        MostParts = 9;

    private static readonly int Count = int.TryParse(Environment.GetEnvironmentVariable("AKIDA_RANDOM_NETS"), out int count) ? count : 200;

    public static TheoryData<string> KernelNames => [.. KernelSets.All.Select(kernels => kernels.Name)];

    [Theory]
    [MemberData(nameof(KernelNames))]
    public void Any_threads_and_parts_give_the_integers_of_the_reference(string name)
    {
        KernelSet kernels = KernelSets.All.Single(set => set.Name == name);
        Assert.SkipUnless(kernels.IsSupported, $"this machine has no {name}");
        AssertAgree(kernels, Count);
    }

    [Theory]
    [InlineData("avx512vnni")]
    [InlineData("avxvnni")]
    [InlineData("avx2")]
    public void Interpreted_kernels_can_be_divided_too(string name) =>
        AssertAgree(
            CodeInterpreter.Kernels(VectorSet.All.Single(set => set.Name == name), "interpreted", CallConvention.SystemV),
            Count / 10
        );

    [Fact]
    public void An_inference_on_several_threads_allocates_nothing()
    {
        IntegerProgram program = ExamplePrograms.Classifier();
        IntegerSimulator simulator = new(program);
        simulator.Divide(3, _ => 4);
        byte[] input = RandomPrograms.Input(program, 1);
        float[] output = new float[simulator.OutputLength];
        simulator.Run<byte>(input, output);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 100; i++)
        {
            simulator.Run<byte>(input, output);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Callers_at_once_share_the_threads_or_do_without()
    {
        IntegerProgram program = ExamplePrograms.Classifier();
        byte[] input = RandomPrograms.Input(program, 1);
        IntegerSimulator alone = new(program) { Threads = 1 };
        float[] expected = new float[alone.OutputLength];
        alone.Run<byte>(input, expected);

        Parallel.For(
            0,
            6,
            _ =>
            {
                IntegerSimulator simulator = alone.Share();
                simulator.Divide(3, _ => 5);
                float[] output = new float[simulator.OutputLength];
                for (int i = 0; i < 200; i++)
                {
                    Array.Clear(output);
                    simulator.Run<byte>(input, output);
                    Assert.Equal(expected, output);
                }
            }
        );
    }

    [Fact]
    public void Many_simulators_start_no_more_threads_than_one()
    {
        IntegerProgram program = ExamplePrograms.Classifier();
        byte[] input = RandomPrograms.Input(program, 1);
        IntegerSimulator first = new(program);
        for (int i = 0; i < 50; i++)
        {
            IntegerSimulator simulator = first.Share();
            simulator.Divide(MostThreads, _ => 4);
            simulator.Run<byte>(input);
        }

        Assert.InRange(WorkTeam.Shared.Helpers, 0, MostThreads - 1);
    }

    [Fact]
    public void A_small_program_stays_on_one_thread_if_nobody_asks_for_more() =>
        Assert.Equal(1, new IntegerSimulator(ExamplePrograms.Classifier()).ThreadsThatPay);

    [Fact]
    public void A_pool_leaves_its_callers_on_their_threads() =>
        Assert.Equal(1, new SimulatorPool(ExamplePrograms.Classifier()).OpenStream().Threads);

    [Fact]
    public void A_number_of_threads_is_kept_when_sharing_and_fewer_than_none_are_refused()
    {
        IntegerSimulator simulator = new(ExamplePrograms.Classifier());

        Assert.Equal(0, simulator.Threads);
        Assert.Throws<ArgumentOutOfRangeException>(() => simulator.Threads = -1);
        simulator.Threads = 5;
        Assert.Equal(5, simulator.Share().Threads);
    }

    private static void AssertAgree(KernelSet kernels, int programs)
    {
        for (int seed = 0; seed < programs; seed++)
        {
            Random random = new(seed);
            IntegerProgram program = RandomPrograms.Create(seed);
            ReferenceExecutor reference = new(program);
            IntegerSimulator fused = new(program, kernels),
                observed = new(program, kernels, observeAll: true);
            for (int frame = 0; frame < 3; frame++)
            {
                fused.Divide(random.Next(1, MostThreads + 1), _ => random.Next(1, MostParts + 1));
                observed.Divide(random.Next(1, MostThreads + 1), _ => random.Next(1, MostParts + 1));
                byte[] input = RandomPrograms.Input(program, seed + frame);
                IReadOnlyDictionary<string, LayerValues> expected =
                    program.Input.DType == DataType.Int8
                        ? reference.Run<sbyte>(MemoryMarshal.Cast<byte, sbyte>(input))
                        : reference.Run<byte>(input);
                foreach (IntegerSimulator simulator in (IntegerSimulator[])[fused, observed])
                {
                    foreach ((string layer, LayerValues values) in Observe(simulator, input))
                    {
                        Assert.True(
                            expected[layer].Integers.AsSpan().SequenceEqual(values.Integers),
                            $"seed {seed}, frame {frame}: '{layer}' differs"
                        );
                    }
                }
            }
        }
    }

    private static IReadOnlyDictionary<string, LayerValues> Observe(IntegerSimulator simulator, byte[] input)
    {
        if (simulator.Program.Input.DType == DataType.Int8)
        {
            simulator.Run<sbyte>(MemoryMarshal.Cast<byte, sbyte>(input));
        }
        else
        {
            simulator.Run<byte>(input);
        }

        return simulator.Observe();
    }
}
