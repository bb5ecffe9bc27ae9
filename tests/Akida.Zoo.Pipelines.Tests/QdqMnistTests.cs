using Akida.Formats;
using Akida.Formats.Onnx;
using Akida.Formats.Onnx.Qdq;
using Akida.Graph;
using Akida.Graph.Lowering;
using Akida.Inference;
using Akida.Quantization.FloatInference;
using Akida.Quantization.Quantizing;
using Akida.Simulator.Execution;
using Akida.Testing;
using Akida.Training.Data;
using Akida.Training.Tests.Libtorch;
using Akida.Zoo.Pipelines.Mnist;
using Microsoft.ML.OnnxRuntime;

namespace Akida.Zoo.Pipelines.Tests;

/// <summary>
/// Quantised models exported to ONNX give the classes of the simulator on real digits: a trained net and MNIST's first 1,000 test images,
/// from <c>tests/data/mnist</c>.
/// </summary>
[NeedsRightConvolutions]
public sealed class QdqMnistTests
{
    private static readonly string Folder = Path.Combine(TestFolders.Data, "mnist");

    [Theory]
    [InlineData(8, 8, false, 0.97)]
    [InlineData(8, 8, true, 0.97)]
    [InlineData(4, 4, false, 0.9)]
    [InlineData(4, 4, true, 0.9)]
    public void ONNX_Runtime_gives_the_classes_of_the_simulator(int weights, int activations, bool perTensor, double leastAccuracy)
    {
        Model net = KerasFile.Read(Path.Combine(Folder, "digit_net.h5"));
        MnistData data = MnistData.Load(Folder);
        SampleArray images = data.Test.Inputs;
        QuantizationSettings settings = new() { Bits = new BitWidths(8, weights, activations), PerTensorActivations = perTensor };
        Model model = Quantizer.Quantize(net, new Samples(Floats(data.Training.Inputs)), settings).Model;

        float[] simulated = ModelRunner.Of(model).Predict(images.ToNpyArray());
        int[] expected = ClassesOf(simulated, images.Count);
        Assert.Equal(expected, ClassesOf(RunOnnx(model, images), images.Count));
        double accuracy = Accuracy.Of(simulated, (int[])data.Test.Targets.Values);
        Assert.True(accuracy >= leastAccuracy, $"the accuracy is {accuracy}: the classes say little");
    }

    private static float[] RunOnnx(Model model, SampleArray images)
    {
        using InferenceSession session = OnnxSession.Open(QdqExport.ToBytes(model));
        using OrtValue given = OrtValue.CreateTensorValueFromMemory(
            (byte[])images.Values,
            [images.Count, .. MnistData.ImageShape.Dimensions.Select(size => (long)size)]
        );
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(
            options,
            session.InputNames,
            [given],
            [new OnnxOutput(model.Graph.Outputs[0]).Name]
        );
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private static Tensor Floats(SampleArray images) =>
        new(TensorShape.Of([images.Count, .. MnistData.ImageShape.Dimensions]), images.ToSingles());

    private static int[] ClassesOf(float[] outputs, int count) =>
        [.. outputs.Chunk(outputs.Length / count).Select(logits => Array.IndexOf(logits, logits.Max()))];
}
