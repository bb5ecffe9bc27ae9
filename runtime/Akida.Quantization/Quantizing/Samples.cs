using Akida.Graph;
using Akida.Graph.Operations;

namespace Akida.Quantization.Quantizing;

/// <summary>Calibration samples: the first dimension counts them. Frames of a temporal model stand in the order of time.</summary>
/// <param name="Values">The samples, N×H×W×C; integers as floats.</param>
/// <param name="BatchSize">How many run at a time; the ranges depend on it.</param>
/// <param name="Epochs">How often all run.</param>
public sealed record Samples(Tensor Values, int BatchSize = 32, int Epochs = 1)
{
    /// <summary>How many random samples are made when none are given.</summary>
    public const int DefaultCount = 1024;

    /// <summary>Random integers over the whole range of the model's input.</summary>
    /// <param name="graph">The model.</param>
    /// <param name="inputType">The type that a float input is taken for.</param>
    /// <param name="count">How many samples.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="GraphException">The input is of no integer type, or so many samples are too large.</exception>
    public static Samples Random(ModelGraph graph, DataType inputType, int count, int seed)
    {
        InputLayer input = (InputLayer)graph.Input.Operation;
        (int low, int high) = (input.DType == DataType.Float32 ? inputType : input.DType) switch
        {
            DataType.UInt8 => (0, 255),
            DataType.Int8 => (-128, 127),
            DataType.Int16 => (short.MinValue, short.MaxValue),
            var other => throw new GraphException($"random samples of type {other} cannot be made, must be an integer type"),
        };
        TensorShape frame = input.Shape.Rank == 4 ? TensorShape.Of(input.Shape.Dimensions.Skip(1)) : input.Shape;
        TensorShape shape = TensorShape.Of([count, .. frame.Dimensions]);
        long most = ModelLimits.Current.Samples / ModelLimits.Current.Check(frame, "a sample");
        if (count > most)
        {
            throw new GraphException($"{count} random samples of {frame} are too many, must be at most {most}");
        }

        Random random = new(seed);
        float[] values = new float[shape.Elements];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.Next(low, high + 1);
        }

        return new Samples(new Tensor(shape, values));
    }

    /// <summary>How many batches one pass has.</summary>
    public int BatchCount => (Values.Shape[0] + BatchSize - 1) / BatchSize;

    /// <summary>The batches, in order; the last may be smaller.</summary>
    public IEnumerable<Tensor> Batches()
    {
        int count = Values.Shape[0],
            length = count == 0 ? 0 : Values.Values.Length / count;
        for (int start = 0; start < count; start += BatchSize)
        {
            int size = Math.Min(BatchSize, count - start);
            float[] batch = Values.Values.AsSpan(start * length, size * length).ToArray();
            yield return new Tensor(TensorShape.Of([size, .. Values.Shape.Dimensions.Skip(1)]), batch);
        }
    }
}
