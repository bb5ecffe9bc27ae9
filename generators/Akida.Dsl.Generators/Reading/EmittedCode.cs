using Microsoft.CodeAnalysis;

namespace Akida.Dsl.Generators.Reading;

/// <summary>Tells what the generator made from what was written by hand.</summary>
internal static class EmittedCode
{
    /// <summary>Roslyn puts what a generator makes into a folder of the generator's full name.</summary>
    private const string Folder = "Akida.Dsl.Generators.AkidaModelGenerator";

    /// <summary>Whether the generator made a file.</summary>
    public static bool Is(SyntaxTree tree) => tree.FilePath.Contains(Folder);
}
