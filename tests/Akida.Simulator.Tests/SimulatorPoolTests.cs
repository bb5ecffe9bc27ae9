using Akida.Integers;
using Akida.Integers.Reference;
using Akida.Simulator.Execution;

namespace Akida.Simulator.Tests;

/// <summary>Many callers at once, and two of one simulator.</summary>
public class SimulatorPoolTests
{
    private const int Callers = 8;

    [Fact]
    public void Callers_at_once_get_what_each_would_get_alone()
    {
        IntegerProgram program = ExamplePrograms.Classifier();
        SimulatorPool pool = new(program);
        byte[][] inputs = [.. Enumerable.Range(0, 200).Select(seed => RandomInput(program, seed))];
        float[][] found = [.. inputs.Select(_ => new float[pool.OutputLength])];

        Parallel.For(0, inputs.Length, new ParallelOptions { MaxDegreeOfParallelism = Callers }, i => pool.Run<byte>(inputs[i], found[i]));

        IntegerSimulator alone = new(program);
        float[] expected = new float[alone.OutputLength];
        for (int i = 0; i < inputs.Length; i++)
        {
            alone.Run<byte>(inputs[i], expected);
            Assert.Equal(expected, found[i]);
        }
    }

    [Fact]
    public void A_second_simulator_packs_no_weights()
    {
        IntegerProgram program = ExamplePrograms.Classifier();
        IntegerSimulator first = new(program);
        first.Share();
        long before = GC.GetAllocatedBytesForCurrentThread();

        first.Share();

        long shared = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(shared < 20_000, $"{shared} bytes were allocated");
    }

    [Fact]
    public void An_inference_of_a_pool_allocates_nothing()
    {
        IntegerProgram program = ExamplePrograms.Classifier();
        SimulatorPool pool = new(program);
        byte[] input = RandomInput(program, 1);
        float[] output = new float[pool.OutputLength];
        pool.Run<byte>(input, output);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 10; i++)
        {
            pool.Run<byte>(input, output);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_simulator_in_use_refuses_a_second_caller()
    {
        IntegerProgram program = ExamplePrograms.Classifier();
        IntegerSimulator simulator = new(program);
        byte[] inputs = new byte[2000 * program.Input.Output.Length];
        float[] outputs = new float[2000 * simulator.OutputLength];
        byte[] input = RandomInput(program, 1);
        Exception? refusal = null;
        CancellationToken cancel = TestContext.Current.CancellationToken;
        void Keep(Exception? error)
        {
            if (error is not null)
            {
                refusal = error;
            }
        }

        Thread other = new(() =>
        {
            // Whichever of the two comes second is refused.
            while (Volatile.Read(ref refusal) is null && !cancel.IsCancellationRequested)
            {
                Keep(Record.Exception(() => simulator.RunBatch<byte>(inputs, outputs, threads: 1)));
            }
        });
        other.Start();
        while (Volatile.Read(ref refusal) is null && !cancel.IsCancellationRequested)
        {
            Keep(Record.Exception(() => simulator.Run<byte>(input)));
        }

        other.Join();
        InvalidOperationException error = Assert.IsType<InvalidOperationException>(refusal);
        Assert.Contains("is in use by another thread, must have one caller at a time", error.Message, StringComparison.Ordinal);
    }

    private static byte[] RandomInput(IntegerProgram program, int seed)
    {
        byte[] input = new byte[program.Input.Output.Length];
        new Random(seed).NextBytes(input);
        return input;
    }
}
