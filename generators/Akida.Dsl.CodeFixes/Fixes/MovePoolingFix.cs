using System.Collections.Immutable;
using System.Composition;
using Akida.Dsl.CodeFixes.Syntax;
using Akida.Dsl.Generators.Diagnostics;
using Akida.Graph.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Akida.Dsl.CodeFixes.Fixes;

/// <summary>Moves a global average pooling that is a layer of its own to the other side of the ReLU.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MovePoolingFix)), Shared]
public sealed class MovePoolingFix : SyntaxFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [.. RuleTable.All.Where(rule => rule.Name == "gap-order").Select(rule => rule.Id)];

    private protected override SyntaxFix? FixOf(Diagnostic diagnostic, SyntaxNode root, SemanticModel semantics)
    {
        // In a model of both versions the other order is wrong, too.
        if (diagnostic.Properties.ContainsKey(DiagnosticProperties.OnlyVersion)
            || root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<PropertyDeclarationSyntax>() is not { Parent: TypeDeclarationSyntax } pooling
            || LayerMembers.Kind(pooling) != "GlobalAveragePooling2D"
            || Partner(pooling) is not { } relu
            || LayerMembers.References(pooling).Concat(LayerMembers.References(relu)).Any())
        {
            return null;
        }

        return new SyntaxFix($"Swap '{pooling.Identifier.ValueText}' and '{relu.Identifier.ValueText}'", pooling, editor =>
        {
            editor.ReplaceNode(pooling, relu.WithTriviaFrom(pooling));
            editor.ReplaceNode(relu, pooling.WithTriviaFrom(relu));
        });
    }

    /// <summary>The ReLU on the wrong side: right before the pooling, or behind it.</summary>
    private static PropertyDeclarationSyntax? Partner(PropertyDeclarationSyntax pooling) =>
        new[] { LayerMembers.Previous(pooling), LayerMembers.Following(pooling).FirstOrDefault() }
            .FirstOrDefault(member => member is not null && LayerMembers.Kind(member) == "ReLU");
}
