namespace Akida.Zoo;

/// <summary>
/// A temporal event-based network for the arm gestures of IBM's DVS128 data: five spatiotemporal blocks on clips of 15 frames. For Akida
/// 2.0.
/// </summary>
[AkidaModel("tenn_spatiotemporal_dvs128", KerasName = "pleiades_st_dvs128", Versions = [AkidaVersion.V2])]
[Input(15, 128, 128, 2, DType = DataType.Int8), Rescaling(1)]
public sealed partial class TennSpatiotemporalDvs128
{
    [Option("-c", "--classes", Default = 10, Help = "how many outputs")]
    public partial int Classes { get; init; }

    [Conv3DBlock(8, 1, 3, 3, Strides = new[] { 1, 2, 2 }, Padding = Padding.Same, UseBias = false, BatchNorm = true, Relu = "ReLU")]
    public partial Layer InputConv { get; }

    [SpatiotemporalBlock(8, 8, 16, 5, Index = "0")]                                                   public partial Layer Block0 { get; }
    [SpatiotemporalBlock(16, 32, 48, 5, Index = "1")]                                                 public partial Layer Block1 { get; }
    [SpatiotemporalBlock(48, 64, 80, 5, Index = "2", TimeDepthwise = true, SpaceDepthwise = true)]    public partial Layer Block2 { get; }
    [SpatiotemporalBlock(80, 96, 112, 5, Index = "3", TimeDepthwise = true, SpaceDepthwise = true)]   public partial Layer Block3 { get; }
    [SpatiotemporalBlock(112, 128, 256, 5, Index = "4", TimeDepthwise = true, SpaceDepthwise = true)] public partial Layer Block4 { get; }

    [AveragePooling3D(1, 2, 2)]  public partial Layer Gap { get; }
    [Dense(256, Name = "dense")] public partial Layer Hidden { get; }
    [ReLU(Name = "re_lu")]       public partial Layer HiddenRelu { get; }
    [Dense("Classes")]           public partial Layer Dense1 { get; }
}
