namespace Akida;

/// <summary>What all attributes that declare a layer have in common.</summary>
[AttributeUsage(AttributeTargets.Property)]
public abstract class LayerAttribute : Attribute
{
    /// <summary>The name of the layer, which may hold expressions in braces; the property's name in snake case if not given.</summary>
    public string? Name { get; set; }

    /// <summary>The property whose layer is the input (<c>nameof(X)</c>), or several as an array; the layer before if not given.</summary>
    public object? From { get; set; }

    /// <summary>The one Akida version that has the layer, where only one has; on the other its input passes through.</summary>
    public AkidaVersion OnlyOn { get; set; }

    /// <summary>
    /// How many such layers there are, one after the other; <c>i</c> counts them from 0 in expressions and in <see cref="Name"/>
    /// (<c>conv_{i}</c>). 1 if not given.
    /// </summary>
    public int Repeat { get; set; }
}

/// <summary>What the layers that join others have in common.</summary>
public abstract class JoinAttribute : LayerAttribute
{
    /// <summary>A join of the layers of some properties.</summary>
    protected JoinAttribute(string[] from) => From = from;
}

/// <summary>What the layer blocks have in common: they take what they are not told from <see cref="BlockDefaultsAttribute"/>.</summary>
public abstract class BlockAttribute : LayerAttribute;

/// <summary>What the blocks with a batch normalisation and an activation have in common.</summary>
public abstract class ActivatedBlockAttribute : BlockAttribute
{
    /// <summary>Whether the main layer adds a bias; true if not given.</summary>
    public bool UseBias { get; set; }

    /// <summary>Whether a batch normalisation follows; false if not given.</summary>
    public bool BatchNorm { get; set; }

    /// <summary>The activation: <c>ReLU</c>, <c>ReLU6</c>, … or null; <c>ReLU3.75</c> if not given.</summary>
    public string? Relu { get; set; }

    /// <summary>The activation on Akida 1.0.</summary>
    public string? ReluV1 { get; set; }

    /// <summary>The activation on Akida 2.0.</summary>
    public string? ReluV2 { get; set; }

    /// <summary>The L2 penalty of the kernel in training; 0 for none.</summary>
    public double KernelL2 { get; set; }

    /// <summary>How the kernel begins: a Keras initializer's class name.</summary>
    public string KernelInitializer { get; set; } = "GlorotUniform";
}

/// <summary>What the blocks with pooling have in common.</summary>
public abstract class PooledBlockAttribute : ActivatedBlockAttribute
{
    /// <summary>Strides: a number, an expression or a pair; 1 if not given.</summary>
    public object? Strides { get; set; }

    /// <summary>Padding.</summary>
    public Padding Padding { get; set; }

    /// <summary>Pooling; none if not given.</summary>
    public Pooling Pooling { get; set; }

    /// <summary>Pooling on Akida 1.0.</summary>
    public Pooling PoolingV1 { get; set; }

    /// <summary>Pooling on Akida 2.0.</summary>
    public Pooling PoolingV2 { get; set; }

    /// <summary>The window (and strides) of a max pooling; 2 if not given.</summary>
    public object? PoolSize { get; set; }

    /// <summary>
    /// Whether global average pooling comes after the ReLU; if not given, as the Akida version wants it (1.0 before, 2.0 after).
    /// </summary>
    public bool PostReluGap { get; set; }
}
