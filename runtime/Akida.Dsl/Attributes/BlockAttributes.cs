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

    /// <summary>Groups of channels: a number or an expression; 1 if not given.</summary>
    public object? Groups { get; set; }

    /// <summary>Dilation: only 1, as Akida has no other.</summary>
    public object? DilationRate { get; set; }
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

    /// <summary>Dilation: only 1, as Akida has no other.</summary>
    public object? DilationRate { get; set; }

    /// <summary>Rows and columns added to the output: only what makes the usual size, as Akida has no other.</summary>
    public object? OutputPadding { get; set; }
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

/// <summary>
/// The head of YOLOv2: three separable 3×3 blocks <c>1conv</c> to <c>3conv</c> and <c>detection_layer</c> with <c>boxes · (4 + 1 +
/// classes)</c> outputs.
/// Its names are fixed, so a model has it once.
/// </summary>
/// <param name="numBoxes">Boxes per grid cell: a number or an expression.</param>
/// <param name="classes">Classes: a number or an expression.</param>
public sealed class YoloHeadBlockAttribute(object numBoxes, object classes) : BlockAttribute
{
    /// <summary>Boxes per grid cell.</summary>
    public object NumBoxes { get; } = numBoxes;

    /// <summary>Classes.</summary>
    public object Classes { get; } = classes;

    /// <summary>Channels of the blocks before the detection layer; 1024 if not given.</summary>
    public object? Filters { get; set; }
}
