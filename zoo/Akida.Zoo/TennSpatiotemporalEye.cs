namespace Akida.Zoo;

/// <summary>
/// A temporal event-based network that follows a pupil, from the AIS 2024 challenge: where it is and whether the eye is open, for every
/// frame. For Akida 2.0.
/// </summary>
[AkidaModel("tenn_spatiotemporal_eye", KerasName = "AIS2024_eyetracking", Versions = [AkidaVersion.V2])]
[Input(50, 80, 106, 2, DType = DataType.Int8), Rescaling(1 / 127.0)]
[BlockDefaults(UseBias = false, BatchNorm = true, Relu = "ReLU", TemporalFirst = false, RegFactor = "RegFactor")]
public sealed partial class TennSpatiotemporalEye
{
    [Option("-reg", "--reg_factor", Default = 1e-8, Help = "L1 factor of the ActivityRegularization layers")]
    public partial double RegFactor { get; init; }

    [SpatiotemporalBlock(2, 8, 16, 5, Index = "0")]                                                   public partial Layer Block0 { get; }
    [SpatiotemporalBlock(16, 32, 48, 5, Index = "1")]                                                 public partial Layer Block1 { get; }
    [SpatiotemporalBlock(48, 64, 80, 5, Index = "2")]                                                 public partial Layer Block2 { get; }
    [SpatiotemporalBlock(80, 96, 112, 5, Index = "3", TimeDepthwise = true, SpaceDepthwise = true)]   public partial Layer Block3 { get; }
    [SpatiotemporalBlock(112, 128, 256, 5, Index = "4", TimeDepthwise = true, SpaceDepthwise = true)] public partial Layer Block4 { get; }

    [Conv3DBlock(256, 5, 1, 1, Causal = true, Groups = 256, RegFactor = 0, Name = "HEAD_convt_dw_4")]
    public partial Layer HeadTimeDepthwise { get; }

    [Conv3DBlock(256, 1, 1, 1, RegFactor = 0, Name = "HEAD_convt_pw_4")]
    public partial Layer HeadTimePointwise { get; }

    [Conv3DBlock(256, 1, 3, 3, Padding = Padding.Same, Groups = 256, BatchNorm = false, RegFactor = 0, Name = "HEAD_convs_dw_4")]
    public partial Layer HeadSpaceDepthwise { get; }

    [Conv3DBlock(3, 1, 1, 1, BatchNorm = false, Relu = null, Name = "HEAD_convs_pw_4")]
    public partial Layer HeadSpacePointwise { get; }
}
