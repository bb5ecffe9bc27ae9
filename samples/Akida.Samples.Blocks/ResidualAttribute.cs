namespace Akida.Samples.Blocks;

/// <summary>Two 3×3 convolutions and a shortcut around them, as in ResNet. The input must have as many channels as the block.</summary>
/// <param name="filters">Channels: a number or an expression.</param>
[AkidaBlock]
[BlockDefaults(Padding = Padding.Same, UseBias = false, BatchNorm = true, Relu = "ReLU7.5")]
public sealed partial class ResidualAttribute(object filters) : BlockAttribute
{
    /// <summary>Channels.</summary>
    public object Filters { get; } = filters;

    [ConvBlock("filters", 3)]     public partial Layer Conv1 { get; }
    [ConvBlock("filters", 3)]     public partial Layer Conv2 { get; }
    [Add(nameof(Conv2), "Input")] public partial Layer Sum { get; }
}
