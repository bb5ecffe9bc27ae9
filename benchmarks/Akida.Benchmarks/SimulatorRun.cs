using Akida.Integers;
using Akida.Simulator.Execution;

namespace Akida.Benchmarks;

/// <summary>One inference of a simulator on a random input, with nothing else in it.</summary>
internal static class SimulatorRun
{
    /// <summary>The inference as an action.</summary>
    /// <exception cref="NotSupportedException">The program takes another input than bytes.</exception>
    public static Action Prepare(IntegerSimulator simulator)
    {
        IntegerInput input = simulator.Program.Input;
        Random random = new(1);
        float[] output = new float[simulator.OutputLength];
        byte[] bytes = new byte[input.Output.Length];
        random.NextBytes(bytes);
        switch (input.DType)
        {
            case DataType.UInt8:
                return () => simulator.Run<byte>(bytes, output);
            case DataType.Int8:
                sbyte[] signed = Array.ConvertAll(bytes, value => (sbyte)value);
                return () => simulator.Run<sbyte>(signed, output);
            case DataType.Float32:
                float[] floats = Array.ConvertAll(bytes, value => (float)value);
                return () => simulator.Run<float>(floats, output);
            default:
                throw new NotSupportedException($"an input of {input.DType} values is not supported");
        }
    }

    /// <summary>The inference of an emitted simulator as an action.</summary>
    /// <exception cref="NotSupportedException">The program takes another input than bytes.</exception>
    public static Action Prepare(EmittedSimulator simulator, IntegerProgram program)
    {
        float[] output = new float[simulator.OutputLength];
        byte[] bytes = new byte[program.Input.Output.Length];
        new Random(1).NextBytes(bytes);
        sbyte[] signed = Array.ConvertAll(bytes, value => (sbyte)value);
        return program.Input.DType switch
        {
            DataType.UInt8 => () => simulator.Run<byte>(bytes, output),
            DataType.Int8 => () => simulator.Run<sbyte>(signed, output),
            _ => throw new NotSupportedException($"an input of {program.Input.DType} values is not supported"),
        };
    }

    /// <summary>A batch of random inputs on so many threads as an action.</summary>
    /// <exception cref="NotSupportedException">The program takes another input than bytes or floats.</exception>
    public static Action PrepareBatch(IntegerSimulator simulator, int count, int threads)
    {
        IntegerInput input = simulator.Program.Input;
        float[] outputs = new float[count * simulator.OutputLength];
        byte[] bytes = new byte[count * input.Output.Length];
        new Random(1).NextBytes(bytes);
        switch (input.DType)
        {
            case DataType.UInt8:
                return () => simulator.RunBatch<byte>(bytes, outputs, threads);
            case DataType.Float32:
                float[] floats = Array.ConvertAll(bytes, value => (float)value);
                return () => simulator.RunBatch<float>(floats, outputs, threads);
            default:
                throw new NotSupportedException($"an input of {input.DType} values is not supported");
        }
    }
}
