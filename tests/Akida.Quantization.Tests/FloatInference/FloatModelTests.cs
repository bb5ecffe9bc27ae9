using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Lowering;
using Akida.Graph.Operations;
using Akida.Quantization.FloatInference;
using Akida.Quantization.Quantizing;
using Akida.Testing;

namespace Akida.Quantization.Tests.FloatInference;

/// <summary>Float models compute what Keras computed.</summary>
public sealed class FloatModelTests
{
    public static TheoryData<string> Cases =>
        [.. TestFolders.Cases.Select(path => Path.GetFileName(path)!).Where(name => name.StartsWith("random", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_float_model_gives_the_output_of_Keras(string name)
    {
        string folder = TestFolders.Cases.Single(path => Path.GetFileName(path) == name);
        IReadOnlyDictionary<string, NpyArray> recorded = NpzFile.Read(Path.Combine(folder, "outputs.npz"));
        Model model = KerasFile.Read(Path.Combine(folder, "float.h5"));
        LoweredGraph sanitized = Sanitizer.Sanitize(model.Graph, new MeasuredWeightFacts(model.Weights));

        AssertClose(recorded["float_output"].ToSingles(), Run(model, ToTensor(recorded["input"])));
        AssertClose(
            recorded["float_output"].ToSingles(),
            Run(new Model(sanitized.Graph, WeightEditor.Apply(model.Weights, sanitized.Edits)), ToTensor(recorded["input"]))
        );
    }

    [Fact]
    public void Frames_one_by_one_give_what_the_clip_gives()
    {
        TensorShape clip = new(6, 8, 7, 2);
        Model model = TemporalNet(clip);
        LoweredGraph sanitized = Sanitizer.Sanitize(model.Graph, new MeasuredWeightFacts(model.Weights));
        Random random = new(1);
        float[] values = [.. Enumerable.Range(0, (int)clip.Elements).Select(_ => random.NextSingle() - 0.5f)];
        int frameLength = values.Length / clip[0];

        float[] expected = Run(model, new Tensor(TensorShape.Of(clip.Dimensions.Prepend(1)), values));
        using FloatModel frames = new(new Model(sanitized.Graph, WeightEditor.Apply(model.Weights, sanitized.Edits)));
        List<float> actual = [];
        for (int frame = 0; frame < clip[0]; frame++)
        {
            Tensor one = new(
                TensorShape.Of(clip.Dimensions.Skip(1).Prepend(1)),
                values[(frame * frameLength)..((frame + 1) * frameLength)]
            );
            actual.AddRange(frames.Run(one).Values.Single().Values);
        }

        Assert.True(frames.IsTemporal);
        AssertClose(expected, [.. actual]);
    }

    [Fact]
    public void A_batch_of_another_shape_is_refused()
    {
        QuantizingCase data = QuantizingCase.Load("random_v2_0003");
        using FloatModel model = new(data.Float);

        GraphException error = Assert.Throws<GraphException>(() => model.Run(new Tensor(new TensorShape(1, 2), new float[2])));

        Assert.Contains("the input is 1×2, must be N×", error.Message);
    }

    private static Model TemporalNet(TensorShape clip)
    {
        ModelGraph graph = ModelGraph.Create(
            "clips",
            [
                new("input", new InputLayer { Shape = clip }, []),
                new(
                    "space",
                    new Conv3D
                    {
                        Filters = 4,
                        KernelSize = new(1, 3, 3),
                        Strides = new(1, 2, 2),
                        Padding = Padding.Same,
                        UseBias = false,
                    },
                    ["input"]
                ),
                new("bn", new BatchNormalization { Axis = 4 }, ["space"]),
                new("relu", new ReLU { MaxValue = 6 }, ["bn"]),
                new("pad", new ZeroPadding3D { Time = (2, 0) }, ["relu"]),
                new("time", new Conv3D { Filters = 3, KernelSize = new(3, 1, 1) }, ["pad"]),
                new("pad_depthwise", new ZeroPadding3D { Time = (3, 0) }, ["time"]),
                new(
                    "time_depthwise",
                    new Conv3D
                    {
                        Filters = 3,
                        KernelSize = new(4, 1, 1),
                        Groups = 3,
                    },
                    ["pad_depthwise"]
                ),
                new(
                    "space_depthwise",
                    new Conv3D
                    {
                        Filters = 3,
                        KernelSize = new(1, 3, 3),
                        Groups = 3,
                        Padding = Padding.Same,
                    },
                    ["time_depthwise"]
                ),
                new("average", new AveragePooling3D { PoolSize = new(1, 4, 4) }, ["space_depthwise"]),
                new("dense", new Dense { Units = 2 }, ["average"]),
            ]
        );
        return new Model(graph, WeightInitialization.Create(graph, 3));
    }

    private static Tensor ToTensor(NpyArray array) => new(new TensorShape(array.Shape), array.ToSingles());

    private static float[] Run(Model model, Tensor batch)
    {
        using FloatModel session = new(model);
        return session.Run(batch).Values.Single().Values;
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        float largest = expected.Max(MathF.Abs);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(MathF.Abs(expected[i] - actual[i]) <= 1e-4f * largest, $"[{i}]: expected {expected[i]}, found {actual[i]}");
        }
    }
}
