namespace Akida.Formats.Onnx;

/// <summary>A layer while it is exported: its inputs in the layout that is wanted, its weights, and where its output goes.</summary>
/// <param name="builder">The graph.</param>
/// <param name="values">The outputs of the layers so far.</param>
/// <param name="index">The model's graph.</param>
/// <param name="weights">The model's weights.</param>
/// <param name="node">The layer.</param>
internal sealed class OnnxLayer(OnnxBuilder builder, OnnxValues values, GraphIndex index, WeightSet weights, LayerNode node)
{
    public OnnxBuilder Builder => builder;

    public LayerNode Node => node;

    public string Name => node.Name;

    public TensorShape InputShape => index.Shape(node.Inputs[0]);

    public TensorShape OutputShape => index.Shape(node.Name);

    /// <summary>The layout in which the first input was made.</summary>
    public Layout InputLayout => values.LayoutOf(node.Inputs[0]);

    /// <summary>The first input in a layout.</summary>
    public string Input(Layout layout) => values.Get(node.Inputs[0], layout);

    /// <summary>All inputs in a layout.</summary>
    public IEnumerable<string> Inputs(Layout layout) => node.Inputs.Select(input => values.Get(input, layout));

    /// <summary>A weight.</summary>
    public Tensor Weight(string name) => weights[node.Name, name];

    /// <summary>A weight, or null.</summary>
    public Tensor? FindWeight(string name) => weights.Find(node.Name, name);

    /// <summary>Sets the layer's output.</summary>
    public void Output(Layout layout, string value) => values.Add(node.Name, layout, value);

    /// <summary>Changes the layer's output, which has been set, in the layout that it has.</summary>
    public void Change(Func<string, Layout, string> operation)
    {
        Layout layout = values.LayoutOf(node.Name);
        values.Replace(node.Name, layout, operation(values.Get(node.Name, layout), layout));
    }

    /// <summary>Maps the first input, whose layout does not matter.</summary>
    public void Pointwise(Func<string, string> operation) => Output(InputLayout, operation(Input(InputLayout)));

    /// <summary>A constant of one value, or of one value per channel, that broadcasts over the first input in a layout.</summary>
    public string PerChannel(Layout layout, float[] channels)
    {
        bool first = layout == Layout.ChannelsFirst && channels.Length > 1;
        int[] shape = first ? [channels.Length, .. Enumerable.Repeat(1, InputShape.Rank - 1)] : [channels.Length];
        return builder.Constant(new Tensor(new TensorShape(shape), channels));
    }
}
