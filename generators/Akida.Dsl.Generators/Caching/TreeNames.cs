using System.Runtime.CompilerServices;
using Akida.Dsl.Generators.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Akida.Dsl.Generators.Caching;

/// <summary>The names that a file declares and uses: what another file means can depend on it by a name only.</summary>
internal sealed class TreeNames
{
    private static readonly ConditionalWeakTable<SyntaxTree, TreeNames> Known = new();

    private readonly Lazy<HashSet<string>> used;

    private TreeNames(SyntaxTree tree)
    {
        SyntaxNode root = tree.GetRoot();
        used = new(() =>
            new HashSet<string>(
                root.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText),
                StringComparer.OrdinalIgnoreCase
            )
        );
        UsingDirectiveSyntax[] directives = [.. root.DescendantNodes(IsAroundTypes).OfType<UsingDirectiveSyntax>()];
        GlobalUsings = string.Concat(
            directives.Where(directive => directive.GlobalKeyword != default).Select(directive => directive.ToString())
        );
        MarkerAliases = [.. directives.Where(MarkerAttributes.IsAlias).Select(directive => directive.Alias!.Name.Identifier.ValueText)];
        foreach (
            SyntaxNode node in root.DescendantNodes(node =>
                IsAroundTypes(node) || node is BaseTypeDeclarationSyntax or BaseFieldDeclarationSyntax or VariableDeclarationSyntax
            )
        )
        {
            switch (node)
            {
                case BaseTypeDeclarationSyntax type:
                    Values.Add(type.Identifier.ValueText);
                    break;
                case DelegateDeclarationSyntax type:
                    Values.Add(type.Identifier.ValueText);
                    break;
                case EnumMemberDeclarationSyntax member:
                    Values.Add(member.Identifier.ValueText);
                    break;
                case VariableDeclaratorSyntax field:
                    Values.Add(field.Identifier.ValueText);
                    break;
                case PropertyDeclarationSyntax property:
                    Others.Add(property.Identifier.ValueText);
                    break;
                case MethodDeclarationSyntax method:
                    Others.Add(method.Identifier.ValueText);
                    break;
                case BaseNamespaceDeclarationSyntax { Name: var name }:
                    Others.UnionWith(name.ToString().Split('.'));
                    break;
            }
        }
    }

    /// <summary>Types, fields and members of enums, which mean something in an attribute.</summary>
    public HashSet<string> Values { get; } = [];

    /// <summary>Namespaces, properties and methods, of which an attribute can take no more than the name.</summary>
    public HashSet<string> Others { get; } = [];

    /// <summary>The directives that hold for other files, too.</summary>
    public string GlobalUsings { get; }

    /// <summary>The names that a <c>using</c> lets stand for an attribute which makes a class one of ours.</summary>
    public string[] MarkerAliases { get; }

    /// <summary>All names in the file; as names of files, they differ by more than upper and lower case.</summary>
    public HashSet<string> Used => used.Value;

    /// <summary>The names of a file.</summary>
    public static TreeNames Of(SyntaxTree tree) => Known.GetValue(tree, static key => new TreeNames(key));

    private static bool IsAroundTypes(SyntaxNode node) => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax;
}
