using Akida.Formats;
using Akida.Graph.Operations;

namespace Akida.Quantization.Quantizing;

/// <summary>What a model is calibrated with. Frames of a temporal model stand in the order of time.</summary>
/// <param name="Source">The samples.</param>
/// <param name="BatchSize">How many make a batch; the ranges depend on it.</param>
/// <param name="Epochs">How often all run.</param>
public sealed record Samples(ISampleSource Source, int BatchSize = 32, int Epochs = 1)
{
    /// <summary>How many random samples are made when none are given.</summary>
    public const int DefaultCount = 1024;

    /// <summary>Samples that are in memory.</summary>
    /// <param name="values">The samples, N×H×W×C; integers as floats.</param>
    /// <param name="batchSize">How many make a batch; the ranges depend on it.</param>
    /// <param name="epochs">How often all run.</param>
    public Samples(Tensor values, int batchSize = 32, int epochs = 1)
        : this(new ArraySamples(new NpyArray(values.Shape.Dimensions, values.Values)), batchSize, epochs) { }

    /// <summary>Random integers over the whole range of the model's input.</summary>
    /// <param name="graph">The model.</param>
    /// <param name="inputType">The type that a float input is taken for.</param>
    /// <param name="count">How many samples.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="GraphException">The input is of no integer type, or so many samples are too large.</exception>
    public static Samples Random(ModelGraph graph, DataType inputType, int count, int seed)
    {
        InputLayer input = (InputLayer)graph.Input.Operation;
        DataType type = input.DType == DataType.Float32 ? inputType : input.DType;
        if (type is not (DataType.UInt8 or DataType.Int8 or DataType.Int16))
        {
            throw new GraphException($"random samples of type {type} cannot be made, must be an integer type");
        }

        TensorShape frame = input.Shape.Rank == 4 ? TensorShape.Of(input.Shape.Dimensions.Skip(1)) : input.Shape;
        long most = ModelLimits.Current.Samples / ModelLimits.Current.Check(frame, "a sample");
        return count <= most
            ? new Samples(new RandomSamples(frame, type, count, seed))
            : throw new GraphException($"{count} random samples of {frame} are too many, must be at most {most}");
    }

    /// <summary>How many batches one pass has.</summary>
    public int BatchCount => (int)(((long)Source.Count + BatchSize - 1) / BatchSize);
}
