using System.Text.RegularExpressions;
using Akida.Graph.Building;

namespace Akida.Formats.Onnx.Importing;

/// <summary>
/// Gives layers the names of their nodes, made legal and unique: <c>/features/conv1/Conv</c> becomes <c>features/conv1</c>.
/// </summary>
internal sealed partial class LayerNames
{
    private const int LongestName = 200;

    private readonly HashSet<string> used = [];
    private readonly Dictionary<string, int> next = [];

    /// <summary>A free name for a layer of a node.</summary>
    public string OfNode(string node, string operation, string className)
    {
        string legal = Legal(node);
        string suffix = "/" + operation;
        return legal.EndsWith(suffix, StringComparison.Ordinal) && used.Add(legal[..^suffix.Length])
            ? legal[..^suffix.Length]
            : Free(legal.Length > 0 ? legal : Names.ToSnakeCase(className));
    }

    /// <summary>A free name like <paramref name="name"/>.</summary>
    public string Free(string name)
    {
        string legal = Legal(name) is { Length: > 0 } some ? some : "layer";
        if (used.Add(legal))
        {
            return legal;
        }

        int number = next.GetValueOrDefault(legal, 1);
        string numbered;
        do
        {
            numbered = $"{legal}_{number++}";
        } while (!used.Add(numbered));
        next[legal] = number;
        return numbered;
    }

    // Keras files have layers as folders.
    private static string Legal(string name)
    {
        string allowed = NotAllowed().Replace(name, "_");
        string[] parts =
        [
            .. allowed.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(part => part.All(c => c == '.') ? "_" : part),
        ];
        string joined = string.Join('/', parts);
        return joined.Length <= LongestName ? joined : joined[..LongestName].TrimEnd('/');
    }

    [GeneratedRegex("[^A-Za-z0-9_./-]")]
    private static partial Regex NotAllowed();
}
