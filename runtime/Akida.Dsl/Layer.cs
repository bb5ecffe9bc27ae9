namespace Akida;

/// <summary>The handle of a layer that a model declares: what its property gives.</summary>
/// <param name="Name">The name that it is declared with: that of a single layer, or what the names of a block's layers begin or end
/// with.</param>
public readonly record struct Layer(string Name)
{
    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
