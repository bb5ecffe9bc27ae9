using System.Reflection;
using System.Text.RegularExpressions;
using Akida.Graph.Converted;
using Akida.Testing;

namespace Akida.Graph.Tests.Converted;

/// <summary>The names of Akida layers and versions are spelled in one file of the product each, whichever other files use them.</summary>
public partial class OneHomeTests
{
    private const string AkidaNamesFile = "AkidaNames.cs",
        AkidaVersionsFile = "AkidaVersions.cs";

    private static readonly Lazy<IReadOnlyList<(string File, string Text)>> Sources = new(ReadSources);

    /// <summary>Words of other formats, where they mean something else.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        // The arrays of a recorded case.
        ["scales"] = "RecordedOutputs.cs",
    };

    public static TheoryData<string> ParametersAndVariables => [.. Names.Where(name => !KerasWords.Contains(name))];

    public static TheoryData<AkidaLayerType> Types => [.. Enum.GetValues<AkidaLayerType>()];

    private static IEnumerable<string> Names =>
        typeof(AkidaNames)
            .GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(constant => constant.IsLiteral)
            .Select(constant => (string)constant.GetRawConstantValue()!);

    /// <summary>What Keras calls settings and weights, which some Akida layers have, too.</summary>
    private static HashSet<string> KerasWords { get; } =
    [
        .. Files("runtime/Akida.Formats/Keras")
            .Concat(Files("runtime/Akida.Graph/Operations"))
            .SelectMany(file => Words().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value),
    ];

    [Theory]
    [MemberData(nameof(ParametersAndVariables))]
    public void A_parameter_or_variable_is_spelled_once(string name) =>
        Assert.Equal([AkidaNamesFile], FilesWith($"\"{name}\"").Where(file => file != Elsewhere.GetValueOrDefault(name)));

    /// <summary>Some types have the name of the Keras class that they are made of.</summary>
    [Theory]
    [MemberData(nameof(Types))]
    public void A_type_is_no_text(AkidaLayerType type)
    {
        if (typeof(ModelGraph).Assembly.GetType($"Akida.Graph.Operations.{type}") is null && type != AkidaLayerType.Quantizer)
        {
            Assert.Empty(FilesWith($"\"{type}\""));
        }
    }

    [Theory]
    [InlineData("Akida 1.0")]
    [InlineData("Akida 2.0")]
    public void A_version_is_named_nowhere_in_a_text(string name) =>
        Assert.Empty(
            from source in Sources.Value
            where Texts().Matches(source.Text).Any(text => text.Value.Contains(name, StringComparison.Ordinal))
            select source.File
        );

    [Theory]
    [InlineData("\"1.0\"")]
    [InlineData("\"2.0\"")]
    [InlineData("\"v1\"")]
    [InlineData("\"v2\"")]
    public void A_version_is_spelled_once(string literal) => Assert.Equal([AkidaVersionsFile], FilesWith(literal));

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_is_read(AkidaLayerType type)
    {
        AkidaLayer empty = new("x", type.ToString(), [], [], []);
        if (type == AkidaLayerType.Concatenate)
        {
            Assert.Equal(new ConcatenateLayer { Name = "x" }, AkidaLayerClasses.Read(empty, new TensorShape(4, 4, 2)));
        }
        else
        {
            GraphException error = Assert.Throws<GraphException>(() => AkidaLayerClasses.Read(empty, new TensorShape(4, 4, 2)));
            Assert.Matches("^(parameter|variable) '[a-z_]+' is missing, must ", error.Message);
        }
    }

    private static IEnumerable<string> FilesWith(string text) =>
        Sources.Value.Where(source => source.Text.Contains(text, StringComparison.Ordinal)).Select(source => source.File);

    /// <summary>All code of the product, without its comments.</summary>
    private static IReadOnlyList<(string File, string Text)> ReadSources() =>
        [
            .. from folder in (string[])["runtime", "zoo", "generators"]
            from file in Files(folder)
            let code = File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            select (Path.GetFileName(file), string.Join('\n', code)),
        ];

    private static IEnumerable<string> Files(string folder) =>
        Directory
            .EnumerateFiles(Path.Combine(TestFolders.Repository, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
            .Order(StringComparer.Ordinal);

    [GeneratedRegex("\"([a-z_]+)\"")]
    private static partial Regex Words();

    [GeneratedRegex("\"(?:[^\"\\\\\n]|\\\\.)*\"")]
    private static partial Regex Texts();
}
