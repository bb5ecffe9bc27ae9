using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Lowering;
using Akida.Graph.Operations;
using Akida.Quantization.FloatInference;
using Akida.Quantization.Quantizing;
using Akida.Testing;

namespace Akida.Quantization.Tests.FloatInference;

/// <summary>Operations on clips, for which no outputs are recorded, against their definitions.</summary>
public class ClipOperationTests
{
    private const float Tolerance = 1e-4f;

    public static TheoryData<string, Conv3D> Convolutions =>
        new()
        {
            {
                "plain",
                new Conv3D
                {
                    Filters = 5,
                    KernelSize = new(3, 3, 3),
                    Padding = Padding.Same,
                }
            },
            {
                "strided",
                new Conv3D
                {
                    Filters = 4,
                    KernelSize = new(2, 3, 5),
                    Strides = new(1, 2, 2),
                    Padding = Padding.Same,
                }
            },
            {
                "valid, without bias",
                new Conv3D
                {
                    Filters = 3,
                    KernelSize = new(5, 1, 1),
                    UseBias = false,
                }
            },
            {
                "two groups",
                new Conv3D
                {
                    Filters = 6,
                    KernelSize = new(2, 2, 2),
                    Groups = 2,
                }
            },
            {
                "depthwise in time",
                new Conv3D
                {
                    Filters = 4,
                    KernelSize = new(5, 1, 1),
                    Groups = 4,
                }
            },
            {
                "depthwise in space",
                new Conv3D
                {
                    Filters = 4,
                    KernelSize = new(1, 3, 3),
                    Strides = new(1, 2, 2),
                    Padding = Padding.Same,
                    Groups = 4,
                }
            },
        };

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void Conv3D_is_its_definition(string description, Conv3D conv)
    {
        Model model = OneLayer(new TensorShape(6, 7, 8, 4), conv with { BiasInitializer = new Initializer("RandomUniform") });
        Tensor input = Random(new TensorShape(6, 7, 8, 4), 1);

        Tensor expected = DirectClips.Convolve(input, conv, model.Weights["layer", "kernel"], model.Weights.Find("layer", "bias"));

        Assert.Equal((description, expected.Shape), (description, RunOne(model, input).Shape));
        AssertNear(expected.Values, RunOne(model, input).Values);
    }

    [Fact]
    public void Padding_and_pooling_of_clips_are_their_definitions()
    {
        Tensor input = Random(new TensorShape(5, 6, 7, 3), 2);
        ZeroPadding3D padding = new()
        {
            Time = (4, 0),
            Rows = (1, 2),
            Columns = (0, 1),
        };
        AveragePooling3D pooling = new() { PoolSize = new(1, 6, 7) },
            overlapping =
                new()
                {
                    PoolSize = new(2, 3, 3),
                    Strides = new(1, 2, 2),
                    Padding = Padding.Same,
                };

        AssertNear(DirectClips.Pad(input, padding).Values, RunOne(OneLayer(input.Shape, padding), input).Values);
        AssertNear(DirectClips.Average(input, pooling).Values, RunOne(OneLayer(input.Shape, pooling), input).Values);
        AssertNear(DirectClips.Average(input, overlapping).Values, RunOne(OneLayer(input.Shape, overlapping), input).Values);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_buffer_of_frames_is_a_convolution_over_the_padded_clip(bool depthwise)
    {
        const int Frames = 4;
        TensorShape frame = new(3, 5, 6);
        Tensor clip = Random(new TensorShape(9, 3, 5, 6), 3);
        Conv3D conv = new()
        {
            Filters = depthwise ? 6 : 2,
            KernelSize = new(Frames, 1, 1),
            Groups = depthwise ? 6 : 1,
        };
        Model model = OneLayer(
            frame,
            depthwise ? new DepthwiseBufferTempConv { KernelSize = Frames } : new BufferTempConv { KernelSize = Frames, Filters = 2 }
        );
        Tensor kernel = model.Weights["layer", "kernel"].Reshape(new TensorShape(Frames, 1, 1, 6 / conv.Groups, conv.Filters));

        Tensor expected = DirectClips.Convolve(
            DirectClips.Pad(clip, new ZeroPadding3D { Time = (Frames - 1, 0) }),
            conv,
            kernel,
            model.Weights["layer", "bias"]
        );

        using FloatModel network = new(model);
        Assert.True(network.IsTemporal);
        for (int clips = 0; clips < 2; clips++, network.Reset())
        {
            AssertNear(expected.Values, [.. RunFrames(network, clip, frame)]);
        }
    }

    [Theory]
    [InlineData("zoo_tenn_eye_v2_i8_w8_a8")]
    [InlineData("zoo_tenn_dvs128_v2_i8_w8_a8")]
    public void A_clip_gives_what_its_frames_give(string name)
    {
        if (TestFolders.Cases.FirstOrDefault(path => Path.GetFileName(path) == name) is not { } folder)
        {
            Assert.Skip("the shared cases are not here");
            return;
        }

        Model clips = KerasFile.Read(Path.Combine(folder, "float.h5"));
        LoweredGraph lowered = Sanitizer.Sanitize(clips.Graph, new MeasuredWeightFacts(clips.Weights));
        Model frames = new(lowered.Graph, WeightEditor.Apply(clips.Weights, lowered.Edits));
        TensorShape frame = ((InputLayer)frames.Graph.Input.Operation).Shape;
        Tensor clip = Random(((InputLayer)clips.Graph.Input.Operation).Shape, 4);

        using FloatModel network = new(frames);

        AssertNear(RunOne(clips, clip).Values, [.. RunFrames(network, clip, frame)]);
    }

    private static Model OneLayer(TensorShape input, Operation operation)
    {
        ModelGraph graph = ModelGraph.Create(
            "net",
            [new LayerNode("input", new InputLayer { Shape = input }, []), new LayerNode("layer", operation, ["input"])]
        );
        return new Model(graph, WeightInitialization.Create(graph, 5));
    }

    private static Tensor RunOne(Model model, Tensor input)
    {
        using FloatModel network = new(model);
        Tensor batch = Assert.Single(network.Run(input.Reshape(TensorShape.Of([1, .. input.Shape.Dimensions])))).Value;
        return batch.Reshape(TensorShape.Of(batch.Shape.Dimensions.Skip(1)));
    }

    private static IEnumerable<float> RunFrames(FloatModel network, Tensor clip, TensorShape frame) =>
        clip
            .Values.Chunk((int)frame.Elements)
            .SelectMany(values => network.Run(new Tensor(TensorShape.Of([1, .. frame.Dimensions]), values)).Single().Value.Values);

    private static Tensor Random(TensorShape shape, int seed)
    {
        Random random = new(seed);
        float[] values = new float[shape.Elements];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (random.NextSingle() * 2) - 1;
        }

        return new Tensor(shape, values);
    }

    private static void AssertNear(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        float scale = expected.Max(MathF.Abs);
        Assert.True(scale > 0);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                MathF.Abs(expected[i] - actual[i]) <= Tolerance * scale,
                $"value {i} is {actual[i]}, must be {expected[i]} (scale {scale})"
            );
        }
    }
}
