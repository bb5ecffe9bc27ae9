namespace Akida.Graph.Converted;

/// <summary>A type of Akida layers, and how their parameters and variables go to and from a file.</summary>
internal abstract class AkidaLayerClass(AkidaLayerType type)
{
    /// <summary>The type.</summary>
    public AkidaLayerType Type { get; } = type;

    /// <summary>Reads a layer.</summary>
    public abstract KnownAkidaLayer Read(AkidaLayerSettings settings);

    /// <summary>Writes a layer.</summary>
    public abstract void Write(AkidaLayerSettings settings, KnownAkidaLayer layer);
}

/// <inheritdoc/>
/// <param name="prototype">What is not in a file is as in this layer.</param>
/// <param name="exchange">Reads or writes, as the settings do.</param>
internal sealed class AkidaLayerClass<T>(T prototype, Func<AkidaLayerSettings, T, T> exchange) : AkidaLayerClass(prototype.Type)
    where T : KnownAkidaLayer
{
    public override KnownAkidaLayer Read(AkidaLayerSettings settings) => exchange(settings, prototype);

    public override void Write(AkidaLayerSettings settings, KnownAkidaLayer layer) => exchange(settings, (T)layer);
}
