namespace Akida.Zoo;

/// <summary>PointNet++ on clouds of points as maps of neighbourhoods, trained on ModelNet40.</summary>
[AkidaModel("pointnet_plus_modelnet40", KerasName = "pointnet_plus")]
[Input(8, 256, 3), Rescaling(1 / 127.0, -1)]
[BlockDefaults(Padding = Padding.Same, BatchNorm = true, Relu = null)]
public sealed partial class PointNetPlusModelNet40
{
    [Option("-c", "--classes", Default = 40, Help = "how many outputs")]
    public partial int Classes { get; init; }

    [Option("-alpha", "--alpha", Default = 1.0, Help = "width multiplier of the filters")]
    public partial double Alpha { get; init; }

    [PointConv("32 * Alpha", 3, Name = "block_1/conv_1")]                                    public partial Layer Block1Conv1 { get; }
    [PointConv("32 * Alpha", 1, Name = "block_1/conv_2")]                                    public partial Layer Block1Conv2 { get; }
    [MaxPooling2D(Padding = Padding.Same, Name = "max_pooling2d")]                           public partial Layer Pool1 { get; }
    [PointConv("64 * Alpha", 1, Name = "block_2/conv_1")]                                    public partial Layer Block2Conv1 { get; }
    [PointConv("64 * Alpha", 1, Name = "block_2/conv_2")]                                    public partial Layer Block2Conv2 { get; }
    [MaxPooling2D(Padding = Padding.Same, Name = "max_pooling2d_1")]                         public partial Layer Pool2 { get; }
    [PointConv("128 * Alpha", 1, Name = "block_3/conv_1")]                                   public partial Layer Block3Conv1 { get; }
    [PointConv("128 * Alpha", 1, Name = "block_3/conv_2")]                                   public partial Layer Block3Conv2 { get; }
    [MaxPooling2D(Padding = Padding.Same, Name = "max_pooling2d_2")]                         public partial Layer Pool3 { get; }
    [PointConv("256 * Alpha", 1, Name = "block_4/conv_1")]                                   public partial Layer Block4 { get; }
    [ConvBlock("512 * Alpha", 1, Relu = "ReLU3.75", Name = "block_5/conv_1")]                public partial Layer Block5 { get; }
    [PointConv("128 * Alpha", 1, Name = "block_6/conv_1")]                                   public partial Layer Block6 { get; }
    [ConvBlock("64 * Alpha", 1, PoolingV1 = Pooling.GlobalAverage, Name = "block_7/conv_1")] public partial Layer Block7 { get; }
    [ReLU(MaxValueV1 = 6, MaxValueV2 = 3.75, Name = "block_7/conv_1/relu_1")]                public partial Layer Block7Relu { get; }
    [GlobalAveragePooling2D(KeepDims = true, OnlyOn = AkidaVersion.V2, Name = "gap_1")]      public partial Layer Gap { get; }
    [Dense("Classes")]                                                                       public partial Layer Dense { get; }
    [Activation("softmax")]                                                                  public partial Layer ActSoftmax { get; }
    [Reshape("Classes")]                                                                     public partial Layer Reshape { get; }
}

/// <summary>A convolution with batch normalisation, and a ReLU that is called <c>relu_1</c>.</summary>
/// <param name="filters">Output channels.</param>
/// <param name="kernelSize">Kernel size.</param>
[AkidaBlock]
public sealed partial class PointConvAttribute(object filters, object kernelSize) : BlockAttribute
{
    /// <summary>Output channels.</summary>
    public object Filters { get; } = filters;

    /// <summary>Kernel size.</summary>
    public object KernelSize { get; } = kernelSize;

    [ConvBlock("filters", "kernelSize", Name = "{Name}")]             public partial Layer Conv { get; }
    [ReLU(MaxValueV1 = 6, MaxValueV2 = 3.75, Name = "{Name}/relu_1")] public partial Layer Relu { get; }
}
