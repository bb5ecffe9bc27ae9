namespace Akida.Testing.Verdicts;

/// <summary>How the recorded verdicts relate to our rules.</summary>
public static class Causes
{
    /// <summary>Where we deliberately find what the tools accept; the reasons are in docs/compatibility.md.</summary>
    public static IReadOnlyDictionary<string, string> DeliberateFindings { get; } = new Dictionary<string, string> { ["concat-axis-1-v2"] = "concatenate-last-axis" };

    /// <summary>Rules that say in other words, or more exactly, what is recorded as the cause.</summary>
    private static readonly Dictionary<string, string[]> Related = new()
    {
        // The first thing that the tools stumble over.
        ["block-pattern"] = ["gap-order", "depthwise", "reshape-shape", "no-weights-before-pooling"],
        ["v1-block-ends-with-relu"] = ["gap-order", "depthwise", "v1-no-branch"],
        ["bits-weights"] = ["image-input"],
        ["bits-dense-weights"] = ["image-input", "block-pattern"],
        ["dense-flat-input"] = ["reshape-shape"],
        ["no-weights-before-pooling"] = ["unsigned-input-first-layer"],
    };

    /// <summary>The rules that are about a cause.</summary>
    public static string[] RulesAbout(string cause) => Related.TryGetValue(cause, out string[]? others) ? [cause, .. others] : [cause];
}
