using System.Collections.Immutable;
using System.Composition;
using Akida.Dsl.CodeFixes.Syntax;
using Akida.Graph.Rules;
using Akida.Graph.Rules.Blocks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Akida.Dsl.CodeFixes.Fixes;

/// <summary>
/// Makes a plain SeparableConv2D, or a plain DepthwiseConv2D and its 1×1 Conv2D, the separable block, which each Akida version has in its
/// own form.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseSeparableBlockFix)), Shared]
public sealed class UseSeparableBlockFix : SyntaxFixProvider
{
    /// <summary>What plain layer and block mean alike.</summary>
    private static readonly HashSet<string> Shared = ["Strides", "Padding", "UseBias", "From", "Name", "OnlyOn"];

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
    [RuleTable.Of<SeparableFusedRule>().Id, RuleTable.Of<VersionTwoLayersRule>().Id];

    private protected override SyntaxFix? FixOf(Diagnostic diagnostic, SyntaxNode root, SemanticModel semantics)
    {
        if (
            root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeSyntax>()
                is not { ArgumentList: { } arguments } attribute
            || !AttributeTypes.IsOfDsl(semantics, attribute)
            || attribute.FirstAncestorOrSelf<PropertyDeclarationSyntax>() is not { Parent: TypeDeclarationSyntax type } layer
            || HasBlockDefaults(type)
        )
        {
            return null;
        }

        return LayerMembers.Kind(attribute) switch
        {
            "SeparableConv2D" when arguments.Arguments.All(IsShared) => new SyntaxFix(
                "Use a SeparableConvBlock",
                layer,
                editor => editor.ReplaceNode(attribute, Block(arguments.Arguments))
            ),
            "DepthwiseConv2D"
                when arguments.Arguments.All(IsShared)
                    && LayerMembers.Following(layer).FirstOrDefault() is { } next
                    && Pointwise(next) is { } pointwise
                    && !LayerMembers.References(layer).Any() => new SyntaxFix(
                "Use a SeparableConvBlock for both convolutions",
                layer,
                editor =>
                {
                    editor.ReplaceNode(
                        pointwise,
                        Block([
                            pointwise.ArgumentList!.Arguments[0],
                            .. arguments.Arguments.Where(IsOfBoth),
                            .. pointwise.ArgumentList.Arguments.Where(IsOfPointwise),
                        ])
                    );
                    editor.RemoveNode(layer, SyntaxRemoveOptions.KeepNoTrivia);
                }
            ),
            _ => null,
        };
    }

    /// <summary>What the block takes from the convolutions of a block would change it.</summary>
    private static bool HasBlockDefaults(TypeDeclarationSyntax type) =>
        type.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => LayerMembers.Kind(attribute) == "BlockDefaults");

    private static bool IsShared(AttributeArgumentSyntax argument) => NameOf(argument) is null || Shared.Contains(NameOf(argument)!);

    /// <summary>The attribute of a 1×1 convolution, or null.</summary>
    private static AttributeSyntax? Pointwise(PropertyDeclarationSyntax property)
    {
        AttributeSyntax? attribute = property
            .AttributeLists.SelectMany(list => list.Attributes)
            .FirstOrDefault(candidate => LayerMembers.Kind(candidate) == "Conv2D");
        return
            attribute?.ArgumentList?.Arguments
                is [
                    { NameEquals: null, NameColon: null },
                    { NameEquals: null, NameColon: null, Expression: LiteralExpressionSyntax { Token.Value: 1 } },
                    ..,
                ]
            && attribute.ArgumentList.Arguments.Skip(2).All(argument => NameOf(argument) is "Padding" or "UseBias" or "Name" or "OnlyOn")
            ? attribute
            : null;
    }

    /// <summary>
    /// Of the depthwise convolution: kernel, strides, padding and where it comes from. It has no bias of its own in the block.
    /// </summary>
    private static bool IsOfBoth(AttributeArgumentSyntax argument) =>
        NameOf(argument) is null or "Strides" or "Padding" or "From" or "OnlyOn";

    private static bool IsOfPointwise(AttributeArgumentSyntax argument) => NameOf(argument) is "UseBias" or "Name";

    private static string? NameOf(AttributeArgumentSyntax argument) => argument.NameEquals?.Name.Identifier.ValueText;

    /// <summary>The block with some arguments; a plain layer has no activation, and pads only where it says so.</summary>
    private static AttributeSyntax Block(IReadOnlyList<AttributeArgumentSyntax> arguments)
    {
        string[] added = arguments.Any(argument => NameOf(argument) == "Padding")
            ? ["Relu = null"]
            : ["Padding = Padding.Valid", "Relu = null"];
        string all = string.Join(", ", arguments.Select(argument => argument.WithoutTrivia().ToString()).Concat(added));
        CompilationUnitSyntax unit = SyntaxFactory.ParseCompilationUnit($"[SeparableConvBlock({all})] class C;");
        return unit.DescendantNodes().OfType<AttributeSyntax>().Single().WithoutTrivia();
    }
}
