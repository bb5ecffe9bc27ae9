using Akida.Formats.Json;
using Akida.Graph.Operations;

namespace Akida.Formats.Keras;

/// <summary>What a layer's configuration depends on beside its own settings.</summary>
/// <param name="Settings">The configuration.</param>
/// <param name="IsQuantized">Whether the layer is of the quantised class.</param>
/// <param name="InputShape">The first input's shape, where it is known: when writing.</param>
internal sealed record KerasConfig(JsonSettings Settings, bool IsQuantized, TensorShape? InputShape = null);

/// <summary>A class of Keras or QuantizeML layers, and how an operation's settings go to and from its configuration.</summary>
internal abstract class KerasLayerClass
{
    /// <summary>The class in a file; null where there is no float class.</summary>
    public string? ClassName { get; protected init; }

    /// <summary>The class of the quantised layer in a file; null where there is none.</summary>
    public string? QuantizedClassName { get; protected init; }

    /// <summary>Whether the quantised class has the key <c>quant_config</c>.</summary>
    public bool HasQuantConfig { get; init; } = true;

    /// <summary>
    /// Whether layers are written in it only where <see cref="KerasLayerClasses.Of"/> says so, and not by their operation.
    /// </summary>
    public bool IsSecond { get; init; }

    /// <summary>What Keras finds in the key <c>trainable</c>.</summary>
    public bool Trainable { get; init; } = true;

    /// <summary>The operation that it stands for.</summary>
    public abstract Type Operation { get; }

    /// <summary>The operation of a configuration.</summary>
    public abstract Operation Read(KerasConfig config);

    /// <summary>Writes an operation's settings.</summary>
    public abstract void Write(KerasConfig config, Operation operation);
}

/// <inheritdoc/>
internal sealed class KerasLayerClass<T> : KerasLayerClass
    where T : Operation
{
    private readonly T prototype;
    private readonly Func<KerasConfig, T, T> exchange;

    /// <summary>A class whose absent settings are as in <paramref name="prototype"/>.</summary>
    public KerasLayerClass(string? className, string? quantizedClassName, T prototype, Func<KerasConfig, T, T> exchange)
    {
        ClassName = className;
        QuantizedClassName = quantizedClassName;
        this.prototype = prototype;
        this.exchange = exchange;
    }

    public override Type Operation => typeof(T);

    public override Operation Read(KerasConfig config) => exchange(config, prototype);

    public override void Write(KerasConfig config, Operation operation) => exchange(config, (T)operation);
}
