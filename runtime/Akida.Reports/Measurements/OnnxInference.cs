using Akida.Quantization.FloatInference;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Akida.Reports.Measurements;

/// <summary>
/// A model in ONNX Runtime with one random input (or batch) and all buffers in place: <see cref="Run()"/> costs nothing but the inference.
/// </summary>
public sealed class OnnxInference : IDisposable
{
    private readonly InferenceSession session;
    private readonly RunOptions options = new();
    private readonly OrtIoBinding binding;
    private readonly List<OrtValue> values = [];

    /// <summary>Loads a model whose input holds floats or bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="threads">The threads that one inference is spread over.</param>
    /// <param name="batch">The size of free dimensions, such as the batch.</param>
    /// <exception cref="NotSupportedException">The input or an output is of another type.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OnnxRuntimeException">The file is no model.</exception>
    public OnnxInference(string path, int threads = 1, int batch = 1)
        : this(File.ReadAllBytes(path), threads, batch) { }

    /// <summary>Loads a model from the bytes of its file.</summary>
    /// <param name="file">The bytes.</param>
    /// <param name="threads">The threads that one inference is spread over.</param>
    /// <param name="batch">The size of free dimensions, such as the batch.</param>
    /// <exception cref="NotSupportedException">The input or an output is of another type.</exception>
    /// <exception cref="OnnxRuntimeException">The bytes are no model.</exception>
    public OnnxInference(byte[] file, int threads = 1, int batch = 1)
    {
        session = OnnxSession.Open(
            file,
            settings =>
            {
                settings.IntraOpNumThreads = threads;
                settings.InterOpNumThreads = 1;
                settings.ExecutionMode = ExecutionMode.ORT_SEQUENTIAL;
                settings.GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL;
            }
        );
        binding = session.CreateIoBinding();
        foreach ((string name, NodeMetadata metadata) in session.InputMetadata)
        {
            binding.BindInput(name, Allocate(metadata, batch, new Random(1)));
        }

        foreach ((string name, NodeMetadata metadata) in session.OutputMetadata)
        {
            binding.BindOutput(name, Allocate(metadata, batch, null));
        }
    }

    /// <summary>Runs the model once.</summary>
    public void Run() => session.RunWithBinding(options, binding);

    /// <summary>Runs the model some times.</summary>
    public void Run(int times)
    {
        for (int time = 0; time < times; time++)
        {
            Run();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        binding.Dispose();
        values.ForEach(value => value.Dispose());
        options.Dispose();
        session.Dispose();
    }

    private OrtValue Allocate(NodeMetadata metadata, int batch, Random? random)
    {
        long[] shape = [.. metadata.Dimensions.Select(size => size > 0 ? size : (long)batch)];
        int length = checked((int)shape.Aggregate(1L, (product, size) => product * size));
        OrtValue value = metadata.ElementDataType switch
        {
            TensorElementType.Float => OrtValue.CreateTensorValueFromMemory(Fill(new float[length], () => random?.Next(256) ?? 0), shape),
            TensorElementType.UInt8 => OrtValue.CreateTensorValueFromMemory(
                Fill(new byte[length], () => (byte)(random?.Next(256) ?? 0)),
                shape
            ),
            var other => throw new NotSupportedException($"a tensor of {other} values is not supported"),
        };
        values.Add(value);
        return value;
    }

    private static T[] Fill<T>(T[] array, Func<T> next)
    {
        for (int i = 0; i < array.Length; i++)
        {
            array[i] = next();
        }

        return array;
    }
}
