using Akida.Testing;
using Akida.Testing.Compiling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Akida.Dsl.Generators.Tests;

/// <summary>
/// The generator's rooms use each other in one direction. Its sources are compiled here, and every name in them is asked what it means.
/// </summary>
public class RoomTests
{
    private const string Generators = "Akida.Dsl.Generators";

    /// <summary>What each room may use of the others; the generator and the analyzer, which stand outside, use all of them.</summary>
    private static readonly IReadOnlyDictionary<string, string[]> MayUse = new Dictionary<string, string[]>
    {
        ["Stages"] = [],
        ["Diagnostics"] = [],
        ["Emitting"] = ["Stages"],
        ["Reading"] = ["Stages", "Diagnostics"],
        ["Caching"] = ["Reading", "Stages"],
    };

    /// <summary>The rooms into which no symbol and no syntax comes, and what they have of Roslyn all the same.</summary>
    private static readonly IReadOnlyDictionary<string, string[]> OfRoslyn = new Dictionary<string, string[]>
    {
        ["Stages"] = [],
        ["Emitting"] = [],
        ["Diagnostics"] =
        [
            "Microsoft.CodeAnalysis.Diagnostic",
            "Microsoft.CodeAnalysis.DiagnosticDescriptor",
            "Microsoft.CodeAnalysis.DiagnosticSeverity",
            "Microsoft.CodeAnalysis.Location",
            "Microsoft.CodeAnalysis.Text.TextSpan",
            "Microsoft.CodeAnalysis.Text.LinePositionSpan",
        ],
    };

    private static readonly string Folder = Path.Combine(TestFolders.Repository, "generators", Generators);
    private static readonly Lazy<Use[]> Uses = new(() => [.. FindUses(Compile())]);

    [Fact]
    public void Every_folder_is_a_room() =>
        Assert.Equal(
            MayUse.Keys.Order(StringComparer.Ordinal),
            Directory
                .GetDirectories(Folder)
                .Where(folder => Directory.GetFiles(folder, "*.cs").Length > 0)
                .Select(Path.GetFileName)
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Namespaces_follow_folders() =>
        Assert.Empty(
            from file in SourceFiles()
            let room = RoomOf(file)
            let expected = room.Length == 0 ? Generators : $"{Generators}.{room}"
            let found = CSharpSyntaxTree
                .ParseText(File.ReadAllText(file))
                .GetCompilationUnitRoot()
                .Members.OfType<BaseNamespaceDeclarationSyntax>()
                .Single()
                .Name.ToString()
            where found != expected
            select $"{file} is in namespace {found}, must be in {expected}"
        );

    [Fact]
    public void Rooms_use_each_other_in_one_direction()
    {
        Assert.Contains(Uses.Value, use => use is { From: "Reading", To: "Akida.Dsl.Generators.Stages.BlockClass" });
        Assert.Empty(
            Uses.Value.Where(use => use.To.StartsWith(Generators + ".", StringComparison.Ordinal) && use.From.Length > 0)
                .Where(use => RoomOfType(use.To) is var room && room != use.From && !MayUse[use.From].Contains(room))
                .Select(use => $"{use.Place}: {use.From} must not use {use.To}")
        );
    }

    [Fact]
    public void Symbols_and_syntax_stay_in_the_rooms_that_read()
    {
        Assert.Contains(Uses.Value, use => use is { From: "Reading", To: "Microsoft.CodeAnalysis.INamedTypeSymbol" });
        Assert.Empty(
            Uses.Value.Where(use => use.To.StartsWith("Microsoft.CodeAnalysis.", StringComparison.Ordinal))
                .Where(use => OfRoslyn.TryGetValue(use.From, out string[]? allowed) && !allowed.Contains(use.To))
                .Select(use => $"{use.Place}: {use.From} must not see {use.To}")
        );
    }

    private static IEnumerable<string> SourceFiles() =>
        Directory
            .GetFiles(Folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetRelativePath(Folder, file).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"));

    private static string RoomOf(string file) => Path.GetDirectoryName(Path.GetRelativePath(Folder, file))!;

    private static string RoomOfType(string type) =>
        type[(Generators.Length + 1)..] is var rest && rest.IndexOf('.', StringComparison.Ordinal) is > 0 and var end ? rest[..end] : "";

    /// <summary>
    /// The generator as this test sees it: without the helpers that its older framework needs, and against what is loaded here.
    /// </summary>
    private static CSharpCompilation Compile()
    {
        const string usings =
            "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global "
            + "using System.Threading;";
        IEnumerable<MetadataReference> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileNameWithoutExtension(path) is not Generators)
            .Select(path => MetadataReference.CreateFromFile(path));
        CSharpCompilation compilation = CSharpCompilation.Create(
            Generators,
            SourceFiles()
                .Select(file => ModelCompilation.Parse(File.ReadAllText(file), file))
                .Append(ModelCompilation.Parse(usings, "Usings.cs")),
            references,
            ModelCompilation.Options
        );
        Assert.Empty(
            compilation
                .GetDiagnostics(TestContext.Current.CancellationToken)
                .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
        );
        return compilation;
    }

    /// <summary>
    /// The types behind every name in the sources: those that are named, those whose members are, and those that such members give.
    /// </summary>
    private static IEnumerable<Use> FindUses(CSharpCompilation compilation) =>
        from tree in compilation.SyntaxTrees
        where tree.FilePath != "Usings.cs"
        let semantics = compilation.GetSemanticModel(tree)
        from name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
        where name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is null
        from type in TypesOf(semantics.GetSymbolInfo(name).Symbol)
        select new Use(
            RoomOf(tree.FilePath),
            type,
            $"{Path.GetFileName(tree.FilePath)}({name.GetLocation().GetLineSpan().StartLinePosition.Line + 1})"
        );

    private static IEnumerable<string> TypesOf(ISymbol? symbol)
    {
        IEnumerable<ITypeSymbol?> types = symbol switch
        {
            INamedTypeSymbol type => [type],
            IMethodSymbol method => [method.ContainingType, method.ReturnType, .. method.TypeArguments],
            IPropertySymbol property => [property.ContainingType, property.Type],
            IFieldSymbol field => [field.ContainingType, field.Type],
            ILocalSymbol local => [local.Type],
            IParameterSymbol parameter => [parameter.Type],
            _ => [],
        };
        return types
            .SelectMany(Parts)
            .Select(type => type.OriginalDefinition.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat))
            .Distinct();
    }

    /// <summary>A type, what it is made of, and what it stands in.</summary>
    private static IEnumerable<INamedTypeSymbol> Parts(ITypeSymbol? type) =>
        type switch
        {
            IArrayTypeSymbol array => Parts(array.ElementType),
            INamedTypeSymbol named => [named, .. named.TypeArguments.SelectMany(Parts), .. Parts(named.ContainingType)],
            _ => [],
        };

    /// <summary>A name in a file of a room.</summary>
    /// <param name="From">The room; empty for the generator and the analyzer.</param>
    /// <param name="To">The full name of the type that it is about.</param>
    /// <param name="Place">The file and the line.</param>
    private sealed record Use(string From, string To, string Place);
}
