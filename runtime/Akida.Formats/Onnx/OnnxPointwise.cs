using Akida.Graph.Operations;

namespace Akida.Formats.Onnx;

/// <summary>Layers that treat every position alike.</summary>
internal static class OnnxPointwise
{
    public static void Dense(OnnxLayer layer, Dense dense)
    {
        OnnxBuilder builder = layer.Builder;
        string product = builder.Node("MatMul", [layer.Input(Layout.ChannelsLast), builder.Constant(layer.Weight("kernel"))]);
        string output = layer.FindWeight("bias") is { } bias ? builder.Node("Add", [product, builder.Constant(bias)]) : product;
        layer.Output(
            Layout.ChannelsLast,
            OnnxActivations.Apply(builder, output, new Activation { Function = dense.Activation }, channelAxis: -1)
        );
    }

    public static void Rescaling(OnnxLayer layer, Rescaling rescaling)
    {
        OnnxBuilder builder = layer.Builder;
        layer.Pointwise(input =>
        {
            string scaled = builder.Node("Mul", [input, layer.PerChannel(layer.InputLayout, Singles(rescaling.Scale))]);
            return builder.Node("Add", [scaled, layer.PerChannel(layer.InputLayout, Singles(rescaling.Offset))]);
        });
    }

    public static void BatchNormalization(OnnxLayer layer, BatchNormalization normalization)
    {
        OnnxBuilder builder = layer.Builder;
        Tensor mean = layer.Weight("moving_mean"),
            variance = layer.Weight("moving_variance");
        Tensor? gamma = layer.FindWeight("gamma"),
            beta = layer.FindWeight("beta");
        float[] scale =
        [
            .. variance.Values.Select((value, i) => (gamma?.Values[i] ?? 1f) / MathF.Sqrt(value + (float)normalization.Epsilon)),
        ];

        int rank = layer.InputShape.Rank;
        int axis = normalization.Axis < 0 ? normalization.Axis + rank + 1 : normalization.Axis;
        Layout layout = axis == rank ? layer.InputLayout : Layout.ChannelsLast;
        string centred = builder.Node("Sub", [layer.Input(layout), Along(mean.Values)]);
        string scaled = builder.Node("Mul", [centred, Along(scale)]);
        layer.Output(layout, beta is null ? scaled : builder.Node("Add", [scaled, Along(beta.Values)]));

        string Along(float[] values) =>
            axis == rank
                ? layer.PerChannel(layout, values)
                : builder.Constant(new Tensor(TensorShape.Of([values.Length, .. Enumerable.Repeat(1, rank - axis)]), values));
    }

    private static float[] Singles(EquatableArray<double> values) => Array.ConvertAll(values.ToArray(), value => (float)value);
}
