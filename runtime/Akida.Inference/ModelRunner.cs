using System.Numerics;
using Akida.Formats;
using Akida.Graph;
using Akida.Integers;

namespace Akida.Inference;

/// <summary>A model of any kind, ready to run: a float one on ONNX Runtime, a quantised or a converted one in integers.</summary>
/// <remarks>
/// Nothing is kept between two calls, so that several threads can share one; each call takes the samples of a temporal model as the frames
/// of a new clip. Programs that run integers input by input, without allocating, use <c>Akida.Simulator</c> itself.
/// </remarks>
public abstract class ModelRunner
{
    private const string Unnamed = "the input";

    private protected ModelRunner() { }

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

    /// <summary>The runner for a model file of any kind.</summary>
    /// <param name="file">What was read of the file.</param>
    /// <exception cref="GraphException">The model has a layer that cannot be run.</exception>
    /// <exception cref="NotSupportedException">Models of this kind cannot be run.</exception>
    public static ModelRunner Of(ModelFile file) =>
        file switch
        {
            KerasModelFile keras => Of(keras.Model),
            AkidaModelFile akida => Of(akida.Model),
            _ => throw new NotSupportedException($"{file.GetType().Name} is no kind of model that can be run"),
        };

    /// <summary>The runner for a float or quantised model.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="GraphException">The model has a layer that cannot be run.</exception>
    public static ModelRunner Of(Model model) => model.Graph.IsQuantized ? Of(QuantizedProgram.From(model)) : new FloatRunner(model);

    /// <summary>The runner for a converted model.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="GraphException">The model has a layer that cannot be run, or its layers do not fit together.</exception>
    public static ModelRunner Of(AkidaModel model) => Of(AkidaProgram.From(model));

    /// <summary>The runner for an integer program.</summary>
    /// <param name="program">The program.</param>
    public static ModelRunner Of(IntegerProgram program) => new IntegerRunner(program);

    /// <summary>What layers put out, sample by sample; a temporal model takes the samples as the frames of one clip.</summary>
    /// <param name="samples">
    /// The inputs, stacked: N and <see cref="InputShape"/>, of type <see cref="InputType"/>; numbers of any type, all finite, if that is
    /// <see cref="DataType.Float32"/>.
    /// </param>
    /// <param name="layers">The layers that are wanted; <see cref="Outputs"/> if not given.</param>
    /// <param name="where">What an error calls the samples, such as their file.</param>
    /// <returns>For each sample the layers' values by name; samples are run as they are asked for, some at a time.</returns>
    /// <exception cref="SampleException">The samples are not of the input's shape or type, or there is none.</exception>
    /// <exception cref="GraphException">The model has no such layer.</exception>
    public IEnumerable<IReadOnlyDictionary<string, LayerValues>> Run(
        NpyArray samples,
        IReadOnlyCollection<string>? layers = null,
        string where = Unnamed
    )
    {
        if ((layers ?? []).Except(Layers).FirstOrDefault() is { } unknown)
        {
            throw new GraphException($"the model has no layer '{unknown}'");
        }

        CheckShape(samples, where);
        if (InputType == DataType.Float32)
        {
            SampleFiles.CheckFinite(samples, where);
        }

        string[] wanted = [.. (layers ?? Outputs).Distinct()];
        return (InputType, samples.Values) switch
        {
            (DataType.UInt8, byte[] values) when values.GetType() == typeof(byte[]) => RunEach(Batches<byte>, wanted),
            (DataType.Int8, sbyte[] values) when values.GetType() == typeof(sbyte[]) => RunEach(Batches<sbyte>, wanted),
            (DataType.Int16, short[] values) when values.GetType() == typeof(short[]) => RunEach(Batches<short>, wanted),
            (DataType.Float32, _) => RunEach(FloatBatches, wanted),
            _ => throw new SampleException($"{where} holds {samples.Values.GetType().GetElementType()!.Name} values, must be {InputType}"),
        };

        IEnumerable<T[]> Batches<T>(int size) => samples.Batches(size).Select(batch => (T[])batch.Values);

        // Integers become floats as they are needed.
        IEnumerable<float[]> FloatBatches(int size) => samples.Batches(size).Select(batch => batch.ToSingles());
    }

    /// <summary>The model's first output for every sample, as floats: integers as what they are worth.</summary>
    /// <param name="samples">The inputs, as <see cref="Run"/> takes them.</param>
    /// <param name="where">What an error calls the samples, such as their file.</param>
    /// <returns>The outputs, one behind the other, each row-major.</returns>
    /// <exception cref="SampleException">The samples are not of the input's shape or type, or there is none.</exception>
    public float[] Predict(NpyArray samples, string where = Unnamed) =>
        [.. Run(samples, [Outputs[0]], where).SelectMany(result => result[Outputs[0]].ToFloats())];

    /// <summary>Runs samples of the right type.</summary>
    /// <param name="batches">The samples, so many at a time as is asked for (the last time fewer), one behind the other.</param>
    /// <param name="layers">The layers that are wanted.</param>
    private protected abstract IEnumerable<IReadOnlyDictionary<string, LayerValues>> RunEach<T>(
        Func<int, IEnumerable<T[]>> batches,
        IReadOnlyCollection<string> layers
    )
        where T : unmanaged, INumber<T>;

    private void CheckShape(NpyArray samples, string where)
    {
        TensorShape found = new(samples.Shape);
        if (found.Rank != InputShape.Rank + 1 || !samples.Shape.Skip(1).SequenceEqual(InputShape.Dimensions))
        {
            throw new SampleException($"{where} is {found}, must be N×{InputShape}");
        }

        if (samples.Shape[0] == 0)
        {
            throw new SampleException($"{where} holds no sample");
        }
    }
}
