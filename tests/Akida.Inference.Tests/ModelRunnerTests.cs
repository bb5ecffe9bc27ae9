using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Operations;
using Akida.Integers;
using Akida.Quantization.Conversion;
using Akida.Quantization.Quantizing;
using Akida.Testing;

namespace Akida.Inference.Tests;

/// <summary>A runner gives of a model of any kind what the vendor's tools recorded.</summary>
public sealed class ModelRunnerTests
{
    private static readonly string Folder = Path.Combine(TestFolders.Data, "cases", "random_v2_0003");
    private static readonly IReadOnlyDictionary<string, NpyArray> Recorded = NpzFile.Read(Path.Combine(Folder, "outputs.npz"));
    private static readonly NpyArray Input = Recorded["input"];

    [Fact]
    public void A_float_model_gives_the_recorded_floats()
    {
        ModelRunner runner = ModelRunner.Of(ModelFile.Load(Path.Combine(Folder, "float.h5")));

        Assert.Equal(
            (TensorShape.Of(Input.Shape.Skip(1)), DataType.UInt8, false),
            (runner.InputShape, runner.InputType, runner.IsTemporal)
        );
        AssertClose(Recorded["float_output"], runner.Predict(Input), 1e-4f);
    }

    [Fact]
    public void A_quantised_model_gives_the_recorded_integers_of_the_layers_that_are_asked_for()
    {
        ModelRunner runner = ModelRunner.Of(Quantized());

        IReadOnlyDictionary<string, LayerValues>[] samples = [.. runner.Run(Input, ["stem/relu", "dw_sep_0"])];

        Assert.Equal(Input.Shape[0], samples.Length);
        Assert.All(samples, sample => Assert.Equal(["dw_sep_0", "stem/relu"], sample.Keys.Order(StringComparer.Ordinal)));
        Assert.Equal(Recorded["stem/relu:values"].ToInt64s(), samples.SelectMany(sample => sample["stem/relu"].Integers));
        Assert.Equal(Recorded["dw_sep_0:values"].ToInt64s(), samples.SelectMany(sample => sample["dw_sep_0"].Integers));
    }

    [Fact]
    public void A_converted_model_predicts_what_the_quantised_one_does()
    {
        ModelRunner quantized = ModelRunner.Of(Quantized()),
            converted = ModelRunner.Of(Converter.Convert(Quantized(), AkidaVersion.V2));

        Assert.Equal(quantized.Predict(Input), converted.Predict(Input));
        AssertClose(Recorded["dequantizer:float"], quantized.Predict(Input), 1e-6f);
    }

    [Fact]
    public void Outputs_are_given_where_no_layers_are_named()
    {
        ModelRunner runner = ModelRunner.Of(Quantized());

        Assert.All(runner.Run(Input), sample => Assert.Equal(runner.Outputs, sample.Keys));
    }

    [Fact]
    public void What_a_sample_gives_does_not_depend_on_those_beside_it()
    {
        ModelRunner runner = ModelRunner.Of(ModelFile.Load(Path.Combine(Folder, "float.h5")));
        NpyArray many = RandomSamples.Create(runner.InputShape, DataType.UInt8, 41, seed: 1);

        float[] together = runner.Predict(many),
            single = [.. many.Batches(1).SelectMany(sample => runner.Predict(sample))];

        Assert.Equal(single, together);
    }

    [Fact]
    public void Integers_are_taken_for_floats_where_the_model_takes_floats()
    {
        ModelRunner runner = Rectifier();

        Assert.Equal([0, 2, 127, 0], runner.Predict(new NpyArray([2, 2], new sbyte[] { -1, 2, 127, -128 })));
        Assert.Equal([1, 255], runner.Predict(new NpyArray([1, 2], new byte[] { 1, 255 })));
        Assert.Equal([0.5f, 0], runner.Predict(new NpyArray([1, 2], new[] { 0.5, -3e30 })));
    }

    [Fact]
    public void Each_call_begins_a_new_clip()
    {
        LayerNode[] layers =
        [
            new("input", new InputLayer { Shape = new TensorShape(2, 2, 1) }, []),
            new(
                "buffer",
                new BufferTempConv
                {
                    Filters = 1,
                    KernelSize = 2,
                    UseBias = false,
                },
                ["input"]
            ),
        ];
        ModelGraph graph = ModelGraph.Create("clip", layers);
        ModelRunner runner = ModelRunner.Of(new Model(graph, WeightInitialization.Create(graph, 1)));
        NpyArray frames = new([3, 2, 2, 1], Enumerable.Range(1, 12).Select(value => (float)value).ToArray());

        float[] first = runner.Predict(frames),
            second = runner.Predict(frames);
        float[] last = runner.Predict(frames.Item(2) with { Shape = [1, 2, 2, 1] });

        Assert.True(runner.IsTemporal);
        Assert.Equal(first, second);
        Assert.NotEqual(first[^last.Length..], last);
    }

    [Theory]
    [MemberData(nameof(WrongInputs))]
    public void Samples_that_do_not_fit_are_refused(NpyArray samples, string message)
    {
        SampleException error = Assert.Throws<SampleException>(() => ModelRunner.Of(Quantized()).Run(samples, where: "net.npz"));

        Assert.Equal("net.npz " + message, error.Message);
    }

    public static TheoryData<NpyArray, string> WrongInputs =>
        new()
        {
            { Input.Item(0), $"is {TensorShape.Of(Input.Shape.Skip(1))}, must be N×{TensorShape.Of(Input.Shape.Skip(1))}" },
            { new NpyArray(Input.Shape, new int[Input.Values.Length]), "holds Int32 values, must be UInt8" },
            { new NpyArray([0, .. Input.Shape.Skip(1)], Array.Empty<byte>()), "holds no sample" },
        };

    [Fact]
    public void Numbers_that_are_not_finite_are_refused()
    {
        SampleException error = Assert.Throws<SampleException>(() =>
            Rectifier().Predict(new NpyArray([1, 2], new[] { 1, float.NaN }), "net.npz")
        );

        Assert.Equal("net.npz has the value NaN at 1, must be finite", error.Message);
        Assert.Equal(
            $"net.npz has the value {float.PositiveInfinity} at 3, must be finite",
            Assert.Throws<SampleException>(() => Rectifier().Run(new NpyArray([2, 2], new[] { 1, 2, 3, 1e300 }), where: "net.npz")).Message
        );
    }

    [Fact]
    public void A_layer_that_the_model_does_not_have_is_refused()
    {
        GraphException error = Assert.Throws<GraphException>(() => ModelRunner.Of(Quantized()).Run(Input, ["nobody"]));

        Assert.Equal("the model has no layer 'nobody'", error.Message);
    }

    private static void AssertClose(NpyArray expected, float[] actual, float tolerance) =>
        Assert.Equal(expected.ToSingles(), actual, (left, right) => MathF.Abs(left - right) <= tolerance * MathF.Max(1, MathF.Abs(left)));

    private static ModelRunner Rectifier() =>
        ModelRunner.Of(
            new Model(
                ModelGraph.Create(
                    "net",
                    [new("input", new InputLayer { Shape = new TensorShape(2) }, []), new("relu", new ReLU(), ["input"])]
                ),
                WeightSet.Empty
            )
        );

    private static Model Quantized() => KerasFile.Read(Path.Combine(Folder, "quantized.h5"));
}
