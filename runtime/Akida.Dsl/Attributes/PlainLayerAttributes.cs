namespace Akida;

/// <summary>A Dense layer alone.</summary>
/// <param name="units">Outputs.</param>
public sealed class DenseAttribute(object units) : LayerAttribute
{
    /// <summary>Outputs.</summary>
    public object Units { get; } = units;

    /// <summary>Whether a bias is added; true if not given.</summary>
    public bool UseBias { get; set; }

    /// <summary>An activation inside the layer, by its Keras name; none if not given.</summary>
    public string Activation { get; set; } = "linear";
}

/// <summary>A BatchNormalization.</summary>
public sealed class BatchNormalizationAttribute : LayerAttribute
{
    /// <summary>The axis, counted with the batch dimension; the last if not given.</summary>
    public int Axis { get; set; }
}

/// <summary>A ReLU layer.</summary>
public sealed class ReLUAttribute : LayerAttribute
{
    /// <summary>The upper bound; none if not given.</summary>
    public double MaxValue { get; set; }

    /// <summary>The upper bound on Akida 1.0.</summary>
    public double MaxValueV1 { get; set; }

    /// <summary>The upper bound on Akida 2.0.</summary>
    public double MaxValueV2 { get; set; }

    /// <summary>The slope below the threshold; 0 if not given.</summary>
    public double NegativeSlope { get; set; }

    /// <summary>The least value that passes; 0 if not given.</summary>
    public double Threshold { get; set; }
}

/// <summary>A LeakyReLU layer.</summary>
public sealed class LeakyReLUAttribute : LayerAttribute
{
    /// <summary>The slope below zero; 0.3 if not given.</summary>
    public double Alpha { get; set; }
}

/// <summary>A PReLU layer: a leaky ReLU whose slopes are learned.</summary>
public sealed class PReLUAttribute : LayerAttribute
{
    /// <summary>The axes that share a slope, 1 for the first behind the batch dimension; none if not given.</summary>
    public int[] SharedAxes { get; set; } = [];
}

/// <summary>A Softmax layer.</summary>
public sealed class SoftmaxAttribute : LayerAttribute
{
    /// <summary>The axis; the last if not given.</summary>
    public int Axis { get; set; }
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

/// <summary>An AveragePooling2D layer.</summary>
public sealed class AveragePooling2DAttribute : LayerAttribute
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

/// <summary>A Permute layer.</summary>
/// <param name="dims">For each output dimension the input dimension, counted from 1.</param>
public sealed class PermuteAttribute(params int[] dims) : LayerAttribute
{
    /// <summary>The order.</summary>
    public int[] Dims { get; } = dims;
}

/// <summary>A ZeroPadding2D layer.</summary>
/// <param name="rows">Rows of zeros: a number for both sides, or how many before and after.</param>
/// <param name="columns">Columns of zeros, likewise.</param>
public sealed class ZeroPadding2DAttribute(object rows, object columns) : LayerAttribute
{
    /// <summary>Rows.</summary>
    public object Rows { get; } = rows;

    /// <summary>Columns.</summary>
    public object Columns { get; } = columns;
}

/// <summary>A ZeroPadding3D layer.</summary>
/// <param name="time">Frames of zeros: a number for both sides, or how many before and after.</param>
/// <param name="rows">Rows of zeros, likewise.</param>
/// <param name="columns">Columns of zeros, likewise.</param>
public sealed class ZeroPadding3DAttribute(object time, object rows, object columns) : LayerAttribute
{
    /// <summary>Frames.</summary>
    public object Time { get; } = time;

    /// <summary>Rows.</summary>
    public object Rows { get; } = rows;

    /// <summary>Columns.</summary>
    public object Columns { get; } = columns;
}

/// <summary>A Cropping2D layer.</summary>
/// <param name="rows">Rows that are cut away: a number for both sides, or how many at the start and the end.</param>
/// <param name="columns">Columns that are cut away, likewise.</param>
public sealed class Cropping2DAttribute(object rows, object columns) : LayerAttribute
{
    /// <summary>Rows.</summary>
    public object Rows { get; } = rows;

    /// <summary>Columns.</summary>
    public object Columns { get; } = columns;
}

/// <summary>An UpSampling2D layer, which repeats rows and columns.</summary>
/// <param name="size">The factors.</param>
public sealed class UpSampling2DAttribute(object size) : LayerAttribute
{
    /// <summary>The factors.</summary>
    public object Size { get; } = size;
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

    /// <summary>The slope of <c>leaky_relu</c> below zero; 0.2 if not given.</summary>
    public double Alpha { get; set; }
}

/// <summary>The sum of several layers.</summary>
/// <param name="from">The properties whose layers are added.</param>
public sealed class AddAttribute(params string[] from) : JoinAttribute(from);

/// <summary>The product of several layers.</summary>
/// <param name="from">The properties whose layers are multiplied.</param>
public sealed class MultiplyAttribute(params string[] from) : JoinAttribute(from);

/// <summary>The difference of two layers.</summary>
/// <param name="from">The properties of the two layers.</param>
public sealed class SubtractAttribute(params string[] from) : JoinAttribute(from);

/// <summary>The larger of the values of several layers.</summary>
/// <param name="from">The properties of the layers.</param>
public sealed class MaximumAttribute(params string[] from) : JoinAttribute(from);

/// <summary>Several layers, one after the other along an axis.</summary>
/// <param name="from">The properties whose layers are joined.</param>
public sealed class ConcatenateAttribute(params string[] from) : JoinAttribute(from)
{
    /// <summary>The axis, counted with the batch dimension; the last if not given.</summary>
    public int Axis { get; set; }
}

/// <summary>An AveragePooling3D layer; it strides by its window.</summary>
/// <param name="poolSize">The window: time, height and width.</param>
public sealed class AveragePooling3DAttribute(params object[] poolSize) : LayerAttribute
{
    /// <summary>The window.</summary>
    public object[] PoolSize { get; } = poolSize;
}
