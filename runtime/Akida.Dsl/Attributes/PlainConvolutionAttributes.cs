namespace Akida;

/// <summary>What the attributes of plain convolutions have in common.</summary>
public abstract class ConvolutionAttribute : LayerAttribute
{
    /// <summary>Strides: a number, an expression or a pair; 1 if not given.</summary>
    public object? Strides { get; set; }

    /// <summary>Padding.</summary>
    public Padding Padding { get; set; }

    /// <summary>How far the kernel's cells are apart; 1 if not given.</summary>
    public object? DilationRate { get; set; }

    /// <summary>Whether a bias is added; true if not given.</summary>
    public bool UseBias { get; set; }

    /// <summary>An activation inside the layer, by its Keras name (<c>relu</c>, <c>relu6</c>, …); none if not given.</summary>
    public string Activation { get; set; } = "linear";
}

/// <summary>A Conv2D layer alone.</summary>
/// <param name="filters">Output channels.</param>
/// <param name="kernelSize">Kernel size.</param>
public sealed class Conv2DAttribute(object filters, object kernelSize) : ConvolutionAttribute
{
    /// <summary>Output channels.</summary>
    public object Filters { get; } = filters;

    /// <summary>Kernel size.</summary>
    public object KernelSize { get; } = kernelSize;

    /// <summary>Groups of channels: a number or an expression; 1 if not given.</summary>
    public object? Groups { get; set; }
}

/// <summary>A DepthwiseConv2D layer alone.</summary>
/// <param name="kernelSize">Kernel size.</param>
public sealed class DepthwiseConv2DAttribute(object kernelSize) : ConvolutionAttribute
{
    /// <summary>Kernel size.</summary>
    public object KernelSize { get; } = kernelSize;

    /// <summary>Outputs per input channel: a number or an expression; 1 if not given.</summary>
    public object? DepthMultiplier { get; set; }
}

/// <summary>A SeparableConv2D layer alone.</summary>
/// <param name="filters">Output channels.</param>
/// <param name="kernelSize">Kernel size.</param>
public sealed class SeparableConv2DAttribute(object filters, object kernelSize) : ConvolutionAttribute
{
    /// <summary>Output channels.</summary>
    public object Filters { get; } = filters;

    /// <summary>Kernel size.</summary>
    public object KernelSize { get; } = kernelSize;

    /// <summary>Depthwise outputs per input channel: a number or an expression; 1 if not given.</summary>
    public object? DepthMultiplier { get; set; }
}

/// <summary>A Conv2DTranspose layer alone.</summary>
/// <param name="filters">Output channels.</param>
/// <param name="kernelSize">Kernel size.</param>
public sealed class Conv2DTransposeAttribute(object filters, object kernelSize) : ConvolutionAttribute
{
    /// <summary>Output channels.</summary>
    public object Filters { get; } = filters;

    /// <summary>Kernel size.</summary>
    public object KernelSize { get; } = kernelSize;
}

/// <summary>A DepthwiseConv2DTranspose layer alone.</summary>
/// <param name="kernelSize">Kernel size.</param>
public sealed class DepthwiseConv2DTransposeAttribute(object kernelSize) : ConvolutionAttribute
{
    /// <summary>Kernel size.</summary>
    public object KernelSize { get; } = kernelSize;

    /// <summary>Outputs per input channel: a number or an expression; 1 if not given.</summary>
    public object? DepthMultiplier { get; set; }
}

/// <summary>A Conv3D layer alone, on <c>T×H×W×C</c>.</summary>
/// <param name="filters">Output channels.</param>
/// <param name="kernelSize">Kernel size: time, height and width.</param>
public sealed class Conv3DAttribute(object filters, params object[] kernelSize) : LayerAttribute
{
    /// <summary>Output channels.</summary>
    public object Filters { get; } = filters;

    /// <summary>Kernel size: time, height and width.</summary>
    public object[] KernelSize { get; } = kernelSize;

    /// <summary>Strides: time, height and width; 1 if not given.</summary>
    public object? Strides { get; set; }

    /// <summary>Padding.</summary>
    public Padding Padding { get; set; }

    /// <summary>Groups of channels: a number or an expression; 1 if not given.</summary>
    public object? Groups { get; set; }

    /// <summary>Whether a bias is added; true if not given.</summary>
    public bool UseBias { get; set; }

    /// <summary>An activation inside the layer, by its Keras name; none if not given.</summary>
    public string Activation { get; set; } = "linear";
}
