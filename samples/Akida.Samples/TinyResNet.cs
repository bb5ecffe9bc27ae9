using Akida.Samples.Blocks;

namespace Akida.Samples;

/// <summary>
/// A small ResNet for small images, of blocks that another assembly declares: branches, joins, repetition, and an option that reaches into
/// the blocks. For Akida 2.0.
/// </summary>
[AkidaModel("tiny_resnet", Versions = [AkidaVersion.V2])]
[Input(32, 32, 3), Rescaling(1 / 127.5, -1)]
[BlockDefaults(Padding = Padding.Same, UseBias = false, BatchNorm = true, Relu = "ReLU7.5")]
public sealed partial class TinyResNet
{
    [Option("-w", "--width", Default = 16, Help = "filters of the first stage")]
    public partial int Width { get; init; }

    [Option("-c", "--classes", Default = 10, Help = "how many outputs")]
    public partial int Classes { get; init; }

    [ConvBlock("Width", 3)]                                        public partial Layer Stem { get; }
    [Residual("Width", Repeat = 2, Name = "stage_0/residual_{i}")] public partial Layer Stage0 { get; }
    [Stage("2 * Width")]                                           public partial Layer Stage1 { get; }
    [Stage("4 * Width")]                                           public partial Layer Stage2 { get; }
    [ConvBlock("8 * Width", 3, Pooling = Pooling.GlobalAverage)]   public partial Layer Features { get; }
    [Dense("Classes")]                                             public partial Layer Classifier { get; }
}
