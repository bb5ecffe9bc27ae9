using Akida.Graph.Blocks;
using Akida.Graph.Operations;

namespace Akida.Graph.Declarations;

/// <summary>The kinds of layers that the attributes of <c>Akida.Dsl</c> declare, by attribute name without <c>Attribute</c>, and the records that carry them out.</summary>
public static class LayerKinds
{
    /// <summary>The record for each kind: a <see cref="LayerBlock"/> or an <see cref="Operation"/>.</summary>
    public static IReadOnlyDictionary<string, Type> All { get; } = new Dictionary<string, Type>
    {
        ["Input"] = typeof(InputLayer),
        ["Rescaling"] = typeof(Rescaling),
        ["ConvBlock"] = typeof(ConvBlock),
        ["SeparableConvBlock"] = typeof(SeparableConvBlock),
        ["DenseBlock"] = typeof(DenseBlock),
        ["ConvTransposeBlock"] = typeof(ConvTransposeBlock),
        ["SepConvTransposeBlock"] = typeof(SepConvTransposeBlock),
        ["YoloHeadBlock"] = typeof(YoloHeadBlock),
        ["Conv3DBlock"] = typeof(Conv3DBlock),
        ["SpatiotemporalBlock"] = typeof(SpatiotemporalBlock),
        ["Conv2D"] = typeof(Conv2D),
        ["DepthwiseConv2D"] = typeof(DepthwiseConv2D),
        ["Dense"] = typeof(Dense),
        ["BatchNormalization"] = typeof(BatchNormBlock),
        ["ReLU"] = typeof(ReLU),
        ["MaxPooling2D"] = typeof(MaxPooling2D),
        ["AveragePooling3D"] = typeof(AveragePooling3D),
        ["GlobalAveragePooling2D"] = typeof(GlobalAveragePooling2D),
        ["Flatten"] = typeof(Flatten),
        ["Reshape"] = typeof(Reshape),
        ["Dropout"] = typeof(Dropout),
        ["Activation"] = typeof(Activation),
        ["Add"] = typeof(Add),
        ["Concatenate"] = typeof(Concatenate),
    };

    /// <summary>Whether a kind takes what it is not told from the model's block defaults.</summary>
    public static bool TakesDefaults(string kind) => typeof(LayerBlock).IsAssignableFrom(All[kind]);
}
