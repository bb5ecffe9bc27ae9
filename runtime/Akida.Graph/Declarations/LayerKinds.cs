using System.Collections.Concurrent;
using System.Reflection;
using Akida.Graph.Blocks;
using Akida.Graph.Operations;

namespace Akida.Graph.Declarations;

/// <summary>
/// The kinds of layers that the attributes of <c>Akida.Dsl</c> declare, by attribute name without <c>Attribute</c>, and the records that
/// carry them out.
/// </summary>
public static class LayerKinds
{
    /// <summary>Asked for at every layer while a model is typed, and reflection takes its time.</summary>
    private static readonly ConcurrentDictionary<Type, IReadOnlyDictionary<string, PropertyInfo>> KnownSettings = new();

    /// <summary>The record for each kind: a <see cref="LayerBlock"/> or an <see cref="Operation"/>.</summary>
    public static IReadOnlyDictionary<string, Type> All { get; } =
        new Dictionary<string, Type>
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
            ["SeparableConv2D"] = typeof(SeparableConv2D),
            ["Conv2DTranspose"] = typeof(Conv2DTranspose),
            ["DepthwiseConv2DTranspose"] = typeof(DepthwiseConv2DTranspose),
            ["Conv3D"] = typeof(Conv3D),
            ["Dense"] = typeof(Dense),
            ["BatchNormalization"] = typeof(BatchNormBlock),
            ["ReLU"] = typeof(ReLU),
            ["LeakyReLU"] = typeof(LeakyReLU),
            ["PReLU"] = typeof(PReLU),
            ["Softmax"] = typeof(Softmax),
            ["MaxPooling2D"] = typeof(MaxPooling2D),
            ["AveragePooling2D"] = typeof(AveragePooling2D),
            ["AveragePooling3D"] = typeof(AveragePooling3D),
            ["GlobalAveragePooling2D"] = typeof(GlobalAveragePooling2D),
            ["Flatten"] = typeof(Flatten),
            ["Reshape"] = typeof(Reshape),
            ["Permute"] = typeof(Permute),
            ["ZeroPadding2D"] = typeof(ZeroPadding2D),
            ["ZeroPadding3D"] = typeof(ZeroPadding3D),
            ["Cropping2D"] = typeof(Cropping2D),
            ["UpSampling2D"] = typeof(UpSampling2D),
            ["Dropout"] = typeof(Dropout),
            ["Activation"] = typeof(Activation),
            ["Add"] = typeof(Add),
            ["Multiply"] = typeof(Multiply),
            ["Subtract"] = typeof(Subtract),
            ["Maximum"] = typeof(Maximum),
            ["Concatenate"] = typeof(Concatenate),
        };

    /// <summary>The properties of a kind's record, by name: what an attribute can set.</summary>
    public static IReadOnlyDictionary<string, PropertyInfo> Settings(string kind) =>
        KnownSettings.GetOrAdd(All[kind], static type => type.GetProperties().ToDictionary(property => property.Name));

    /// <summary>Whether a kind takes what it is not told from the model's block defaults.</summary>
    public static bool TakesDefaults(string kind) => typeof(LayerBlock).IsAssignableFrom(All[kind]);
}
