using System.Collections.Immutable;
using System.Composition;
using Akida.Dsl.CodeFixes.Syntax;
using Akida.Dsl.Generators.Diagnostics;
using Akida.Graph.Rules;
using Akida.Graph.Rules.Blocks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Akida.Dsl.CodeFixes.Fixes;

/// <summary>
/// Inserts the ReLU that a layer without block lacks: a property of its own behind the layer, its pooling and its normalisation.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(InsertReluFix)), Shared]
public sealed class InsertReluFix : SyntaxFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [RuleTable.Of<BlockEndsWithReluRule>().Id];

    private protected override SyntaxFix? FixOf(Diagnostic diagnostic, SyntaxNode root, SemanticModel semantics)
    {
        if (
            root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute
            || !AttributeTypes.IsOfDsl(semantics, attribute)
            || LayerMembers.Kind(attribute)
                is not ("Conv2D" or "SeparableConv2D" or "Dense" or "BatchNormalization" or "MaxPooling2D" or "GlobalAveragePooling2D")
            || attribute.FirstAncestorOrSelf<PropertyDeclarationSyntax>() is not { Parent: TypeDeclarationSyntax } layer
        )
        {
            return null;
        }

        PropertyDeclarationSyntax last =
            LayerMembers
                .Following(layer)
                .TakeWhile(member => LayerMembers.Kind(member) is "BatchNormalization" or "MaxPooling2D" or "GlobalAveragePooling2D")
                .LastOrDefault()
            ?? layer;
        string name = FreeName((TypeDeclarationSyntax)layer.Parent!, layer.Identifier.ValueText + "Relu");
        ExpressionSyntax[] references = [.. LayerMembers.References(last)];
        return new SyntaxFix(
            $"Insert a ReLU behind '{last.Identifier.ValueText}'",
            last,
            editor =>
            {
                editor.InsertAfter(last, Relu(last, name));
                foreach (ExpressionSyntax reference in references)
                {
                    editor.ReplaceNode(reference, SyntaxFactory.ParseExpression($"nameof({name})").WithTriviaFrom(reference));
                }
            }
        );
    }

    /// <summary>A ReLU's property, written as the one that it follows, on a line of its own.</summary>
    private static PropertyDeclarationSyntax Relu(PropertyDeclarationSyntax previous, string name)
    {
        SyntaxTriviaList indentation = [.. previous.GetLeadingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Take(1)];
        string modifiers = string.Join(" ", previous.Modifiers.Select(modifier => modifier.ValueText));
        MemberDeclarationSyntax member = SyntaxFactory.ParseMemberDeclaration(
            $"[ReLU(MaxValue = 6)] {modifiers} {previous.Type.WithoutTrivia()} {name} {{ get; }}"
        )!;
        return ((PropertyDeclarationSyntax)member).WithLeadingTrivia(indentation).WithTrailingTrivia(SyntaxFactory.EndOfLine("\n"));
    }

    private static string FreeName(TypeDeclarationSyntax type, string wanted)
    {
        HashSet<string> taken = [.. type.Members.OfType<PropertyDeclarationSyntax>().Select(property => property.Identifier.ValueText)];
        return taken.Contains(wanted)
            ? Enumerable.Range(2, int.MaxValue - 2).Select(number => wanted + number).First(name => !taken.Contains(name))
            : wanted;
    }
}
