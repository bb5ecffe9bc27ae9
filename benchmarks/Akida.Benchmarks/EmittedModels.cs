namespace Akida.Benchmarks;

/// <summary>Nets of little more than one matrix product each, of the kinds that kernels are emitted for.</summary>
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
