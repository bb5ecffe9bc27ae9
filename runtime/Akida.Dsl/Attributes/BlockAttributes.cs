namespace Akida;

/// <summary>Conv2D → pooling → BatchNormalization → ReLU.</summary>
/// <param name="filters">Output channels: a number or an expression.</param>
/// <param name="kernelSize">Kernel size: a number, an expression or a pair.</param>
public sealed class ConvBlockAttribute(object filters, object kernelSize) : PooledBlockAttribute
{
    /// <summary>Output channels.</summary>
    public object Filters { get; } = filters;

    /// <summary>Kernel size.</summary>
    public object KernelSize { get; } = kernelSize;
}

/// <summary>A separable convolution (fused on Akida 1.0; depthwise and pointwise on 2.0) → pooling → BatchNormalization → ReLU.</summary>
/// <param name="filters">Output channels: a number or an expression.</param>
/// <param name="kernelSize">Kernel size: a number, an expression or a pair.</param>
public sealed class SeparableConvBlockAttribute(object filters, object kernelSize) : PooledBlockAttribute
{
    /// <summary>Output channels.</summary>
    public object Filters { get; } = filters;

    /// <summary>Kernel size.</summary>
    public object KernelSize { get; } = kernelSize;

    /// <summary>Whether one SeparableConv2D layer; if not given, as the Akida version wants it (1.0 fused, 2.0 not).</summary>
    public bool Fused { get; set; }
}

/// <summary>Dense → BatchNormalization → ReLU.</summary>
/// <param name="units">Outputs: a number or an expression.</param>
public sealed class DenseBlockAttribute(object units) : ActivatedBlockAttribute
{
    /// <summary>Outputs.</summary>
    public object Units { get; } = units;
}

/// <summary>Conv2DTranspose → BatchNormalization → ReLU (<c>ReLU8</c> if not given).</summary>
/// <param name="filters">Output channels: a number or an expression.</param>
/// <param name="kernelSize">Kernel size: a number, an expression or a pair.</param>
public sealed class ConvTransposeBlockAttribute(object filters, object kernelSize) : ActivatedBlockAttribute
{
    /// <summary>Output channels.</summary>
    public object Filters { get; } = filters;

    /// <summary>Kernel size.</summary>
    public object KernelSize { get; } = kernelSize;

    /// <summary>Strides; 1 if not given.</summary>
    public object? Strides { get; set; }

    /// <summary>Padding.</summary>
    public Padding Padding { get; set; }
}

/// <summary>DepthwiseConv2DTranspose → 1×1 Conv2D → BatchNormalization → ReLU.</summary>
/// <param name="filters">Output channels: a number or an expression.</param>
/// <param name="kernelSize">Kernel size: a number, an expression or a pair.</param>
public sealed class SepConvTransposeBlockAttribute(object filters, object kernelSize) : ActivatedBlockAttribute
{
    /// <summary>Output channels.</summary>
    public object Filters { get; } = filters;

    /// <summary>Kernel size.</summary>
    public object KernelSize { get; } = kernelSize;

    /// <summary>Strides; 2 if not given.</summary>
    public object? Strides { get; set; }

    /// <summary>Padding; same if not given.</summary>
    public Padding Padding { get; set; }
}
