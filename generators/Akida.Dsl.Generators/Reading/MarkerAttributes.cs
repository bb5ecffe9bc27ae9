namespace Akida.Dsl.Generators.Reading;

/// <summary>The full names of the attributes that make a class one of ours.</summary>
internal static class MarkerAttributes
{
    public static readonly string Model = typeof(AkidaModelAttribute).FullName!;

    public static readonly string Block = typeof(AkidaBlockAttribute).FullName!;
}
