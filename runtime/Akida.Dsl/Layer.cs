namespace Akida;

/// <summary>The handle of a layer that a model declares: what its property gives.</summary>
/// <param name="Name">The name of the last graph layer that the declaration makes.</param>
public readonly record struct Layer(string Name)
{
    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
