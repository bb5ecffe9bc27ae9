using Akida.Graph;
using Akida.Graph.Operations;
using Akida.Quantization.FloatInference;
using Akida.Testing;
using Akida.Training.Data;
using Akida.Training.Tests.Libtorch;

namespace Akida.Training.Tests;

/// <summary>The forward pass of float models against what TensorFlow gave.</summary>
[NeedsRightConvolutions]
public class FloatNetworkTests
{
    public static TheoryData<string> Cases => TrainingCase.NamesWith("float_output");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forward_gives_the_float_output_of_the_case(string name)
    {
        TrainingCase recorded = new(name);
        float[] expected = recorded.Recorded["float_output"].ToSingles();

        float[] actual = TrainingCase.Forward(recorded.Float, recorded.Input);

        Assert.Equal(expected.Length, actual.Length);
        double scale = Math.Max(1, expected.Max(Math.Abs));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First / scale, pair.Second / scale, 1e-4));
    }

    public static TheoryData<string> ZooCases =>
        [.. TestFolders.Cases.Select(path => Path.GetFileName(path)!).Where(name => name.StartsWith("zoo_", StringComparison.Ordinal))];

    /// <summary>No float outputs are recorded for the nets of the zoo: two implementations that share nothing must agree.</summary>
    [Theory]
    [MemberData(nameof(ZooCases))]
    public void Forward_gives_what_ONNX_Runtime_gives(string name)
    {
        Model model = new TrainingCase(name).Float;
        InputLayer input = (InputLayer)model.Graph.Input.Operation;
        Random random = new(1);
        float[] values = new float[input.Shape.Elements];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.Next(-128, 128);
        }

        AssertSame(model, new SampleArray(input.Shape, values));
    }

    [Theory]
    [InlineData("elu")]
    [InlineData("selu")]
    [InlineData("gelu")]
    [InlineData("swish")]
    [InlineData("hard_silu")]
    [InlineData("leaky_relu")]
    [InlineData("softplus")]
    [InlineData("softmax")]
    [InlineData("log_softmax")]
    public void Activations_give_what_ONNX_Runtime_gives(string function)
    {
        TensorShape shape = new(3, 4, 5);
        ModelGraph graph = ModelGraph.Create(
            "activation",
            [new("input", new InputLayer { Shape = shape }, []), new("activation", new Activation { Function = function }, ["input"])]
        );

        AssertSame(
            new Model(graph, WeightSet.Create([])),
            new SampleArray(shape, Enumerable.Range(-30, 60).Select(value => value / 8f).ToArray())
        );
    }

    private static void AssertSame(Model model, SampleArray sample)
    {
        using FloatModel network = new(model);
        float[] expected = network
            .Run(new Tensor(TensorShape.Of([1, .. sample.Shape.Dimensions]), sample.ToSingles()))[model.Graph.Outputs[0]]
            .Values;
        float[] actual = TrainingCase.Forward(model, sample);

        Assert.Equal(expected.Length, actual.Length);
        double scale = expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First / scale, pair.Second / scale, 1e-4));
    }
}
