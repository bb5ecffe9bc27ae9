using System.Runtime.CompilerServices;

namespace Akida.Testing;

/// <summary>Where the tests find their data.</summary>
public static class TestFolders
{
    /// <summary>The root of the checkout.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The project's own small copies: <c>tests/data</c>.</summary>
    public static string Data => Path.Combine(Repository, "tests", "data");

    /// <summary>The shared reference beside the checkout (<c>../shared</c>), or null where it is not there.</summary>
    public static string? Shared
    {
        get
        {
            string folder = Path.GetFullPath(Path.Combine(Repository, "..", "shared"));
            return Directory.Exists(Path.Combine(folder, "cases")) ? folder : null;
        }
    }

    /// <summary>
    /// All case folders: those of <see cref="Shared"/> where it is there, otherwise the project's own copies in <c>tests/data/cases</c>.
    /// </summary>
    public static IReadOnlyList<string> Cases =>
        [.. Directory.GetDirectories(Path.Combine(Shared ?? Data, "cases")).Order(StringComparer.Ordinal)];

    /// <summary>The shared training cases, or null where they are not there.</summary>
    public static string? SharedTrainingCases =>
        Shared is { } shared && Path.Combine(shared, "training-cases") is var folder && Directory.Exists(folder) ? folder : null;

    /// <summary>
    /// All folders of training steps: those of <see cref="SharedTrainingCases"/> where they are there, otherwise the project's own copies
    /// in <c>tests/data/training-cases</c>.
    /// </summary>
    public static IReadOnlyList<string> TrainingCases =>
        [.. Directory.GetDirectories(SharedTrainingCases ?? Path.Combine(Data, "training-cases")).Order(StringComparer.Ordinal)];

    private static string FindRepository([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
