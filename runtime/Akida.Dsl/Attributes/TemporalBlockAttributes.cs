namespace Akida;

/// <summary>Conv3D → BatchNormalization → ReLU → ActivityRegularization (if there is a factor), on <c>T×H×W×C</c>.</summary>
/// <param name="filters">Output channels: a number or an expression.</param>
/// <param name="kernelSize">Kernel size: time, height and width.</param>
public sealed class Conv3DBlockAttribute(object filters, params object[] kernelSize) : ActivatedBlockAttribute
{
    /// <summary>Output channels.</summary>
    public object Filters { get; } = filters;

    /// <summary>Kernel size: time, height and width.</summary>
    public object[] KernelSize { get; } = kernelSize;

    /// <summary>Strides: time, height and width; 1 if not given.</summary>
    public object? Strides { get; set; }

    /// <summary>Padding.</summary>
    public Padding Padding { get; set; }

    /// <summary>Whether each frame sees only itself and those before: zeros before the first frame, and no other padding in time.</summary>
    public bool Causal { get; set; }

    /// <summary>Groups of channels: a number or an expression; 1 if not given.</summary>
    public object? Groups { get; set; }

    /// <summary>The penalty on the magnitudes of the output in training: a number or an expression; 0 for none.</summary>
    public object? RegFactor { get; set; }

    /// <summary>Whether that penalty is divided by the number of the output's elements.</summary>
    public bool NormalizeReg { get; set; }
}

/// <summary>
/// A causal convolution in time (<c>convt_…</c>) and one in space with stride 2 (<c>convs_…</c>), each full or depthwise and pointwise,
/// each followed by batch normalisation and an unbounded ReLU.
/// </summary>
/// <param name="inChannels">Channels of the input.</param>
/// <param name="medChannels">Channels between the two parts.</param>
/// <param name="outChannels">Channels of the output.</param>
/// <param name="timeKernelSize">Frames that the convolution in time sees.</param>
public sealed class SpatiotemporalBlockAttribute(object inChannels, object medChannels, object outChannels, object timeKernelSize)
    : BlockAttribute
{
    /// <summary>Channels of the input.</summary>
    public object InChannels { get; } = inChannels;

    /// <summary>Channels between the two parts.</summary>
    public object MedChannels { get; } = medChannels;

    /// <summary>Channels of the output.</summary>
    public object OutChannels { get; } = outChannels;

    /// <summary>Frames that the convolution in time sees.</summary>
    public object TimeKernelSize { get; } = timeKernelSize;

    /// <summary>What the names of its layers end with, as <c>0</c> in <c>convt_full_0</c>; the block's name if not given.</summary>
    public string? Index { get; set; }

    /// <summary>Whether the part in time is depthwise and pointwise.</summary>
    public bool TimeDepthwise { get; set; }

    /// <summary>Whether the part in space is depthwise and pointwise.</summary>
    public bool SpaceDepthwise { get; set; }

    /// <summary>Whether the part in time comes first; true if not given.</summary>
    public bool TemporalFirst { get; set; }

    /// <summary>The penalty on the magnitudes of the outputs in training: a number or an expression; 0 for none.</summary>
    public object? RegFactor { get; set; }

    /// <summary>Whether that penalty is divided by the number of the output's elements.</summary>
    public bool NormalizeReg { get; set; }

    /// <summary>
    /// Whether the first convolution in time is a Pleiades layer, whose kernels are polynomials of <see cref="Degrees"/>,
    /// <see cref="Alpha"/> and <see cref="Beta"/>.
    /// </summary>
    public bool UsePleiades { get; set; }

    /// <summary>The highest degree of the polynomials.</summary>
    public int Degrees { get; set; }

    /// <summary>The first parameter of the Jacobi polynomials; not 0.</summary>
    public double Alpha { get; set; }

    /// <summary>The second parameter of the Jacobi polynomials; not 0.</summary>
    public double Beta { get; set; }
}
