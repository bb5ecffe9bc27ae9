using Akida.Formats;
using Akida.Formats.Onnx;
using Akida.Graph;
using Akida.Graph.Lowering;
using Akida.Graph.Operations;
using Akida.Quantization.Arithmetic;
using Akida.Quantization.Qdq;
using Akida.Quantization.Quantizing;
using Akida.Simulator.Execution;
using Akida.Simulator.Program;
using Akida.Training.Data;
using Akida.Zoo.Pipelines.Data;
using Akida.Zoo.Pipelines.Mnist;
using Microsoft.ML.OnnxRuntime;

namespace Akida.Zoo.Pipelines.Tests;

/// <summary>Quantised models exported to ONNX give the classes of the simulator on real digits.</summary>
public sealed class QdqMnistTests
{
    private const int Images = 1000;

    private const int TrainingImages = 3000;

    private const double LeastAccuracy = 0.6;

    [Theory]
    [InlineData(8, 4, 4)]
    [InlineData(8, 8, 8)]
    public void OnnxRuntimeGivesTheClassesOfTheSimulator(int input, int weights, int activations)
    {
        MnistData data = Load();
        byte[] pixels = [.. ((byte[])data.Test.Inputs.Values).Take(Images * (int)MnistData.ImageShape.Elements)];
        Tensor training = Floats(data.Training.Inputs, TrainingImages);
        QuantizationSettings settings = new() { Bits = new BitWidths(input, weights, activations), PerTensorActivations = true };
        Model model = Quantizer.Quantize(NearestMeans.Fit(RandomNet(), training, (int[])data.Training.Targets.Values), new Samples(Floats(data.Training.Inputs, 256)), settings).Model;
        string output = Assert.Single(model.Graph.Outputs);

        IntegerProgram program = Integers.From(model);
        IntegerSimulator simulator = new(program);
        int classes = simulator.OutputLength;
        float[] simulated = new float[Images * classes];
        simulator.RunBatch<byte>(pixels, simulated);

        using InferenceSession session = new(QdqExport.ToBytes(model));
        using OrtValue given = OrtValue.CreateTensorValueFromMemory(pixels, [Images, .. MnistData.ImageShape.Dimensions.Select(size => (long)size)]);
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(options, session.InputNames, [given], [new OnnxOutput(output).Name]);
        float[] logits = results[0].GetTensorDataAsSpan<float>().ToArray();

        int[] expected = ClassesOf(simulated, classes);
        Assert.Equal(expected, ClassesOf(logits, classes));
        double accuracy = expected.Zip((int[])data.Test.Targets.Values).Count(pair => pair.First == pair.Second) / (double)Images;
        Assert.True(accuracy > LeastAccuracy, $"the accuracy is {accuracy}: the classes say nothing");
    }

    /// <summary>Two convolutions with random weights, for pixels from 0 to 255, and a Dense layer.</summary>
    private static Model RandomNet()
    {
        const int first = 16, second = 32;
        ModelGraph graph = ModelGraph.Create(
            "digits",
            [
                new("image", new InputLayer { Shape = MnistData.ImageShape, DType = DataType.UInt8 }, []),
                new("conv_1", new Conv2D { Filters = first, KernelSize = 3, Strides = 2, Padding = Padding.Same }, ["image"]),
                new("relu_1", new ReLU { MaxValue = 6 }, ["conv_1"]),
                new("conv_2", new Conv2D { Filters = second, KernelSize = 3, Strides = 2, Padding = Padding.Same }, ["relu_1"]),
                new("relu_2", new ReLU { MaxValue = 6 }, ["conv_2"]),
                new("flatten", new Flatten(), ["relu_2"]),
                new("classes", new Dense { Units = MnistData.Classes }, ["flatten"]),
            ]);
        Random random = new(3);
        return new Model(
            graph,
            WeightSet.Create(
            [
                ("conv_1", "kernel", Uniform(new(3, 3, 1, first), 2.0 / 255)), ("conv_1", "bias", Uniform(new(first), 0.1)),
                ("conv_2", "kernel", Uniform(new(3, 3, first, second), 0.3)), ("conv_2", "bias", Uniform(new(second), 0.1)),
                ("classes", "kernel", Uniform(new(7 * 7 * second, MnistData.Classes), 0)), ("classes", "bias", Uniform(new(MnistData.Classes), 0)),
            ]));

        Tensor Uniform(TensorShape shape, double most) => new(shape, [.. Enumerable.Range(0, (int)shape.Elements).Select(_ => (float)(((random.NextDouble() * 2) - 1) * most))]);
    }

    private static Tensor Floats(SampleArray images, int count)
    {
        SampleArray taken = images.Take(count);
        return new Tensor(TensorShape.Of([count, .. taken.Shape.Dimensions]), Array.ConvertAll((byte[])taken.Values, pixel => (float)pixel));
    }

    private static MnistData Load()
    {
        try
        {
            return MnistData.Load(CacheFolder.For("mnist"));
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
