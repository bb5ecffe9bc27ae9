using Akida.Graph.Operations;

namespace Akida.Graph.Mapping;

/// <summary>Which sequences of quantised layers make which Akida layer.</summary>
public static class BlockPatterns
{
    private static readonly string[] ConvolutionTailsV1 = ["", "+ReLU", "+MaxPooling2D+ReLU", "+GlobalAveragePooling2D+ReLU", "+GlobalAveragePooling2D"];

    private static readonly string[] DenseHeads = ["", "Flatten+", "Reshape+", "Reshape+Flatten+"];

    private static readonly Dictionary<string, string> V1 = Patterns(
        ("Convolutional", ConvolutionTailsV1.Select(tail => "Conv2D" + tail)),
        ("SeparableConvolutional", ConvolutionTailsV1.Select(tail => "SeparableConv2D" + tail)),
        ("FullyConnected", DenseHeads.SelectMany(head => new[] { head + "Dense", head + "Dense+ReLU" })));

    private static readonly Dictionary<string, string> InputV1 = Patterns(("InputConvolutional", ["Conv2D+ReLU", "Conv2D+MaxPooling2D+ReLU"]));

    private static readonly Dictionary<string, string> V2 = Patterns(
        ("Conv2D",
        [
            "Conv2D", "Conv2D+ReLU", "Conv2D+MaxPooling2D+ReLU", "Conv2D+ReLU+GlobalAveragePooling2D", "Conv2D+GlobalAveragePooling2D",
            "Conv2D+Activation", "Conv2D+MaxPooling2D+Activation", "Conv2D+Activation+GlobalAveragePooling2D",
        ]),
        ("DepthwiseConv2D",
        [
            "DepthwiseConv2D", "DepthwiseConv2D+ReLU", "DepthwiseConv2D+MaxPooling2D+ReLU", "DepthwiseConv2D+Activation",
            "DepthwiseConv2D+MaxPooling2D+Activation",
        ]),
        ("Conv2DTranspose", ["Conv2DTranspose", "Conv2DTranspose+ReLU", "Conv2DTranspose+Activation"]),
        ("DepthwiseConv2DTranspose", ["DepthwiseConv2DTranspose", "DepthwiseConv2DTranspose+ReLU", "DepthwiseConv2DTranspose+Activation"]),
        ("Dense1D", DenseHeads.SelectMany(head => new[] { head + "Dense", head + "Dense+ReLU" })),
        ("BufferTempConv", ["BufferTempConv", "BufferTempConv+ReLU"]),
        ("DepthwiseBufferTempConv", ["DepthwiseBufferTempConv", "DepthwiseBufferTempConv+ReLU"]),
        ("Add", ["Add"]),
        ("Concatenate", ["Concatenate"]));

    private static readonly Dictionary<string, string> InputV2 = Patterns(
        ("InputConv2D", ["Conv2D+ReLU", "Conv2D+MaxPooling2D+ReLU", "Conv2D+Activation", "Conv2D+MaxPooling2D+Activation"]));

    /// <summary>The Akida layer type for a sequence of layers, or null if there is none.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="version">The Akida version.</param>
    /// <param name="isInput">Whether the first takes an unsigned image of 1 or 3 channels.</param>
    public static string? TypeOf(IReadOnlyList<LayerNode> layers, AkidaVersion version, bool isInput)
    {
        string signature = Signature(layers);
        Dictionary<string, string> inputs = version == AkidaVersion.V1 ? InputV1 : InputV2, others = version == AkidaVersion.V1 ? V1 : V2;
        return isInput && layers[0].Operation is Conv2D
            ? inputs.TryGetValue(signature, out string? type) ? type : null
            : others.TryGetValue(signature, out type) ? type : null;
    }

    /// <summary>The sequence as text, such as <c>Conv2D+ReLU</c>.</summary>
    public static string Signature(IReadOnlyList<LayerNode> layers) => string.Join("+", layers.Select(layer => layer.Operation switch
    {
        Conv2D => nameof(Conv2D),
        var operation => operation.ClassName,
    }));

    private static Dictionary<string, string> Patterns(params (string Type, IEnumerable<string> Signatures)[] types) =>
        types.SelectMany(type => type.Signatures.Select(signature => (signature, type.Type))).ToDictionary(pair => pair.signature, pair => pair.Type);
}
