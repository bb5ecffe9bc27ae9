namespace Akida.Dsl.Generators.Stages;

/// <summary>The names of emitted files.</summary>
internal static class EmittedFile
{
    /// <summary>
    /// The name of a class with its namespace, without what names of files cannot have: the signs that tell names from keywords.
    /// </summary>
    /// <param name="space">The namespace as it stands in code; empty for the global one.</param>
    /// <param name="name">The class.</param>
    public static string Of(string space, string name) => (space.Length > 0 ? $"{space}.{name}" : name).Replace("@", "");
}
