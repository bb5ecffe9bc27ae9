using Akida.Graph.Operations;

namespace Akida.Graph.Lowering.Steps;

/// <summary>
/// A model of clips (<c>T×H×W×C</c>) becomes one of frames (<c>H×W×C</c>): convolutions over time keep the last frames in a buffer, the
/// padding before the first frame is an empty buffer.
/// </summary>
internal static class TemporalLayers
{
    public static LoweredGraph Apply(LoweredGraph lowered, IWeightFacts facts)
    {
        if (!lowered.Graph.Layers.Any(node => node.Operation is InputLayer { Shape.Rank: 4 }))
        {
            return lowered;
        }

        GraphIndex clips = lowered.Index;
        try
        {
            return Convert(lowered, clips);
        }
        catch (GraphException error)
        {
            return lowered.Noting(
                NoteKind.ClipsStay,
                error.Layer ?? lowered.Graph.Layers[0].Name,
                $"clips are not turned into frames: {error.Message}"
            );
        }
    }

    private static LoweredGraph Convert(LoweredGraph lowered, GraphIndex clips)
    {
        Dictionary<string, string> dropped = [];
        List<LayerNode> frames = [];
        List<WeightEdit> edits = [];
        foreach (LayerNode node in lowered.Graph.Layers)
        {
            EquatableArray<string> inputs = node
                .Inputs.Select(input => dropped.TryGetValue(input, out string? source) ? source : input)
                .ToEquatableArray();
            if (node.Operation is ZeroPadding3D or ActivityRegularization)
            {
                RequireBeforeTime(clips, node);
                dropped.Add(node.Name, inputs[0]);
                continue;
            }

            Operation frame = node.Operation is Conv3D conv ? Convolution(clips, node, conv) : Frame(clips, node);
            frames.Add(node with { Operation = frame, Inputs = inputs });
            if (frame is WeightedOperation weighted && node.Operation is Conv3D)
            {
                edits.Add(
                    new ReshapeKernel(node.Name, "kernel", weighted.KernelName, KernelShape(weighted, clips.InputShapes(node)[0].Channels))
                );
            }
        }

        ModelGraph graph = ModelGraph.Create(
            lowered.Graph.Name,
            frames,
            lowered.Graph.Outputs.Select(output => dropped.TryGetValue(output, out string? source) ? source : output)
        );
        return lowered.Then(graph, [.. edits]);
    }

    private static WeightedOperation Convolution(GraphIndex clips, LayerNode node, Conv3D conv)
    {
        bool grouped = conv.Groups > 1;
        if (grouped && (conv.Groups != conv.Filters || conv.Filters != clips.InputShapes(node)[0].Channels))
        {
            throw new GraphException(
                $"groups is {conv.Groups}, must be 1 or both the input channels and the filters",
                setting: "groups"
            ).About(node.Name);
        }

        if (conv.KernelSize.Time > 1)
        {
            RequireCausal(clips, node, conv);
            return grouped
                ? new DepthwiseBufferTempConv
                {
                    KernelSize = conv.KernelSize.Time,
                    UseBias = conv.UseBias,
                    BiasInitializer = conv.BiasInitializer,
                }
                : new BufferTempConv
                {
                    KernelSize = conv.KernelSize.Time,
                    Filters = conv.Filters,
                    UseBias = conv.UseBias,
                    BiasInitializer = conv.BiasInitializer,
                };
        }

        if (conv.Strides.Time != 1)
        {
            throw new GraphException($"strides are {conv.Strides}, must be 1 in time", setting: "strides").About(node.Name);
        }

        Size2D kernel = new(conv.KernelSize.Height, conv.KernelSize.Width),
            strides = new(conv.Strides.Height, conv.Strides.Width);
        return grouped
            ? new DepthwiseConv2D
            {
                KernelSize = kernel,
                Strides = strides,
                Padding = conv.Padding,
                UseBias = conv.UseBias,
                DepthwiseInitializer = conv.KernelInitializer,
                BiasInitializer = conv.BiasInitializer,
            }
            : new Conv2D
            {
                Filters = conv.Filters,
                KernelSize = kernel,
                Strides = strides,
                Padding = conv.Padding,
                UseBias = conv.UseBias,
                KernelInitializer = conv.KernelInitializer,
                BiasInitializer = conv.BiasInitializer,
            };
    }

    private static void RequireBeforeTime(GraphIndex clips, LayerNode node)
    {
        if (node.Operation is ZeroPadding3D && !clips.Consumers(node.Name).All(next => next.Operation is Conv3D { KernelSize.Time: > 1 }))
        {
            throw new GraphException("only a convolution over time may take padded frames").About(node.Name);
        }
    }

    private static void RequireCausal(GraphIndex clips, LayerNode node, Conv3D conv)
    {
        if (conv.KernelSize is not { Height: 1, Width: 1 } || conv.Strides != Size3D.One)
        {
            throw new GraphException(
                $"kernel {conv.KernelSize} with strides {conv.Strides} must be (T, 1, 1) with strides 1, or (1, h, w)",
                setting: "kernel_size"
            ).About(node.Name);
        }

        bool padded =
            clips.Producers(node)[0].Operation is ZeroPadding3D { Rows: (0, 0), Columns: (0, 0) } padding
            && padding.Time == (conv.KernelSize.Time - 1, 0);
        if (!padded || conv.Padding == Padding.Same)
        {
            throw new GraphException(
                $"needs {conv.KernelSize.Time - 1} frames of zero padding before the first frame, and none elsewhere",
                setting: "padding"
            ).About(node.Name);
        }
    }

    private static TensorShape KernelShape(WeightedOperation operation, int channels) =>
        operation switch
        {
            BufferTempConv conv => new TensorShape(1, 1, conv.KernelSize * channels, conv.Filters),
            DepthwiseBufferTempConv conv => new TensorShape(conv.KernelSize, channels),
            DepthwiseConv2D conv => new TensorShape(conv.KernelSize.Height, conv.KernelSize.Width, channels, 1),
            Conv2D conv => new TensorShape(conv.KernelSize.Height, conv.KernelSize.Width, channels, conv.Filters),
            _ => throw new GraphException($"{operation.ClassName} has no kernel over space or time"),
        };

    private static Operation Frame(GraphIndex clips, LayerNode node) =>
        node.Operation switch
        {
            InputLayer input => input with { Shape = WithoutTime(input.Shape) },
            BatchNormalization normalization => normalization with { Axis = -1 },
            Concatenate concatenate when concatenate.Axis > 0 => concatenate with { Axis = concatenate.Axis - 1 },
            AveragePooling3D pooling => Average(clips, node, pooling),
            Reshape reshape => reshape with { TargetShape = reshape.TargetShape.Skip(1).ToEquatableArray() },
            Permute permute when permute.Dims[0] == 1 => permute with
            {
                Dims = permute.Dims.Skip(1).Select(dimension => dimension - 1).ToEquatableArray(),
            },
            PointwiseOperation or ElementwiseJoin or Concatenate or Dense => node.Operation,
            _ => throw new GraphException($"{node.Operation.ClassName} cannot run frame by frame").About(node.Name),
        };

    private static GlobalAveragePooling2D Average(GraphIndex clips, LayerNode node, AveragePooling3D pooling)
    {
        TensorShape input = clips.InputShapes(node)[0];
        return pooling.PoolSize == new Size3D(1, input[1], input[2])
            ? new GlobalAveragePooling2D()
            : throw new GraphException(
                $"pool size is {pooling.PoolSize}, must be 1×{input[1]}×{input[2]}: the whole plane of one frame",
                setting: "pool_size"
            ).About(node.Name);
    }

    private static TensorShape WithoutTime(TensorShape shape) => TensorShape.Of(shape.Dimensions.Skip(1));
}
