namespace Akida.Graph;

/// <summary>The values of an enum, in a way that NativeAOT can follow: netstandard2.0 has no <c>Enum.GetValues&lt;T&gt;</c>.</summary>
internal static class EnumValues
{
    /// <summary>All values by their names, in the order of their numbers.</summary>
    public static Dictionary<string, T> ByName<T>()
        where T : struct, Enum => Enum.GetNames(typeof(T)).ToDictionary(name => name, name => (T)Enum.Parse(typeof(T), name));
}
