namespace Akida;

/// <summary>A Conv2D layer alone.</summary>
/// <param name="filters">Output channels.</param>
/// <param name="kernelSize">Kernel size.</param>
public sealed class Conv2DAttribute(object filters, object kernelSize) : LayerAttribute
{
    /// <summary>Output channels.</summary>
    public object Filters { get; } = filters;

    /// <summary>Kernel size.</summary>
    public object KernelSize { get; } = kernelSize;

    /// <summary>Strides; 1 if not given.</summary>
    public object? Strides { get; set; }

    /// <summary>Padding.</summary>
    public Padding Padding { get; set; }

    /// <summary>Whether a bias is added; true if not given.</summary>
    public bool UseBias { get; set; }
}

/// <summary>A DepthwiseConv2D layer alone.</summary>
/// <param name="kernelSize">Kernel size.</param>
public sealed class DepthwiseConv2DAttribute(object kernelSize) : LayerAttribute
{
    /// <summary>Kernel size.</summary>
    public object KernelSize { get; } = kernelSize;

    /// <summary>Strides; 1 if not given.</summary>
    public object? Strides { get; set; }

    /// <summary>Padding.</summary>
    public Padding Padding { get; set; }

    /// <summary>Whether a bias is added; true if not given.</summary>
    public bool UseBias { get; set; }
}

/// <summary>A Dense layer alone.</summary>
/// <param name="units">Outputs.</param>
public sealed class DenseAttribute(object units) : LayerAttribute
{
    /// <summary>Outputs.</summary>
    public object Units { get; } = units;

    /// <summary>Whether a bias is added; true if not given.</summary>
    public bool UseBias { get; set; }
}

/// <summary>A BatchNormalization over the last axis.</summary>
public sealed class BatchNormalizationAttribute : LayerAttribute;

/// <summary>A ReLU layer.</summary>
public sealed class ReLUAttribute : LayerAttribute
{
    /// <summary>The upper bound; none if not given.</summary>
    public double MaxValue { get; set; }

    /// <summary>The upper bound on Akida 1.0.</summary>
    public double MaxValueV1 { get; set; }

    /// <summary>The upper bound on Akida 2.0.</summary>
    public double MaxValueV2 { get; set; }
}

/// <summary>A MaxPooling2D layer.</summary>
public sealed class MaxPooling2DAttribute : LayerAttribute
{
    /// <summary>The window; 2 if not given.</summary>
    public object? PoolSize { get; set; }

    /// <summary>Strides; the window's size if not given.</summary>
    public object? Strides { get; set; }

    /// <summary>Padding.</summary>
    public Padding Padding { get; set; }
}

/// <summary>A GlobalAveragePooling2D layer.</summary>
public sealed class GlobalAveragePooling2DAttribute : LayerAttribute
{
    /// <summary>Whether the output is 1×1×C instead of C.</summary>
    public bool KeepDims { get; set; }
}

/// <summary>A Flatten layer.</summary>
public sealed class FlattenAttribute : LayerAttribute;

/// <summary>A Reshape layer.</summary>
/// <param name="targetShape">The new shape, without batch.</param>
public sealed class ReshapeAttribute(params object[] targetShape) : LayerAttribute
{
    /// <summary>The new shape.</summary>
    public object[] TargetShape { get; } = targetShape;
}

/// <summary>A Dropout layer.</summary>
/// <param name="rate">The share that is dropped while training.</param>
public sealed class DropoutAttribute(double rate) : LayerAttribute
{
    /// <summary>The share.</summary>
    public double Rate { get; } = rate;
}

/// <summary>An Activation layer.</summary>
/// <param name="function">The Keras name: <c>softmax</c>, <c>sigmoid</c>, …</param>
public sealed class ActivationAttribute(string function) : LayerAttribute
{
    /// <summary>The function.</summary>
    public string Function { get; } = function;
}

/// <summary>The sum of several layers.</summary>
/// <param name="from">The properties whose layers are added.</param>
public sealed class AddAttribute(params string[] from) : JoinAttribute(from);

/// <summary>Several layers, one after the other along the last axis.</summary>
/// <param name="from">The properties whose layers are joined.</param>
public sealed class ConcatenateAttribute(params string[] from) : JoinAttribute(from);

/// <summary>An AveragePooling3D layer; it strides by its window.</summary>
/// <param name="poolSize">The window: time, height and width.</param>
public sealed class AveragePooling3DAttribute(params object[] poolSize) : LayerAttribute
{
    /// <summary>The window.</summary>
    public object[] PoolSize { get; } = poolSize;
}
