using Akida.Cli.CommandLine;
using Akida.Formats;
using Akida.Graph;
using Akida.Integers;
using Akida.Simulator.Execution;

namespace Akida.Cli.Inference;

/// <summary>Runs a model of any kind on arrays.</summary>
internal abstract class ModelRunner
{
    /// <summary>The shape of one input.</summary>
    public abstract TensorShape InputShape { get; }

    /// <summary>The type of the input.</summary>
    public abstract DataType InputType { get; }

    /// <summary>Whether the model keeps earlier frames: samples then are the frames of one clip.</summary>
    public abstract bool IsTemporal { get; }

    /// <summary>The layers that compute, in order.</summary>
    public abstract IReadOnlyList<string> Layers { get; }

    /// <summary>The layers whose outputs are the model's.</summary>
    public abstract IReadOnlyList<string> Outputs { get; }

    /// <summary>The runner for a model file.</summary>
    /// <exception cref="CommandException">Models of this kind cannot be run.</exception>
    /// <exception cref="GraphException">The model has a layer that cannot be run.</exception>
    public static ModelRunner Of(ModelFile file, string path) => file switch
    {
        KerasModelFile { Model: { Graph.IsQuantized: true } model } => new IntegerRunner(QuantizedProgram.From(model)),
        KerasModelFile keras => new FloatRunner(keras.Model),
        AkidaModelFile akida => new IntegerRunner(AkidaProgram.From(akida.Model)),
        _ => throw new CommandException($"{path}: models of this kind cannot be run"),
    };

    /// <summary>What layers put out, sample by sample; a temporal model takes the samples as the frames of one clip.</summary>
    /// <param name="samples">The inputs, stacked.</param>
    /// <param name="where">What the error names if they do not fit.</param>
    /// <param name="allLayers">Whether every layer is wanted, or only the outputs.</param>
    /// <exception cref="CommandException">The array is not of the input's shape or type.</exception>
    public IEnumerable<IReadOnlyDictionary<string, LayerValues>> Run(NpyArray samples, string where, bool allLayers)
    {
        TensorShape found = new(samples.Shape);
        if (found.Rank != InputShape.Rank + 1 || !samples.Shape.Skip(1).SequenceEqual(InputShape.Dimensions))
        {
            throw new CommandException($"{where} is {found}, must be N×{InputShape}");
        }

        if (samples.Shape[0] == 0)
        {
            throw new CommandException($"{where} holds no sample");
        }

        return (InputType, samples.Values) switch
        {
            (DataType.UInt8, byte[] values) when values.GetType() == typeof(byte[]) => RunEach<byte>(values, allLayers),
            (DataType.Int8, sbyte[] values) when values.GetType() == typeof(sbyte[]) => RunEach<sbyte>(values, allLayers),
            (DataType.Int16, short[] values) when values.GetType() == typeof(short[]) => RunEach<short>(values, allLayers),
            (DataType.Float32, _) => RunEach<float>(SampleFiles.ToFiniteSingles(samples, where), allLayers),
            _ => throw new CommandException($"{where} holds {samples.Values.GetType().GetElementType()!.Name} values, must be {InputType}"),
        };
    }

    /// <summary>Runs samples of the right type, one behind the other.</summary>
    protected abstract IEnumerable<IReadOnlyDictionary<string, LayerValues>> RunEach<T>(T[] values, bool allLayers)
        where T : unmanaged, System.Numerics.INumber<T>;
}
