using Akida.Formats;
using Akida.Formats.Onnx;
using Akida.Graph;
using Akida.Quantization.Arithmetic;
using Akida.Quantization.Qdq;
using Akida.Simulator.Execution;
using Akida.Simulator.Program;
using Akida.Testing;
using Akida.Zoo.Pipelines.Data;
using Akida.Zoo.Pipelines.Mnist;
using Microsoft.ML.OnnxRuntime;

namespace Akida.Zoo.Pipelines.Tests;

/// <summary>Quantised models exported to ONNX give the classes of the simulator on real digits.</summary>
public sealed class QdqMnistTests
{
    private const int Images = 1000;

    [Theory]
    [InlineData("zoo_gxnor_mnist_v1_i8_w2_a1")]
    [InlineData("zoo_gxnor_mnist_v2_i8_w8_a8")]
    public void OnnxRuntimeGivesTheClassesOfTheSimulator(string name)
    {
        byte[] pixels = [.. TestImages().Take(Images * (int)MnistData.ImageShape.Elements)];
        Model model = KerasFile.Read(Path.Combine(TestFolders.Cases.Single(folder => Path.GetFileName(folder) == name), "quantized.h5"));
        string output = Assert.Single(model.Graph.Outputs);

        IntegerProgram program = Integers.From(model);
        IntegerSimulator simulator = new(program);
        int classes = simulator.OutputLength;
        float[] simulated = new float[Images * classes];
        simulator.RunBatch<byte>(pixels, simulated);

        using InferenceSession session = new(QdqExport.ToBytes(model));
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(pixels, [Images, .. MnistData.ImageShape.Dimensions.Select(size => (long)size)]);
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(options, session.InputNames, [input], [new OnnxOutput(output).Name]);
        float[] logits = results[0].GetTensorDataAsSpan<float>().ToArray();

        int[] expected = ClassesOf(simulated, classes);
        Assert.Equal(expected, ClassesOf(logits, classes));
        Assert.True(expected.Distinct().Count() > 1, "the model gives one class to all images");
    }

    private static byte[] TestImages()
    {
        try
        {
            return (byte[])MnistData.Load(CacheFolder.For("mnist")).Test.Inputs.Values;
        }
        catch (DatasetException error)
        {
            Assert.Skip($"needs MNIST in the cache (mnist_train fetches it): {error.Message}");
            throw;
        }
    }

    private static int[] ClassesOf(float[] values, int classes) => [.. Enumerable.Range(0, Images).Select(i => Largest(values.AsSpan(i * classes, classes)))];

    private static int Largest(ReadOnlySpan<float> values)
    {
        int largest = 0;
        for (int i = 1; i < values.Length; i++)
        {
            largest = values[i] > values[largest] ? i : largest;
        }

        return largest;
    }
}
