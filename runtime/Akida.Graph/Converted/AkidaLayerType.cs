namespace Akida.Graph.Converted;

/// <summary>The types of Akida layers; their names are those in files, and have their one home here.</summary>
public enum AkidaLayerType
{
    /// <summary>The model's input (both versions).</summary>
    InputData,

    /// <summary>Makes integers of floats (both versions).</summary>
    Quantizer,

    /// <summary>Makes floats of integers (2.0).</summary>
    Dequantizer,

    /// <summary>A convolution of the image itself (1.0).</summary>
    InputConvolutional,

    /// <summary>A convolution (1.0).</summary>
    Convolutional,

    /// <summary>A depthwise convolution and one of 1×1 (1.0).</summary>
    SeparableConvolutional,

    /// <summary>A dense layer, also of a map (1.0).</summary>
    FullyConnected,

    /// <summary>A convolution of the image itself (2.0).</summary>
    InputConv2D,

    /// <summary>A convolution (2.0).</summary>
    Conv2D,

    /// <summary>A depthwise convolution (2.0).</summary>
    DepthwiseConv2D,

    /// <summary>A transposed convolution (2.0).</summary>
    Conv2DTranspose,

    /// <summary>A transposed depthwise convolution (2.0).</summary>
    DepthwiseConv2DTranspose,

    /// <summary>A dense layer (2.0).</summary>
    Dense1D,

    /// <summary>A convolution over the last frames (2.0).</summary>
    BufferTempConv,

    /// <summary>A depthwise convolution over the last frames (2.0).</summary>
    DepthwiseBufferTempConv,

    /// <summary>The sum of two layers (2.0).</summary>
    Add,

    /// <summary>The channels of two layers (2.0).</summary>
    Concatenate,
}

/// <summary>What types of Akida layers have in common.</summary>
public static class AkidaLayerTypes
{
    private static readonly Dictionary<string, AkidaLayerType> ByName = EnumValues.ByName<AkidaLayerType>();

    /// <summary>The type of a name in a file, or null if it is none.</summary>
    public static AkidaLayerType? Parse(string name) => ByName.TryGetValue(name, out AkidaLayerType type) ? type : null;

    /// <summary>Whether it is an input convolution, which takes an image.</summary>
    public static bool IsInputConvolution(this AkidaLayerType type) =>
        type is AkidaLayerType.InputConvolutional or AkidaLayerType.InputConv2D;

    /// <summary>Whether it is a dense layer.</summary>
    public static bool IsDense(this AkidaLayerType type) => type is AkidaLayerType.FullyConnected or AkidaLayerType.Dense1D;

    /// <summary>Whether it is a convolution over frames.</summary>
    public static bool IsTemporal(this AkidaLayerType type) =>
        type is AkidaLayerType.BufferTempConv or AkidaLayerType.DepthwiseBufferTempConv;

    /// <summary>Whether it only hands the model's input or output on, or changes how it is represented.</summary>
    public static bool IsEnd(this AkidaLayerType type) =>
        type is AkidaLayerType.InputData or AkidaLayerType.Quantizer or AkidaLayerType.Dequantizer;
}
