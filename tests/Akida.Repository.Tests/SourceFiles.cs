using Akida.Testing;

namespace Akida.Repository.Tests;

/// <summary>The files that people write: sources and projects without what is built or generated.</summary>
internal static class SourceFiles
{
    private static readonly string[] Rooms = ["runtime", "generators", "package", "zoo", "samples", "tests", "benchmarks", "build"];

    /// <summary>All files of an extension, as paths from the repository's root.</summary>
    public static IEnumerable<string> Of(string extension) =>
        Rooms
            .Select(room => Path.Combine(TestFolders.Repository, room))
            .Where(Directory.Exists)
            .SelectMany(room => Directory.EnumerateFiles(room, "*" + extension, SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(TestFolders.Repository, path).Replace('\\', '/'))
            .Where(path => !IsBuilt(path) && !path.Contains(".verified.", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    /// <summary>The lines of a file.</summary>
    public static string[] Lines(string path) => File.ReadAllLines(Path.Combine(TestFolders.Repository, path));

    private static bool IsBuilt(string path) =>
        path.Split('/') is var parts && (parts.Contains("bin") || parts.Contains("obj") || parts.Contains("artifacts"));
}
