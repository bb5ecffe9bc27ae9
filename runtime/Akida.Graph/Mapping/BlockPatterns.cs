using Akida.Graph.Converted;
using Akida.Graph.Operations;

namespace Akida.Graph.Mapping;

/// <summary>Which sequences of quantised layers make which Akida layer.</summary>
public static class BlockPatterns
{
    private static readonly string[] ConvolutionTailsV1 =
    [
        "",
        "+ReLU",
        "+MaxPooling2D+ReLU",
        "+GlobalAveragePooling2D+ReLU",
        "+GlobalAveragePooling2D",
    ];

    private static readonly string[] DenseHeads = ["", "Flatten+", "Reshape+", "Reshape+Flatten+"];

    private static readonly Dictionary<string, AkidaLayerType> V1 = Patterns(
        (AkidaLayerType.Convolutional, ConvolutionTailsV1.Select(tail => "Conv2D" + tail)),
        (AkidaLayerType.SeparableConvolutional, ConvolutionTailsV1.Select(tail => "SeparableConv2D" + tail)),
        (AkidaLayerType.FullyConnected, DenseHeads.SelectMany(head => new[] { head + "Dense", head + "Dense+ReLU" }))
    );

    private static readonly Dictionary<string, AkidaLayerType> InputV1 = Patterns(
        (AkidaLayerType.InputConvolutional, ["Conv2D+ReLU", "Conv2D+MaxPooling2D+ReLU"])
    );

    private static readonly Dictionary<string, AkidaLayerType> V2 = Patterns(
        (
            AkidaLayerType.Conv2D,
            [
                "Conv2D",
                "Conv2D+ReLU",
                "Conv2D+MaxPooling2D+ReLU",
                "Conv2D+ReLU+GlobalAveragePooling2D",
                "Conv2D+GlobalAveragePooling2D",
                "Conv2D+Activation",
                "Conv2D+MaxPooling2D+Activation",
                "Conv2D+Activation+GlobalAveragePooling2D",
            ]
        ),
        (
            AkidaLayerType.DepthwiseConv2D,
            [
                "DepthwiseConv2D",
                "DepthwiseConv2D+ReLU",
                "DepthwiseConv2D+MaxPooling2D+ReLU",
                "DepthwiseConv2D+Activation",
                "DepthwiseConv2D+MaxPooling2D+Activation",
            ]
        ),
        (AkidaLayerType.Conv2DTranspose, ["Conv2DTranspose", "Conv2DTranspose+ReLU", "Conv2DTranspose+Activation"]),
        (
            AkidaLayerType.DepthwiseConv2DTranspose,
            ["DepthwiseConv2DTranspose", "DepthwiseConv2DTranspose+ReLU", "DepthwiseConv2DTranspose+Activation"]
        ),
        (AkidaLayerType.Dense1D, DenseHeads.SelectMany(head => new[] { head + "Dense", head + "Dense+ReLU" })),
        (AkidaLayerType.BufferTempConv, ["BufferTempConv", "BufferTempConv+ReLU"]),
        (AkidaLayerType.DepthwiseBufferTempConv, ["DepthwiseBufferTempConv", "DepthwiseBufferTempConv+ReLU"]),
        (AkidaLayerType.Add, ["Add"]),
        (AkidaLayerType.Concatenate, ["Concatenate"])
    );

    private static readonly Dictionary<string, AkidaLayerType> InputV2 = Patterns(
        (AkidaLayerType.InputConv2D, ["Conv2D+ReLU", "Conv2D+MaxPooling2D+ReLU", "Conv2D+Activation", "Conv2D+MaxPooling2D+Activation"])
    );

    private static readonly Dictionary<AkidaVersion, HashSet<string>> Classes = new()
    {
        [AkidaVersion.V1] = ClassesOf(V1),
        [AkidaVersion.V2] = ClassesOf(V2),
    };

    /// <summary>The Akida layer type for a sequence of layers, or null if there is none.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="version">The Akida version.</param>
    /// <param name="takesImage">Whether the first takes an unsigned image of 1 or 3 channels; where it makes no input convolution of it, it
    /// is a layer as any other.</param>
    public static AkidaLayerType? TypeOf(IReadOnlyList<LayerNode> layers, AkidaVersion version, bool takesImage)
    {
        string signature = Signature(layers);
        return takesImage && layers[0].Operation is Conv2D && Inputs(version).TryGetValue(signature, out AkidaLayerType type) ? type
            : Others(version).TryGetValue(signature, out type) ? type
            : null;
    }

    /// <summary>The Akida layer type that a layer makes where the right ones follow it, or null if there is none.</summary>
    /// <param name="main">The layer.</param>
    /// <param name="version">The Akida version.</param>
    /// <param name="takesImage">Whether it takes an unsigned image of 1 or 3 channels, and other layers follow.</param>
    public static AkidaLayerType? KindOf(LayerNode main, AkidaVersion version, bool takesImage) =>
        takesImage && main.Operation is Conv2D ? Inputs(version).Values.First() : TypeOf([main], version, takesImage: false);

    /// <summary>Whether some Akida layer of a version has a layer of an operation's class in it.</summary>
    public static bool Has(AkidaVersion version, Operation operation) => Classes[version].Contains(ClassOf(operation));

    /// <summary>The sequences of a version that begin with an operation's class.</summary>
    public static IEnumerable<string> BeginningWith(AkidaVersion version, Operation operation) =>
        Others(version).Keys.Where(pattern => pattern.Split('+')[0] == ClassOf(operation));

    /// <summary>The first layer that no sequence of a version has at that place; the last one where only the end is missing.</summary>
    public static LayerNode FirstMisfit(IReadOnlyList<LayerNode> layers, AkidaVersion version)
    {
        for (int length = 1; length <= layers.Count; length++)
        {
            string beginning = Signature([.. layers.Take(length)]);
            if (!Others(version).Keys.Any(pattern => pattern == beginning || pattern.StartsWith(beginning + "+", StringComparison.Ordinal)))
            {
                return layers[length - 1];
            }
        }

        return layers[layers.Count - 1];
    }

    /// <summary>The sequence as text, such as <c>Conv2D+ReLU</c>.</summary>
    public static string Signature(IReadOnlyList<LayerNode> layers) => string.Join("+", layers.Select(layer => ClassOf(layer.Operation)));

    private static string ClassOf(Operation operation) => operation is Conv2D ? nameof(Conv2D) : operation.ClassName;

    private static Dictionary<string, AkidaLayerType> Inputs(AkidaVersion version) => version == AkidaVersion.V1 ? InputV1 : InputV2;

    private static Dictionary<string, AkidaLayerType> Others(AkidaVersion version) => version == AkidaVersion.V1 ? V1 : V2;

    private static HashSet<string> ClassesOf(Dictionary<string, AkidaLayerType> patterns) =>
        [.. patterns.Keys.SelectMany(pattern => pattern.Split('+'))];

    private static Dictionary<string, AkidaLayerType> Patterns(params (AkidaLayerType Type, IEnumerable<string> Signatures)[] types) =>
        types
            .SelectMany(type => type.Signatures.Select(signature => (signature, type.Type)))
            .ToDictionary(pair => pair.signature, pair => pair.Type);
}
