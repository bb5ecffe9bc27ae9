namespace Akida.Graph;

/// <summary>A graph that cannot be: a shape that does not fit, a layer that is not there, a name used twice.</summary>
/// <remarks>The generator turns it into a diagnostic at <see cref="Layer"/>'s <see cref="Setting"/>; the tools print the message.</remarks>
public sealed class GraphException : Exception
{
    /// <summary>
    /// An error about a layer (or the model, without one) and, where it is about one, a setting of it (its Keras name, such as
    /// <c>kernel_size</c>).
    /// </summary>
    public GraphException(string message, string? layer = null, string? setting = null)
        : base(message)
    {
        Layer = layer;
        Setting = setting;
    }

    /// <summary>The name of the layer.</summary>
    public string? Layer { get; }

    /// <summary>The Keras name of the setting that is wrong.</summary>
    public string? Setting { get; }

    /// <summary>The same error about the named layer, unless it names one already.</summary>
    public GraphException About(string layer) => Layer is null ? new GraphException($"layer '{layer}': {Message}", layer, Setting) : this;
}
