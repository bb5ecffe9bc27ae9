using System.Text.Json.Nodes;
using Akida.Testing;
using PureHDF;

namespace Akida.Formats.Tests;

/// <summary>The <c>.h5</c> files that the Python tools wrote.</summary>
internal static class ReferenceFiles
{
    private static readonly string Root = TestFolders.Shared ?? TestFolders.Data;

    /// <summary>All of them, as paths below the folder of reference data.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. new[] { "cases", "constraint-cases" }
            .Select(folder => Path.Combine(Root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*.h5", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Root, file))
            .Order(StringComparer.Ordinal),
    ];

    public static string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>The JSON of a model, as it is in the file.</summary>
    public static JsonNode ModelConfig(string path)
    {
        using var file = H5File.OpenRead(path);
        return JsonNode.Parse(file.Attribute("model_config").Read<string>())!;
    }
}
