using Akida.Graph.Building;

namespace Akida.Graph.Operations;

/// <summary>What a layer does and with which settings, without its name and inputs. Settings are named and default as in Keras.</summary>
public abstract record Operation
{
    /// <summary>The Keras class, such as <c>Conv2D</c> (without QuantizeML's prefix).</summary>
    public virtual string ClassName => GetType().Name;

    /// <summary>What Keras calls a layer that is given no name, before it numbers it.</summary>
    public virtual string AutomaticName => Names.ToSnakeCase(ClassName);

    /// <summary>How many inputs the operation takes at least.</summary>
    public virtual int MinInputs => 1;

    /// <summary>How many inputs the operation takes at most.</summary>
    public virtual int MaxInputs => 1;

    /// <summary>The shape of the output.</summary>
    /// <exception cref="GraphException">The inputs do not fit.</exception>
    public abstract TensorShape InferShape(IReadOnlyList<TensorShape> inputs);

    /// <summary>The weights, in Keras order.</summary>
    public virtual IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) => [];

    /// <summary>Multiply-adds for one input, or 0 where the operation has none.</summary>
    public virtual long MultiplyAdds(IReadOnlyList<TensorShape> inputs) => 0;
}

/// <summary>An operation of one input that leaves its shape alone.</summary>
public abstract record PointwiseOperation : Operation
{
    /// <inheritdoc/>
    public override TensorShape InferShape(IReadOnlyList<TensorShape> inputs) => inputs[0];
}

/// <summary>An operation with a kernel, and a bias if <see cref="UseBias"/>.</summary>
public abstract record WeightedOperation : Operation
{
    /// <summary>Whether a bias is added.</summary>
    public bool UseBias { get; init; } = true;

    /// <summary>How the bias begins.</summary>
    public Initializer BiasInitializer { get; init; } = Initializer.Zeros;

    /// <summary>The name of the weight that a folded batch normalisation scales: the last kernel.</summary>
    public virtual string KernelName => "kernel";

    private protected static void RequirePositive(int filters)
    {
        if (filters < 1)
        {
            throw new GraphException($"filters is {filters}, must be at least 1", setting: "filters");
        }
    }

    private protected IEnumerable<WeightSpec> Bias(int channels) =>
        UseBias ? [new WeightSpec("bias", new TensorShape(channels), BiasInitializer)] : [];
}
