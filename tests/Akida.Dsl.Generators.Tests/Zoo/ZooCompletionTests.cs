using System.Text;
using Akida.Testing.Compiling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Recommendations;
using Microsoft.CodeAnalysis.Text;

namespace Akida.Dsl.Generators.Tests.Zoo;

/// <summary>
/// What an editor offers behind a dot in a file that uses a model of the zoo: everything that is generated, with its documentation.
/// </summary>
public sealed class ZooCompletionTests
{
    [Fact]
    public async Task Everything_generated_is_offered_and_documented()
    {
        Compilation compilation = ZooCompilation.Generate(
            ZooCompilation.Create(ModelCompilation.ParseOptions),
            out IReadOnlyList<SyntaxTree> emitted
        );
        ILookup<INamedTypeSymbol, ISymbol> members = ZooCompilation
            .PublicMembers(compilation, emitted)
            .Where(member => member.ContainingType is not null && member is not IMethodSymbol { MethodKind: MethodKind.Constructor })
            .ToLookup<ISymbol, INamedTypeSymbol>(member => member.ContainingType, SymbolEqualityComparer.Default);
        (string source, List<Usage> usages) = Use(members.Select(type => type.Key));
        Document document = Open(compilation, source);
        Assert.True(usages.Count > 20);

        foreach (Usage usage in usages)
        {
            ISymbol[] expected =
            [
                .. members[usage.Type].Where(member => usage.OfInstance == (!member.IsStatic && member is not INamedTypeSymbol)),
            ];
            ISymbol[] offered =
            [
                .. await Recommender.GetRecommendedSymbolsAtPositionAsync(
                    document,
                    usage.Position,
                    cancellationToken: TestContext.Current.CancellationToken
                ),
            ];

            Assert.Empty(expected.Select(Signature).Except(offered.Select(Signature)));
            Assert.Empty(
                offered
                    .Where(symbol => expected.Select(Signature).Contains(Signature(symbol)))
                    .Where(symbol =>
                        !symbol
                            .GetDocumentationCommentXml(cancellationToken: TestContext.Current.CancellationToken)!
                            .Contains("<summary>", StringComparison.Ordinal)
                    )
                    .Select(Signature)
            );
        }

        Assert.Contains(members.SelectMany(type => type), member => member is INamedTypeSymbol { BaseType.Name: "EmittedSimulator" });
        Assert.Contains(members.SelectMany(type => type), member => member is IPropertySymbol { SetMethod.IsInitOnly: true });
    }

    private static string Signature(ISymbol symbol) => symbol.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);

    /// <summary>A class with a dot behind a value and behind the name of each type.</summary>
    private static (string Source, List<Usage> Usages) Use(IEnumerable<INamedTypeSymbol> types)
    {
        StringBuilder source = new("class User\n{\n");
        List<Usage> usages = [];
        int number = 0;
        foreach (INamedTypeSymbol type in types)
        {
            source.Append($"    void Use{number++}({(type.IsStatic ? "" : $"{type} value")})\n    {{\n");
            if (!type.IsStatic)
            {
                source.Append("        value.");
                usages.Add(new Usage(type, OfInstance: true, source.Length));
                source.Append(";\n");
            }

            source.Append($"        {type}.");
            usages.Add(new Usage(type, OfInstance: false, source.Length));
            source.Append(";\n    }\n");
        }

        return (source.Append("}\n").ToString(), usages);
    }

    private static Document Open(Compilation compilation, string source)
    {
        AdhocWorkspace workspace = new();
        ProjectId project = workspace
            .AddProject(
                ProjectInfo.Create(
                    ProjectId.CreateNewId(),
                    VersionStamp.Default,
                    "Zoo",
                    "Zoo",
                    LanguageNames.CSharp,
                    compilationOptions: ZooCompilation.Options,
                    parseOptions: ModelCompilation.ParseOptions,
                    metadataReferences: ZooCompilation.References
                )
            )
            .Id;
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            workspace.AddDocument(project, Path.GetFileName(tree.FilePath), SourceText.From(tree.ToString()));
        }

        return workspace.AddDocument(project, "User.cs", SourceText.From(source));
    }

    /// <summary>A dot.</summary>
    /// <param name="Type">What stands before it, or its type.</param>
    /// <param name="OfInstance">Whether a value stands before it.</param>
    /// <param name="Position">Where a member would be typed.</param>
    private sealed record Usage(INamedTypeSymbol Type, bool OfInstance, int Position);
}
