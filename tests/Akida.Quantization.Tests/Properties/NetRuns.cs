using System.Numerics;
using Akida.Integers;
using Akida.Integers.Reference;
using Akida.Simulator.Execution;

namespace Akida.Quantization.Tests.Properties;

/// <summary>Runs programs on inputs that are given as floats, as the type that their input layer takes.</summary>
internal static class NetRuns
{
    private delegate TResult Runner<T, TResult>(T[] input);

    /// <summary>What each layer puts out.</summary>
    public static IReadOnlyDictionary<string, LayerValues> Run(ReferenceExecutor executor, float[] input) =>
        Typed<IReadOnlyDictionary<string, LayerValues>>(
            executor.Program,
            input,
            values => executor.Run<byte>(values),
            values => executor.Run<sbyte>(values),
            values => executor.Run<float>(values)
        );

    /// <summary>Spreads inferences over up to seven threads, each step in a random number of parts.</summary>
    public static void Divide(IntegerSimulator simulator, int seed)
    {
        Random random = new(seed);
        simulator.Divide(random.Next(1, 8), _ => random.Next(1, 10));
    }

    /// <summary>What each stored layer puts out.</summary>
    public static IReadOnlyDictionary<string, LayerValues> Run(IntegerSimulator simulator, float[] input)
    {
        return Typed(simulator.Program, input, Observe, Observe, Observe);

        IReadOnlyDictionary<string, LayerValues> Observe<T>(T[] values)
            where T : unmanaged, INumber<T>
        {
            simulator.Run<T>(values);
            return simulator.Observe();
        }
    }

    /// <summary>The outputs of a batch.</summary>
    public static float[] RunBatch(IntegerSimulator simulator, float[] inputs, int threads)
    {
        return Typed(simulator.Program, inputs, Batch, Batch, Batch);

        float[] Batch<T>(T[] values)
            where T : unmanaged, INumber<T>
        {
            float[] outputs = new float[inputs.Length / simulator.Program.Input.Output.Length * simulator.OutputLength];
            simulator.RunBatch<T>(values, outputs, threads);
            return outputs;
        }
    }

    /// <summary>The outputs of a batch in an emitted simulator.</summary>
    public static float[] RunBatch(EmittedSimulator simulator, IntegerProgram program, float[] inputs, int threads)
    {
        return Typed(program, inputs, Batch, Batch, Batch);

        float[] Batch<T>(T[] values)
            where T : unmanaged, INumber<T>
        {
            float[] outputs = new float[inputs.Length / program.Input.Output.Length * simulator.OutputLength];
            simulator.RunBatch<T>(values, outputs, threads);
            return outputs;
        }
    }

    /// <summary>The output for one input, or for the next frame, in an emitted simulator.</summary>
    public static float[] Output(EmittedSimulator simulator, IntegerProgram program, float[] input)
    {
        return Typed(program, input, Single, Single, Single);

        float[] Single<T>(T[] values)
            where T : unmanaged, INumber<T>
        {
            float[] output = new float[simulator.OutputLength];
            simulator.Run<T>(values, output);
            return output;
        }
    }

    /// <summary>Fails with the first of some layers whose values differ.</summary>
    public static void AssertSame(
        IEnumerable<KeyValuePair<string, LayerValues>> expected,
        IReadOnlyDictionary<string, LayerValues> actual,
        string where
    )
    {
        foreach ((string layer, LayerValues right) in expected)
        {
            LayerValues found = actual[layer];
            bool same = right.Format.IsFloat ? right.Floats.SequenceEqual(found.Floats) : right.Integers.SequenceEqual(found.Integers);
            Assert.True(same, $"'{layer}' differs {where}");
        }
    }

    private static TResult Typed<TResult>(
        IntegerProgram program,
        float[] values,
        Runner<byte, TResult> unsigned,
        Runner<sbyte, TResult> signed,
        Runner<float, TResult> floats
    ) =>
        program.Input.DType switch
        {
            DataType.UInt8 => unsigned(Array.ConvertAll(values, value => (byte)value)),
            DataType.Int8 => signed(Array.ConvertAll(values, value => (sbyte)value)),
            _ => floats(values),
        };
}
