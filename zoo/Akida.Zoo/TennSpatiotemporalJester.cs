namespace Akida.Zoo;

/// <summary>
/// A temporal network for the hand gestures of the Jester videos: five spatiotemporal blocks on clips of 16 frames, activity kept low. For
/// Akida 2.0.
/// </summary>
[AkidaModel("tenn_spatiotemporal_jester", KerasName = "jester_video", Versions = [AkidaVersion.V2])]
[Input(16, 100, 100, 3), Rescaling(1)]
[BlockDefaults(RegFactor = 1e-8, NormalizeReg = true)]
public sealed partial class TennSpatiotemporalJester
{
    [Option("-c", "--classes", Default = 27, Help = "how many outputs")]
    public partial int Classes { get; init; }

    [Conv3DBlock(8, 1, 3, 3, Strides = new[] { 1, 2, 2 }, Padding = Padding.Same, UseBias = false, BatchNorm = true, Relu = "ReLU")]
    public partial Layer InputConv { get; }

    [SpatiotemporalBlock(8, 20, 40, 5, Index = "0_0")]                                                  public partial Layer Block0 { get; }
    [SpatiotemporalBlock(40, 80, 120, 5, Index = "1_0")]                                                public partial Layer Block1 { get; }
    [SpatiotemporalBlock(120, 160, 200, 5, Index = "2_0")]                                              public partial Layer Block2 { get; }
    [SpatiotemporalBlock(200, 240, 280, 5, Index = "3_0", TimeDepthwise = true, SpaceDepthwise = true)] public partial Layer Block3 { get; }
    [SpatiotemporalBlock(280, 320, 640, 5, Index = "4_0", TimeDepthwise = true, SpaceDepthwise = true)] public partial Layer Block4 { get; }

    [AveragePooling3D(1, 2, 2)]  public partial Layer Gap { get; }
    [Dense(640, Name = "dense")] public partial Layer Hidden { get; }
    [ReLU(Name = "re_lu")]       public partial Layer HiddenRelu { get; }
    [Dense("Classes")]           public partial Layer Dense1 { get; }
}
