namespace Akida.Samples.Blocks;

/// <summary>A stage of a ResNet: a convolution that halves the map, and two residual blocks on it.</summary>
/// <param name="filters">Channels: a number or an expression.</param>
[AkidaBlock]
[BlockDefaults(Padding = Padding.Same, UseBias = false, BatchNorm = true, Relu = "ReLU7.5")]
public sealed partial class StageAttribute(object filters) : BlockAttribute
{
    /// <summary>Channels.</summary>
    public object Filters { get; } = filters;

    [ConvBlock("filters", 3, Strides = 2)]                          public partial Layer Down { get; }
    [Residual("filters", Repeat = 2, Name = "{Name}/residual_{i}")] public partial Layer Blocks { get; }
}
