namespace Akida.Benchmarks;

/// <summary>Nets of little more than one layer each, of the kinds that kernels are emitted for.</summary>
[AkidaModel("first_layer")]
[Input(96, 96, 3)]
[Variant(Version = AkidaVersion.V2, WeightBits = 8, ActivationBits = 8, Name = "Emitted")]
public sealed partial class FirstLayerNet
{
    [ConvBlock(32, 3, Strides = 2, Padding = Padding.Same)] public partial Layer Conv { get; }
}

/// <summary>A 3×3 convolution behind one that makes it 8-bit activations of many channels.</summary>
[AkidaModel("convolution")]
[Input(16, 16, 3)]
[Variant(Version = AkidaVersion.V2, WeightBits = 8, ActivationBits = 8, Name = "Emitted")]
public sealed partial class ConvolutionNet
{
    [ConvBlock(64, 3, Padding = Padding.Same)]              public partial Layer Begin { get; }
    [ConvBlock(64, 3, Padding = Padding.Same, Relu = null)] public partial Layer Conv { get; }
}

/// <summary>A pointwise convolution behind such a one.</summary>
[AkidaModel("pointwise")]
[Input(16, 16, 3)]
[Variant(Version = AkidaVersion.V2, WeightBits = 8, ActivationBits = 8, Name = "Emitted")]
public sealed partial class PointwiseNet
{
    [ConvBlock(128, 3, Padding = Padding.Same)] public partial Layer Begin { get; }
    [ConvBlock(128, 1, Relu = null)]            public partial Layer Conv { get; }
}

/// <summary>A dense layer behind a small one.</summary>
[AkidaModel("dense")]
[Input(16, 16, 3)]
[Variant(Version = AkidaVersion.V2, WeightBits = 8, ActivationBits = 8, Name = "Emitted")]
public sealed partial class DenseNet
{
    [ConvBlock(16, 3, Strides = 2, Padding = Padding.Same)] public partial Layer Begin { get; }
    [Flatten]                                               public partial Layer Features { get; }
    [DenseBlock(256, Relu = null)]                          public partial Layer Dense { get; }
}

/// <summary>A depthwise convolution behind a pointwise one.</summary>
[AkidaModel("depthwise", Versions = [AkidaVersion.V2])]
[Input(32, 32, 3)]
[Variant(Version = AkidaVersion.V2, WeightBits = 8, ActivationBits = 8, Name = "Emitted")]
public sealed partial class DepthwiseNet
{
    [ConvBlock(64, 3, Padding = Padding.Same)]           public partial Layer Begin { get; }
    [DepthwiseConv2D(3, Padding = Padding.Same)]   public partial Layer Conv { get; }
}

/// <summary>A convolution over frames behind a pointwise one.</summary>
[AkidaModel("temporal", Versions = [AkidaVersion.V2])]
[Input(5, 16, 16, 4, DType = DataType.Int8)]
[Variant(Version = AkidaVersion.V2, WeightBits = 8, ActivationBits = 8, Name = "Emitted")]
public sealed partial class TemporalNet
{
    [Conv3DBlock(32, 1, 1, 1)]                              public partial Layer Begin { get; }
    [Conv3DBlock(64, 5, 1, 1, Causal = true, Relu = null)]  public partial Layer Conv { get; }
}

/// <summary>The same, each channel on its own.</summary>
[AkidaModel("temporal_depthwise", Versions = [AkidaVersion.V2])]
[Input(5, 16, 16, 4, DType = DataType.Int8)]
[Variant(Version = AkidaVersion.V2, WeightBits = 8, ActivationBits = 8, Name = "Emitted")]
public sealed partial class TemporalDepthwiseNet
{
    [Conv3DBlock(64, 1, 1, 1)]                                            public partial Layer Begin { get; }
    [Conv3DBlock(64, 5, 1, 1, Causal = true, Groups = 64, Relu = null)]   public partial Layer Conv { get; }
}
