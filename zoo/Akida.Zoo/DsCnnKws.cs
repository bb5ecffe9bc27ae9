namespace Akida.Zoo;

/// <summary>A depthwise separable CNN that spots 33 keywords in spectrograms of one second.</summary>
[AkidaModel("ds_cnn_kws")]
[Input(49, 10, 1), Rescaling(1 / 255.0)]
[BlockDefaults(Padding = Padding.Same, UseBias = false, BatchNorm = true, ReluV1 = "ReLU6", ReluV2 = "ReLU3.75")]
[Variant(Version = AkidaVersion.V2, WeightBits = 4, ActivationBits = 4)]
[Variant(Version = AkidaVersion.V1, WeightBits = 4, ActivationBits = 4)]
public sealed partial class DsCnnKws
{
    [ConvBlock(64, 5, Strides = 2)]                                     public partial Layer Conv0 { get; }
    [SeparableConvBlock(64, 3, Repeat = 3, Name = "separable_{i + 1}")] public partial Layer Separable1To3 { get; }
    [SeparableConvBlock(64, 3, Pooling = Pooling.GlobalAverage)]        public partial Layer Separable4 { get; }
    [DenseBlock(33, UseBias = true, BatchNorm = false, Relu = null)]    public partial Layer Dense5 { get; }
    [Activation("softmax")]                                             public partial Layer ActSoftmax { get; }
}
