using Akida.Graph.Operations;

namespace Akida.Formats.Onnx.Importing;

/// <summary>
/// Makes layers of what a view of a layer's output has left open: affine maps, orders of axes, shapes. Each is made once.
/// </summary>
/// <param name="layers">The model's layers.</param>
internal sealed class LayerViews(ImportedLayers layers)
{
    private readonly Dictionary<(string Layer, PendingAffine Affine), string> affines = [];
    private readonly Dictionary<(string Layer, EquatableArray<int> Order), string> orders = [];
    private readonly Dictionary<(string Layer, TensorShape Shape), string> reshapes = [];

    /// <summary>The same view without anything pending.</summary>
    public LayerValue Settle(LayerValue value)
    {
        if (value.Affine is not { } affine)
        {
            return value;
        }

        if (!affines.TryGetValue((value.Layer, affine), out string? layer))
        {
            layer = AddAffine(value, affine);
            affines.Add((value.Layer, affine), layer);
        }

        return value with
        {
            Layer = layer,
            Affine = null,
        };
    }

    /// <summary>The layer whose output is the value as the ONNX graph sees it.</summary>
    public string Arrange(LayerValue value) => Arrange(value, [.. value.Axes]);

    /// <summary>The layer whose output has the given axes of the value's layer in order; flat if the value is.</summary>
    public string Arrange(LayerValue value, int[] wanted)
    {
        value = Settle(value);
        TensorShape shape = value.Shape;
        string layer = value.Layer;
        int[] target = value.IsFlat ? value.Sizes : [.. wanted.Select(axis => axis == LayerValue.NoAxis ? 1 : shape[axis])];
        int[] moved = [.. wanted.Where(axis => axis != LayerValue.NoAxis && shape[axis] > 1)];
        if (!moved.SequenceEqual(moved.Order()))
        {
            int[] named = [.. wanted.Where(axis => axis != LayerValue.NoAxis)];
            layer = Permute(layer, [.. Enumerable.Range(0, shape.Rank).Except(named), .. named]);
        }

        return Reshape(layer, new TensorShape(target), value.FlatName);
    }

    /// <summary>The layer whose output is the layer's in another shape; if it must be made, it is called <paramref name="name"/>.</summary>
    public string Reshape(string layer, TensorShape shape, string? name = null)
    {
        if (layers.Shape(layer) == shape)
        {
            return layer;
        }

        if (!reshapes.TryGetValue((layer, shape), out string? reshaped))
        {
            reshaped =
                shape.Rank == 1
                    ? layers.AddNamed(name ?? layer + "/flatten", new Flatten(), [layer])
                    : layers.AddNamed(name ?? layer + "/reshape", new Reshape { TargetShape = shape.Dimensions }, [layer]);
            reshapes.Add((layer, shape), reshaped);
        }

        return reshaped;
    }

    private string Permute(string layer, EquatableArray<int> order)
    {
        if (!orders.TryGetValue((layer, order), out string? permuted))
        {
            permuted = layers.AddNamed(
                layer + "/permute",
                new Permute { Dims = order.Select(axis => axis + 1).ToEquatableArray() },
                [layer]
            );
            orders.Add((layer, order), permuted);
        }

        return permuted;
    }

    private string AddAffine(LayerValue value, PendingAffine affine)
    {
        bool perChannel = affine.Scale.Length > 1 || affine.Offset.Length > 1;
        if (!perChannel || layers[value.Layer].Operation is InputLayer)
        {
            Rescaling rescaling = new() { Scale = affine.Scale.ToEquatableArray(), Offset = affine.Offset.ToEquatableArray() };
            return layers.AddNamed(affine.Name, rescaling, [value.Layer]);
        }

        // As a batch normalisation, a convolution before it can take it in.
        const double epsilon = 0.001;
        int channels = value.Shape.Channels;
        return layers.AddNamed(
            affine.Name,
            new BatchNormalization { Axis = value.Shape.Rank, Epsilon = epsilon },
            [value.Layer],
            ("gamma", Channels(affine.Scale)),
            ("beta", Channels(affine.Offset)),
            ("moving_mean", Channels([0])),
            ("moving_variance", Channels([1 - epsilon]))
        );

        Tensor Channels(double[] values) =>
            new(
                new TensorShape(channels),
                values.Length == 1 ? [.. Enumerable.Repeat((float)values[0], channels)] : [.. values.Select(item => (float)item)]
            );
    }
}
