using System.Numerics;
using Akida.Integers;
using Akida.Simulator.Execution;

namespace Akida.Quantization.Tests;

/// <summary>A simulator allocates nothing for an inference, whatever the net.</summary>
public sealed class InferenceAllocationTests
{
    /// <summary>The runtime itself may allocate once, when it compiles a method anew; an inference that does so always does.</summary>
    private const int Inferences = 3;

    public static TheoryData<string> Names => InferenceCase.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void An_inference_allocates_nothing(string name)
    {
        InferenceCase data = InferenceCase.Load(name);
        Array sample = data.Samples().First();

        long bytes = AllocatedBytes(data.Program, sample);

        Assert.True(bytes == 0, bytes == 0 ? "" : $"{bytes} bytes, first by layer {FirstToAllocate(data.Program, sample)}");
    }

    /// <summary>The first layer with which the net up to there allocates.</summary>
    private static string FirstToAllocate(IntegerProgram program, Array sample) =>
        program
            .Layers.Select((layer, i) => new IntegerProgram(program.Name, [.. program.Layers.Take(i + 1)], [layer.Name]))
            .Where(part => AllocatedBytes(part, sample) > 0)
            .Select(part => $"{part.Outputs[0]} ({part[part.Outputs[0]].GetType().Name})")
            .FirstOrDefault("(only together with those behind it)");

    private static long AllocatedBytes(IntegerProgram program, Array sample) =>
        InferenceCase.Typed(
            sample,
            bytes => AllocatedBytes(program, bytes),
            bytes => AllocatedBytes(program, bytes),
            floats => AllocatedBytes(program, floats)
        );

    private static long AllocatedBytes<T>(IntegerProgram program, T[] sample)
        where T : unmanaged, INumber<T>
    {
        IntegerSimulator simulator = new(program);
        float[] output = new float[simulator.OutputLength];
        simulator.Run<T>(sample, output);
        return Enumerable.Range(0, Inferences).Min(_ => AllocatedBytes<T>(simulator, sample, output));
    }

    private static long AllocatedBytes<T>(IntegerSimulator simulator, T[] sample, float[] output)
        where T : unmanaged, INumber<T>
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        simulator.Run<T>(sample, output);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
