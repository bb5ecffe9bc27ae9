using Akida.Integers;
using Akida.Quantization.FloatInference;
using Akida.Simulator.Execution;
using Akida.Training.Data;

namespace Akida.Zoo.Pipelines;

/// <summary>Predictions of models, without libtorch.</summary>
public static class Predictor
{
    private const int FloatBatch = 256;

    /// <summary>The output of a float or quantised model for every sample, one behind the other, as floats.</summary>
    /// <exception cref="GraphException">The model cannot be run, or takes other inputs.</exception>
    /// <exception cref="ArgumentException">The samples are not of the type of the model's input.</exception>
    public static float[] Predict(Model model, SampleArray samples) =>
        model.Graph.IsQuantized ? Predict(QuantizedProgram.From(model), samples) : PredictFloats(model, samples);

    /// <summary>The output of a quantised or converted model for every sample, one behind the other, as floats.</summary>
    /// <exception cref="GraphException">The samples are not of the shape of the program's input.</exception>
    /// <exception cref="ArgumentException">The samples are not of the type of the program's input.</exception>
    public static float[] Predict(IntegerProgram program, SampleArray samples)
    {
        if (samples.Shape != program.Input.Output.Shape)
        {
            throw new GraphException($"model '{program.Name}' takes inputs of {program.Input.Output.Shape}, the data has {samples.Shape}");
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

    private static float[] PredictFloats(Model model, SampleArray samples)
    {
        using FloatModel runner = new(model);
        List<float> outputs = [];
        for (int start = 0; start < samples.Count; start += FloatBatch)
        {
            SampleArray batch = samples.Slice(start, Math.Min(FloatBatch, samples.Count - start));
            Tensor inputs = new(TensorShape.Of(batch.Shape.Dimensions.Prepend(batch.Count)), batch.ToSingles());
            outputs.AddRange(runner.Run(inputs)[model.Graph.Outputs[0]].Values);
        }

        return [.. outputs];
    }
}
