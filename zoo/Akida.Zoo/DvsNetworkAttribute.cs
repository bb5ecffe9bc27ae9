namespace Akida.Zoo;

/// <summary>
/// The layers of the ConvTiny models for event cameras: five pooled convolutions, one separable convolution on what is left, a classifier.
/// </summary>
/// <param name="classes">Classes.</param>
[AkidaBlock]
[BlockDefaults(Padding = Padding.Same, UseBias = false, BatchNorm = true, ReluV1 = "ReLU6", ReluV2 = "ReLU3.75")]
public sealed partial class DvsNetworkAttribute(object classes) : BlockAttribute
{
    /// <summary>Classes.</summary>
    public object Classes { get; } = classes;

    [ConvBlock(16, 3, Pooling = Pooling.Max, Name = "conv_01")]            public partial Layer Conv1 { get; }
    [ConvBlock(16, 3, Pooling = Pooling.Max, Name = "conv_02")]            public partial Layer Conv2 { get; }
    [ConvBlock(32, 3, Pooling = Pooling.Max, Name = "conv_03")]            public partial Layer Conv3 { get; }
    [ConvBlock(64, 3, Pooling = Pooling.Max, Name = "conv_04")]            public partial Layer Conv4 { get; }
    [ConvBlock(128, 3, Pooling = Pooling.GlobalAverage, Name = "conv_05")] public partial Layer Conv5 { get; }
    [Reshape(1, 1, 128, Name = "reshape_1")]                               public partial Layer Reshape1 { get; }
    [Dropout(0.001, Name = "dropout")]                                     public partial Layer Dropout { get; }
    [SeparableConvBlock(256, 3, Name = "spiking_layer")]                   public partial Layer SpikingLayer { get; }
    [Dense("classes", UseBias = false, Name = "dense")]                    public partial Layer Dense { get; }
    [Activation("softmax", Name = "act_softmax")]                          public partial Layer Softmax { get; }
    [Reshape("classes", Name = "reshape_2")]                               public partial Layer Reshape2 { get; }
}
