namespace Akida;

/// <summary>Makes a partial class a model: its partial <see cref="Layer"/> properties, in order, are its layers.</summary>
/// <param name="name">The name of the model, as the command line knows it.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AkidaModelAttribute(string name) : Attribute
{
    /// <summary>The name of the model.</summary>
    public string Name { get; } = name;

    /// <summary>
    /// The name inside the Keras file, where it is another; it may hold expressions with formats, as in
    /// <c>akidanet_{Alpha:F2}_{ImageSize}</c>.
    /// </summary>
    public string? KerasName { get; set; }

    /// <summary>Other names that the command line takes.</summary>
    public string[] Aliases { get; set; } = [];

    /// <summary>Whether <c>akida_models create</c> calls the file by <see cref="KerasName"/>, not by <see cref="Name"/>.</summary>
    public bool SavedByKerasName { get; set; }

    /// <summary>The Akida versions that the model claims to run on; both if not given.</summary>
    public AkidaVersion[] Versions { get; set; } = [AkidaVersion.V1, AkidaVersion.V2];

    /// <summary>The device that the model must run on, which makes its limits errors; none if not given.</summary>
    public AkidaDevice Device { get; set; }
}

/// <summary>The input of a model, without batch, channels last.</summary>
/// <param name="shape">The sizes: numbers, or expressions over the model's options.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class InputAttribute(params object[] shape) : Attribute
{
    /// <summary>The sizes.</summary>
    public object[] Shape { get; } = shape;

    /// <summary>The type of the values.</summary>
    public DataType DType { get; set; } = DataType.UInt8;

    /// <summary>The name of the input layer.</summary>
    public string Name { get; set; } = "input";
}

/// <summary>A Rescaling layer right after the input: <c>x · scale + offset</c>.</summary>
/// <param name="scale">The factor: a number or an expression.</param>
/// <param name="offset">What is added: a number or an expression.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RescalingAttribute(object scale, object offset) : Attribute
{
    /// <summary>A factor alone.</summary>
    public RescalingAttribute(object scale)
        : this(scale, 0.0) { }

    /// <summary>The factor.</summary>
    public object Scale { get; } = scale;

    /// <summary>What is added.</summary>
    public object Offset { get; } = offset;

    /// <summary>The name of the layer.</summary>
    public string Name { get; set; } = "rescaling";
}

/// <summary>What the layer blocks of a model have in common, unless they say otherwise.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class BlockDefaultsAttribute : Attribute
{
    /// <summary>Padding.</summary>
    public Padding Padding { get; set; }

    /// <summary>Whether the main layer adds a bias.</summary>
    public bool UseBias { get; set; } = true;

    /// <summary>Whether a batch normalisation follows.</summary>
    public bool BatchNorm { get; set; }

    /// <summary>Whether separable convolutions are one layer; if not given, as the Akida version wants it (1.0 fused, 2.0 not).</summary>
    public bool Fused { get; set; }

    /// <summary>
    /// Whether global average pooling comes after the ReLU; if not given, as the Akida version wants it (1.0 before, 2.0 after).
    /// </summary>
    public bool PostReluGap { get; set; }

    /// <summary>The activation: <c>ReLU</c>, <c>ReLU6</c>, … or null.</summary>
    public string? Relu { get; set; }

    /// <summary>The activation on Akida 1.0.</summary>
    public string? ReluV1 { get; set; }

    /// <summary>The activation on Akida 2.0.</summary>
    public string? ReluV2 { get; set; }

    /// <summary>Whether the part in time of a spatiotemporal block comes first; true if not given.</summary>
    public bool TemporalFirst { get; set; }

    /// <summary>The penalty on the magnitudes of the outputs of blocks over time: a number or an expression; 0 for none.</summary>
    public object? RegFactor { get; set; }

    /// <summary>Whether that penalty is divided by the number of the output's elements.</summary>
    public bool NormalizeReg { get; set; }

    /// <summary>The L2 penalty of kernels in training; 0 for none.</summary>
    public double KernelL2 { get; set; }

    /// <summary>How kernels begin: a Keras initializer's class name.</summary>
    public string KernelInitializer { get; set; } = "GlorotUniform";
}

/// <summary>A parameter of a model: an option on the command line, a name in expressions.</summary>
/// <param name="shortName">For example <c>-a</c>.</param>
/// <param name="longName">For example <c>--alpha</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionAttribute(string shortName, string longName) : Attribute
{
    /// <summary>A parameter in code only, not on the command line.</summary>
    public OptionAttribute()
        : this("", "") { }

    /// <summary>The short name.</summary>
    public string ShortName { get; } = shortName;

    /// <summary>The long name.</summary>
    public string LongName { get; } = longName;

    /// <summary>The value if the option is not given.</summary>
    public object? Default { get; set; }

    /// <summary>The values allowed, or null for all.</summary>
    public object[]? Choices { get; set; }

    /// <summary>What the option means, for the help text.</summary>
    public string Help { get; set; } = "";
}

/// <summary>An instance of the model that is checked at compile time and for which a simulator with constant sizes is emitted.</summary>
/// <param name="arguments">Option values, such as <c>ImageSize = 160, Alpha = 0.5</c>; nothing for the defaults.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class VariantAttribute(string arguments = "") : Attribute
{
    /// <summary>The option values.</summary>
    public string Arguments { get; } = arguments;

    /// <summary>The Akida version.</summary>
    public AkidaVersion Version { get; set; } = AkidaVersion.V2;

    /// <summary>Bits of the first layer's weights.</summary>
    public int InputWeightBits { get; set; } = 8;

    /// <summary>Bits of the other layers' weights.</summary>
    public int WeightBits { get; set; } = 8;

    /// <summary>Bits of the activations.</summary>
    public int ActivationBits { get; set; } = 8;

    /// <summary>The name of the emitted simulator class; made from version and bits if not given.</summary>
    public string? Name { get; set; }
}
