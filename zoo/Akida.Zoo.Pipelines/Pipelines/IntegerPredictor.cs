using Akida.Simulator.Execution;
using Akida.Simulator.Program;
using Akida.Training.Data;

namespace Akida.Zoo.Pipelines;

/// <summary>Predictions of a quantised or converted model, in integers.</summary>
public static class IntegerPredictor
{
    /// <summary>The model's output for every sample, one behind the other, as floats.</summary>
    /// <exception cref="ArgumentException">The samples are not of the type or shape of the program's input.</exception>
    public static float[] Predict(IntegerProgram program, SampleArray samples)
    {
        if (samples.Shape != program.Input.Output.Shape)
        {
            throw new ArgumentException($"model '{program.Name}' takes inputs of {program.Input.Output.Shape}, the data has {samples.Shape}");
        }

        IntegerSimulator simulator = new(program);
        float[] outputs = new float[checked(samples.Count * simulator.OutputLength)];
        switch (Type.GetTypeCode(samples.Values.GetType().GetElementType()))
        {
            case TypeCode.Byte:
                simulator.RunBatch<byte>((byte[])samples.Values, outputs);
                break;
            case TypeCode.SByte:
                simulator.RunBatch<sbyte>((sbyte[])samples.Values, outputs);
                break;
            case TypeCode.Int16:
                simulator.RunBatch<short>((short[])samples.Values, outputs);
                break;
            case TypeCode.Single:
                simulator.RunBatch<float>((float[])samples.Values, outputs);
                break;
            default:
                throw new ArgumentException($"samples are {samples.Values.GetType().Name}, no input type of a model");
        }

        return outputs;
    }
}
