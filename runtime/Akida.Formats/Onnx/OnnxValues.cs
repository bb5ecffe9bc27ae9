namespace Akida.Formats.Onnx;

/// <summary>How a tensor's dimensions are ordered.</summary>
internal enum Layout
{
    /// <summary>As in Keras: batch, space, channels.</summary>
    ChannelsLast,

    /// <summary>As ONNX's convolutions want them: batch, channels, space.</summary>
    ChannelsFirst,
}

/// <summary>
/// The outputs of layers in the layouts in which they have been needed; transposes are added only where a layout changes.
/// </summary>
/// <param name="builder">The graph.</param>
/// <param name="index">The model.</param>
internal sealed class OnnxValues(OnnxBuilder builder, GraphIndex index)
{
    private readonly Dictionary<(string Layer, Layout Layout), string> values = [];

    /// <summary>The layout in which a layer's output was made; channels last for vectors.</summary>
    public Layout LayoutOf(string layer) => values.ContainsKey((layer, Layout.ChannelsLast)) ? Layout.ChannelsLast : Layout.ChannelsFirst;

    /// <summary>Keeps a layer's output.</summary>
    public void Add(string layer, Layout layout, string value) => values.Add((layer, layout), value);

    /// <summary>Puts another value in the place of a layer's output.</summary>
    public void Replace(string layer, Layout layout, string value)
    {
        values.Remove((layer, Layout.ChannelsLast));
        values.Remove((layer, Layout.ChannelsFirst));
        values.Add((layer, layout), value);
    }

    /// <summary>A layer's output in a layout.</summary>
    public string Get(string layer, Layout layout)
    {
        if (values.TryGetValue((layer, layout), out string? value))
        {
            return value;
        }

        int rank = index.Shape(layer).Rank + 1;
        string transposed = builder.Node("Transpose", values[(layer, LayoutOf(layer))], ("perm", Order(rank, layout)));
        values.Add((layer, layout), transposed);
        return transposed;
    }

    /// <summary>The order of the dimensions (with batch) that changes the other layout into this one.</summary>
    private static int[] Order(int rank, Layout layout) =>
        layout == Layout.ChannelsFirst ? [0, rank - 1, .. Enumerable.Range(1, rank - 2)] : [0, .. Enumerable.Range(2, rank - 2), 1];
}
