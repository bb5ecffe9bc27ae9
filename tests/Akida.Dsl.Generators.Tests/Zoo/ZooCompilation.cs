using Akida.Integers;
using Akida.Kernels;
using Akida.Simulator.Execution;
using Akida.Testing;
using Akida.Testing.Compiling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Akida.Dsl.Generators.Tests.Zoo;

/// <summary>
/// The sources of the zoo, compiled as its project does: with the simulator, so that the simulators of the variants are emitted too.
/// </summary>
internal static class ZooCompilation
{
    private const string GlobalUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using "
        + "System.Threading; global using System.Threading.Tasks;";

    /// <summary>What the zoo references.</summary>
    public static IReadOnlyList<MetadataReference> References { get; } =
        ModelCompilation.References.AddRange(
            MetadataReference.CreateFromFile(typeof(IntegerProgram).Assembly.Location),
            MetadataReference.CreateFromFile(typeof(EmittedKind).Assembly.Location),
            MetadataReference.CreateFromFile(typeof(IntegerSimulator).Assembly.Location)
        );

    /// <summary>How the zoo is compiled.</summary>
    public static CSharpCompilationOptions Options { get; } = ModelCompilation.Options.WithAllowUnsafe(true);

    /// <summary>The zoo with other sources.</summary>
    public static CSharpCompilation Create(CSharpParseOptions options, params (string Path, string Source)[] others)
    {
        string folder = Path.Combine(TestFolders.Repository, "zoo", "Akida.Zoo");
        IEnumerable<(string Path, string Source)> files = Directory
            .GetFiles(folder, "*.cs")
            .Order(StringComparer.Ordinal)
            .Select(path => (path, File.ReadAllText(path)));
        return CSharpCompilation.Create(
            "Akida.Zoo",
            files
                .Append(("GlobalUsings.cs", GlobalUsings))
                .Concat(others)
                .Select(file => CSharpSyntaxTree.ParseText(file.Item2, options, file.Item1)),
            References,
            Options
        );
    }

    /// <summary>A compilation after a change of one file's text.</summary>
    public static CSharpCompilation Edit(CSharpCompilation before, string file, string old, string changed)
    {
        SyntaxTree tree = before.SyntaxTrees.Single(candidate => Path.GetFileName(candidate.FilePath) == file);
        string text = tree.ToString();
        Assert.Contains(old, text, StringComparison.Ordinal);
        return before.ReplaceSyntaxTree(
            tree,
            CSharpSyntaxTree.ParseText(
                text.Replace(old, changed, StringComparison.Ordinal),
                (CSharpParseOptions)tree.Options,
                tree.FilePath
            )
        );
    }

    /// <summary>What is emitted for a compilation, with it.</summary>
    public static Compilation Generate(CSharpCompilation sources, out IReadOnlyList<SyntaxTree> emitted)
    {
        GeneratorDriver driver = CSharpGeneratorDriver
            .Create([new AkidaModelGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)sources.SyntaxTrees[0].Options)
            .RunGeneratorsAndUpdateCompilation(sources, out Compilation compilation, out _, TestContext.Current.CancellationToken);
        emitted = driver.GetRunResult().GeneratedTrees;
        return compilation;
    }

    /// <summary>The members that emitted files declare and that other assemblies see.</summary>
    public static IEnumerable<ISymbol> PublicMembers(Compilation compilation, IEnumerable<SyntaxTree> emitted) =>
        emitted
            .SelectMany(tree => Declared(tree, compilation.GetSemanticModel(tree)))
            .Where(symbol =>
                symbol is INamedTypeSymbol or IPropertySymbol or IMethodSymbol or IFieldSymbol or IEventSymbol && IsPublic(symbol)
            )
            .Select(symbol => symbol is IPropertySymbol { PartialDefinitionPart: { } definition } ? definition : symbol!)
            .Distinct<ISymbol>(SymbolEqualityComparer.Default);

    /// <summary>What stands in a file outside of bodies, which in the files of kernels are long.</summary>
    private static IEnumerable<ISymbol?> Declared(SyntaxTree tree, SemanticModel semantics) =>
        tree.GetRoot()
            .DescendantNodes(node =>
                node
                    is CompilationUnitSyntax
                        or BaseNamespaceDeclarationSyntax
                        or TypeDeclarationSyntax
                        or BaseFieldDeclarationSyntax
                        or VariableDeclarationSyntax
            )
            .Where(node => node is MemberDeclarationSyntax or VariableDeclaratorSyntax)
            .Select(node => semantics.GetDeclaredSymbol(node));

    private static bool IsPublic(ISymbol symbol) =>
        symbol.DeclaredAccessibility == Accessibility.Public && (symbol.ContainingType is null || IsPublic(symbol.ContainingType));
}
