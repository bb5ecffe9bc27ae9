using Akida.Formats.Onnx;
using Akida.Graph.Operations;
using Microsoft.ML.OnnxRuntime;

namespace Akida.Quantization.FloatInference;

/// <summary>Runs a float model on ONNX Runtime. A temporal model remembers the last frames until <see cref="Reset"/>.</summary>
/// <remarks>
/// A temporal model is for one thread at a time, and spreads each batch over all cores. Several threads can run batches of any other model
/// at once, each on its core: <see cref="RunAll"/> does.
/// </remarks>
public sealed class FloatModel : IDisposable
{
    // Activations of so many values stay in the caches of a core; many small samples cost less together than apart.
    private const long ValuesAtOnce = 1 << 20;
    private const int MostSamplesAtOnce = 8;

    private readonly InferenceSession session;
    private readonly LayerNode input;
    private readonly TensorShape inputShape;
    private readonly IReadOnlyList<OnnxOutput> outputs;
    private readonly string[] buffers;
    private readonly Dictionary<string, float[]> frames = [];
    private int framesBatch;

    /// <summary>Prepares a model.</summary>
    /// <param name="model">A float model of one input.</param>
    /// <param name="outputs">What <see cref="Run"/> gives; the model's outputs if not given.</param>
    /// <exception cref="GraphException">A layer is quantised, or cannot be run; the error names it.</exception>
    public FloatModel(Model model, IReadOnlyList<OnnxOutput>? outputs = null)
    {
        this.outputs = outputs ?? [.. model.Graph.Outputs.Select(name => new OnnxOutput(name))];
        input = model.Graph.Input;
        inputShape = ((InputLayer)input.Operation).Shape;
        IsTemporal = model.Graph.Layers.Any(node => node.Operation is BufferTempConv or DepthwiseBufferTempConv);
        GraphIndex index = new(model.Graph);
        SamplesAtOnce = (int)
            Math.Clamp(ValuesAtOnce / model.Graph.Layers.Sum(node => index.Shape(node.Name).Elements), 1, MostSamplesAtOnce);
        session = OnnxSession.Open(
            OnnxExport.ToBytes(model, this.outputs),
            options => options.IntraOpNumThreads = IsTemporal ? Environment.ProcessorCount : 1
        );
        buffers = [.. session.InputMetadata.Keys.Where(name => name.StartsWith(OnnxExport.BufferPrefix, StringComparison.Ordinal))];
    }

    /// <summary>Whether outputs depend on earlier inputs.</summary>
    public bool IsTemporal { get; }

    /// <summary>
    /// How many samples a batch should have, if nothing else tells: few enough for a bounded memory, the fewer the larger the model is.
    /// Frames of one clip run one by one.
    /// </summary>
    public int SamplesAtOnce => IsTemporal ? 1 : field;

    /// <summary>Runs a batch.</summary>
    /// <param name="batch">The inputs, <c>N×H×W×C</c> (or <c>N</c> and whatever the model's input is); for a temporal model one frame of
    /// each of N clips.</param>
    /// <returns>By layer: the outputs with the batch dimension first, or what <see cref="OnnxReduction"/> left of them.</returns>
    /// <exception cref="GraphException">The batch has another shape than the model's input.</exception>
    public IReadOnlyDictionary<string, Tensor> Run(Tensor batch)
    {
        if (batch.Shape.Rank != inputShape.Rank + 1 || TensorShape.Of(batch.Shape.Dimensions.Skip(1)) != inputShape)
        {
            throw new GraphException($"the input is {batch.Shape}, must be N×{inputShape}").About(input.Name);
        }

        Dictionary<string, OrtValue> inputs = new()
        {
            [input.Name] = Value(batch.Values, batch.Shape.Dimensions.Select(size => (long)size)),
        };
        try
        {
            foreach (string buffer in buffers)
            {
                inputs.Add(buffer, BufferValue(buffer, batch.Shape[0]));
            }

            string[] names = [.. outputs.Select(output => output.Name), .. buffers.Select(NextBuffer)];
            using RunOptions options = new();
            using IDisposableReadOnlyCollection<OrtValue> results = session.Run(options, inputs, names);
            for (int i = 0; i < buffers.Length; i++)
            {
                frames[buffers[i]] = results[outputs.Count + i].GetTensorDataAsSpan<float>().ToArray();
            }

            return outputs
                .Select((output, i) => (output.Layer, Value: ToTensor(results[i])))
                .ToDictionary(item => item.Layer, item => item.Value);
        }
        finally
        {
            foreach (OrtValue value in inputs.Values)
            {
                value.Dispose();
            }
        }
    }

    /// <summary>Runs batches, on all cores: those of a temporal model one after the other, of any other several at once.</summary>
    /// <param name="batches">The batches, as <see cref="Run"/> takes them; they are asked for as they are needed.</param>
    /// <returns>What <see cref="Run"/> gives for each, in order.</returns>
    /// <exception cref="GraphException">A batch has another shape than the model's input.</exception>
    public IEnumerable<IReadOnlyDictionary<string, Tensor>> RunAll(IEnumerable<Tensor> batches) => Select(batches, Run);

    /// <summary>Forgets all frames.</summary>
    public void Reset() => frames.Clear();

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    /// <summary>
    /// What a function that calls <see cref="Run"/> gives for batches, in order: several at once unless the model is temporal.
    /// </summary>
    internal IEnumerable<TResult> Select<TResult>(IEnumerable<Tensor> batches, Func<Tensor, TResult> function) =>
        IsTemporal ? batches.Select(function) : OrderedRun.Of(batches, function);

    private static OrtValue Value(float[] values, IEnumerable<long> shape) => OrtValue.CreateTensorValueFromMemory(values, [.. shape]);

    private static Tensor ToTensor(OrtValue value) =>
        new(TensorShape.Of(value.GetTensorTypeAndShape().Shape.Select(size => (int)size)), value.GetTensorDataAsSpan<float>().ToArray());

    private static string NextBuffer(string buffer) => OnnxExport.NextBufferPrefix + buffer[OnnxExport.BufferPrefix.Length..];

    private OrtValue BufferValue(string buffer, int batch)
    {
        if (framesBatch != batch)
        {
            Reset();
            framesBatch = batch;
        }

        int[] shape = session.InputMetadata[buffer].Dimensions;
        if (!frames.TryGetValue(buffer, out float[]? values))
        {
            values = new float[batch * shape.Skip(1).Aggregate(1, (product, size) => checked(product * size))];
        }

        return Value(values, shape.Skip(1).Select(size => (long)size).Prepend(batch));
    }
}
