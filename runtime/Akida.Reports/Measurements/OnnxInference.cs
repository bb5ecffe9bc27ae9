using Akida.Formats.Onnx;
using Akida.Quantization.FloatInference;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Akida.Reports.Measurements;

/// <summary>
/// A model in ONNX Runtime with one random input (or batch) and all buffers in place: <see cref="Run()"/> costs nothing but the inference.
/// The frames that a temporal model puts out are what it takes in the next time.
/// </summary>
public sealed class OnnxInference : IDisposable
{
    private readonly InferenceSession session;
    private readonly RunOptions options = new();

    // Two of a temporal model: its frames go from one place to another, and back.
    private readonly OrtIoBinding[] bindings;
    private readonly List<OrtValue> values = [];
    private int runs;

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
    /// <param name="profile">What the path of a profile begins with, if there is to be one.</param>
    /// <exception cref="NotSupportedException">The input or an output is of another type.</exception>
    /// <exception cref="OnnxRuntimeException">The bytes are no model.</exception>
    public OnnxInference(byte[] file, int threads = 1, int batch = 1, string? profile = null)
    {
        session = OnnxSession.Open(
            file,
            settings =>
            {
                settings.IntraOpNumThreads = threads;
                settings.InterOpNumThreads = 1;
                settings.ExecutionMode = ExecutionMode.ORT_SEQUENTIAL;
                settings.GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL;
                if (profile is not null)
                {
                    settings.ProfileOutputPathPrefix = profile;
                    settings.EnableProfiling = true;
                }
            }
        );
        Dictionary<string, OrtValue> inputs = session.InputMetadata.ToDictionary(
                input => input.Key,
                input => Allocate(input.Value, batch, new Random(1))
            ),
            outputs = session.OutputMetadata.ToDictionary(output => output.Key, output => Allocate(output.Value, batch, null));
        bool isTemporal = inputs.Keys.Any(name => name.StartsWith(OnnxExport.BufferPrefix, StringComparison.Ordinal));
        bindings = isTemporal
            ? [Bind(inputs, outputs, isBack: false), Bind(inputs, outputs, isBack: true)]
            : [Bind(inputs, outputs, isBack: false)];
    }

    /// <summary>Runs the model once.</summary>
    public void Run() => session.RunWithBinding(options, bindings[runs++ % bindings.Length]);

    /// <summary>Ends the profile.</summary>
    /// <returns>The path of its file.</returns>
    public string EndProfile() => session.EndProfiling();

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
        Array.ForEach(bindings, binding => binding.Dispose());
        values.ForEach(value => value.Dispose());
        options.Dispose();
        session.Dispose();
    }

    /// <param name="inputs">The inputs' places.</param>
    /// <param name="outputs">The outputs' places.</param>
    /// <param name="isBack">Whether frames go from the outputs' places to those of the inputs.</param>
    private OrtIoBinding Bind(Dictionary<string, OrtValue> inputs, Dictionary<string, OrtValue> outputs, bool isBack)
    {
        OrtIoBinding binding = session.CreateIoBinding();
        foreach ((string name, OrtValue value) in inputs)
        {
            bool isFrames = name.StartsWith(OnnxExport.BufferPrefix, StringComparison.Ordinal);
            binding.BindInput(
                name,
                isBack && isFrames ? outputs[OnnxExport.NextBufferPrefix + name[OnnxExport.BufferPrefix.Length..]] : value
            );
        }

        foreach ((string name, OrtValue value) in outputs)
        {
            bool isFrames = name.StartsWith(OnnxExport.NextBufferPrefix, StringComparison.Ordinal);
            binding.BindOutput(
                name,
                isBack && isFrames ? inputs[OnnxExport.BufferPrefix + name[OnnxExport.NextBufferPrefix.Length..]] : value
            );
        }

        return binding;
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
            TensorElementType.Int8 => OrtValue.CreateTensorValueFromMemory(
                Fill(new sbyte[length], () => (sbyte)(random?.Next(-128, 128) ?? 0)),
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
