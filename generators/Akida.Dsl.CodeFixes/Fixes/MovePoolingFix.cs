using System.Collections.Immutable;
using System.Composition;
using Akida.Dsl.CodeFixes.Syntax;
using Akida.Dsl.Generators.Diagnostics;
using Akida.Graph.Rules;
using Akida.Graph.Rules.Pooling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Akida.Dsl.CodeFixes.Fixes;

/// <summary>
/// Moves a global average pooling that is a layer of its own to the other side of the ReLU, or into the block whose ReLU it stands behind.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MovePoolingFix)), Shared]
public sealed class MovePoolingFix : SyntaxFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [RuleTable.Of<GapOrderRule>().Id];

    private protected override SyntaxFix? FixOf(Diagnostic diagnostic, SyntaxNode root, SemanticModel semantics)
    {
        if (
            root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<PropertyDeclarationSyntax>()
                is not { Parent: TypeDeclarationSyntax } pooling
            || LayerMembers.Kind(pooling) != "GlobalAveragePooling2D"
        )
        {
            return null;
        }

        if (Block(pooling) is { } block)
        {
            return IntoBlock(pooling, block, semantics);
        }

        // In a model of both versions the other order is wrong, too.
        if (
            diagnostic.Properties.ContainsKey(DiagnosticProperties.OnlyVersion)
            || Partner(pooling) is not { } relu
            || LayerMembers.References(pooling).Concat(LayerMembers.References(relu)).Any()
        )
        {
            return null;
        }

        return new SyntaxFix(
            $"Swap '{pooling.Identifier.ValueText}' and '{relu.Identifier.ValueText}'",
            pooling,
            editor =>
            {
                editor.ReplaceNode(pooling, relu.WithTriviaFrom(pooling));
                editor.ReplaceNode(relu, pooling.WithTriviaFrom(relu));
            }
        );
    }

    /// <summary>The attribute of the block before a pooling, which could pool by itself, or null.</summary>
    private static AttributeSyntax? Block(PropertyDeclarationSyntax pooling) =>
        LayerMembers
            .Previous(pooling)
            ?.AttributeLists.SelectMany(list => list.Attributes)
            .FirstOrDefault(attribute => LayerMembers.Kind(attribute) is "ConvBlock" or "SeparableConvBlock");

    /// <summary>The block pools where its Akida version wants it; who took the pooling's output takes the block's.</summary>
    private static SyntaxFix? IntoBlock(PropertyDeclarationSyntax pooling, AttributeSyntax block, SemanticModel semantics)
    {
        IReadOnlyList<string> parameters = AttributeTypes.Parameters(semantics, block);
        PropertyDeclarationSyntax layer = block.FirstAncestorOrSelf<PropertyDeclarationSyntax>()!;
        string[] inTheWay = ["Pooling", "PoolingV1", "PoolingV2", "PostReluGap", "Repeat"];
        if (
            inTheWay.Any(argument => AttributeArguments.Find(block, argument, parameters) is not null)
            || LayerMembers.References(layer).Any()
            || HasArguments(pooling)
        )
        {
            return null;
        }

        ExpressionSyntax[] references = [.. LayerMembers.References(pooling)];
        return new SyntaxFix(
            $"Let '{layer.Identifier.ValueText}' pool",
            pooling,
            editor =>
            {
                editor.ReplaceNode(
                    block,
                    (current, _) =>
                        AttributeArguments.Set((AttributeSyntax)current, "Pooling", parameters, "Pooling.GlobalAverage", after: null)
                );
                foreach (ExpressionSyntax reference in references)
                {
                    editor.ReplaceNode(
                        reference,
                        SyntaxFactory.ParseExpression($"nameof({layer.Identifier.ValueText})").WithTriviaFrom(reference)
                    );
                }

                editor.RemoveNode(pooling, SyntaxRemoveOptions.KeepNoTrivia);
            }
        );
    }

    private static bool HasArguments(PropertyDeclarationSyntax property) =>
        property.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => attribute.ArgumentList is { Arguments.Count: > 0 });

    /// <summary>The ReLU on the wrong side: right before the pooling, or behind it.</summary>
    private static PropertyDeclarationSyntax? Partner(PropertyDeclarationSyntax pooling) =>
        new[] { LayerMembers.Previous(pooling), LayerMembers.Following(pooling).FirstOrDefault() }.FirstOrDefault(member =>
            member is not null && LayerMembers.Kind(member) == "ReLU"
        );
}
