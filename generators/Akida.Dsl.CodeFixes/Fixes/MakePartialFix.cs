using System.Collections.Immutable;
using System.Composition;
using Akida.Dsl.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Akida.Dsl.CodeFixes.Fixes;

/// <summary>
/// Makes a model class, or a property of it that declares a layer or an option, <c>partial</c>, so that the generator can write the other
/// part.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialFix)), Shared]
public sealed class MakePartialFix : SyntaxFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.NotPartial, DiagnosticIds.PropertyNotPartial];

    private protected override SyntaxFix? FixOf(Diagnostic diagnostic, SyntaxNode root, SemanticModel semantics)
    {
        SyntaxNode found = root.FindNode(diagnostic.Location.SourceSpan);
        return found.FirstAncestorOrSelf<MemberDeclarationSyntax>() switch
        {
            PropertyDeclarationSyntax property => new SyntaxFix(
                $"Make property '{property.Identifier.ValueText}' partial",
                property,
                editor => editor.ReplaceNode(property, (current, _) => Declare((PropertyDeclarationSyntax)current))
            ),
            TypeDeclarationSyntax type => new SyntaxFix(
                $"Make class '{type.Identifier.ValueText}' partial",
                type,
                editor => editor.ReplaceNode(type, (current, _) => AddPartial((TypeDeclarationSyntax)current))
            ),
            _ => null,
        };
    }

    /// <summary>The declaring part of a property: its accessors without bodies; what it did is the generator's now.</summary>
    private static MemberDeclarationSyntax Declare(PropertyDeclarationSyntax property)
    {
        AccessorDeclarationSyntax[] accessors = property.AccessorList is { } list
            ? [.. list.Accessors.Select(Bare)]
            : [Accessor(SyntaxKind.GetAccessorDeclaration)];
        PropertyDeclarationSyntax declared = property
            .WithExpressionBody(null)
            .WithInitializer(null)
            .WithSemicolonToken(default)
            .WithAccessorList(SyntaxFactory.AccessorList([.. accessors]).NormalizeWhitespace(eol: " ", indentation: ""))
            .WithIdentifier(property.Identifier.WithTrailingTrivia(SyntaxFactory.Space))
            .WithTrailingTrivia(property.GetTrailingTrivia());
        return AddPartial(declared);
    }

    private static AccessorDeclarationSyntax Bare(AccessorDeclarationSyntax accessor) =>
        Accessor(accessor.Kind()).WithModifiers(accessor.Modifiers);

    private static AccessorDeclarationSyntax Accessor(SyntaxKind kind) =>
        SyntaxFactory.AccessorDeclaration(kind).WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken));

    /// <summary><c>partial</c> is the last modifier; as the only one it takes the trivia of the token that it stands before.</summary>
    private static MemberDeclarationSyntax AddPartial(MemberDeclarationSyntax member)
    {
        SyntaxToken partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        if (member.Modifiers.Count > 0)
        {
            return member.AddModifiers(partial);
        }

        SyntaxToken next = member is PropertyDeclarationSyntax property
            ? property.Type.GetFirstToken()
            : ((TypeDeclarationSyntax)member).Keyword;
        return member.ReplaceToken(next, next.WithLeadingTrivia()).AddModifiers(partial.WithLeadingTrivia(next.LeadingTrivia));
    }
}
