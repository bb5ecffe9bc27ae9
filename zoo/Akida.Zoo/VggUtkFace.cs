namespace Akida.Zoo;

/// <summary>A small VGG that estimates the age of a face, trained on UTKFace.</summary>
[AkidaModel("vgg_utk_face")]
[Input(32, 32, 3), Rescaling(1 / 127.0, -1)]
[BlockDefaults(Padding = Padding.Same, UseBias = false, BatchNorm = true, ReluV1 = "ReLU6", ReluV2 = "ReLU3.75")]
public sealed partial class VggUtkFace
{
    [ConvBlock(32, 3, Padding = Padding.Valid)]                     public partial Layer Conv0 { get; }
    [ConvBlock(32, 3, Pooling = Pooling.Max)]                       public partial Layer Conv1 { get; }
    [Dropout(0.3)]                                                  public partial Layer Dropout3 { get; }
    [ConvBlock(64, 3)]                                              public partial Layer Conv2 { get; }
    [ConvBlock(64, 3, Pooling = Pooling.Max)]                       public partial Layer Conv3 { get; }
    [Dropout(0.3)]                                                  public partial Layer Dropout4 { get; }
    [ConvBlock(84, 3, Pooling = Pooling.GlobalAverage)]             public partial Layer Conv4 { get; }
    [Dropout(0.3)]                                                  public partial Layer Dropout5 { get; }
    [DenseBlock(64)]                                                public partial Layer Dense1 { get; }
    [DenseBlock(1, UseBias = true, BatchNorm = false, Relu = null)] public partial Layer Dense2 { get; }
}
