using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Akida.Dsl.CodeFixes.Syntax;

/// <summary>
/// Reads and writes the arguments of an attribute by the name of the property that they set; positional ones are named by their parameter.
/// </summary>
internal static class AttributeArguments
{
    /// <summary>The argument, or null if it is not given.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="property">The property.</param>
    /// <param name="parameters">The names of the constructor's parameters.</param>
    public static AttributeArgumentSyntax? Find(AttributeSyntax attribute, string property, IReadOnlyList<string> parameters)
    {
        SeparatedSyntaxList<AttributeArgumentSyntax> arguments = attribute.ArgumentList?.Arguments ?? default;
        for (int i = 0; i < arguments.Count; i++)
        {
            string? name =
                arguments[i].NameEquals?.Name.Identifier.ValueText
                ?? arguments[i].NameColon?.Name.Identifier.ValueText
                ?? parameters.ElementAtOrDefault(i);
            if (string.Equals(name, property, StringComparison.OrdinalIgnoreCase))
            {
                return arguments[i];
            }
        }

        return null;
    }

    /// <summary>
    /// The attribute with an argument set: replaced where it is given, otherwise added, behind <paramref name="after"/> if that is given.
    /// </summary>
    public static AttributeSyntax Set(
        AttributeSyntax attribute,
        string property,
        IReadOnlyList<string> parameters,
        string value,
        string? after
    )
    {
        ExpressionSyntax expression = SyntaxFactory.ParseExpression(value);
        if (Find(attribute, property, parameters) is { } given)
        {
            return attribute.ReplaceNode(given.Expression, expression.WithTriviaFrom(given.Expression));
        }

        NameEqualsSyntax name = SyntaxFactory.NameEquals(
            SyntaxFactory.IdentifierName(property).WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space)
        );
        AttributeArgumentSyntax added = SyntaxFactory.AttributeArgument(expression).WithNameEquals(name);
        AttributeArgumentListSyntax list = attribute.ArgumentList ?? SyntaxFactory.AttributeArgumentList();
        int place =
            after is not null && Find(attribute, after, parameters) is { NameEquals: not null } before
                ? list.Arguments.IndexOf(before) + 1
                : list.Arguments.Count;
        SeparatedSyntaxList<AttributeArgumentSyntax> arguments = list.Arguments.Insert(place, added);
        return attribute.WithArgumentList(list.WithArguments(WithSpaces(arguments)));
    }

    /// <summary>The attribute without an argument.</summary>
    public static AttributeSyntax Remove(AttributeSyntax attribute, string property, IReadOnlyList<string> parameters)
    {
        if (Find(attribute, property, parameters) is not { } given)
        {
            return attribute;
        }

        SeparatedSyntaxList<AttributeArgumentSyntax> left = attribute.ArgumentList!.Arguments.Remove(given);
        return left.Count == 0 ? attribute.WithArgumentList(null) : attribute.WithArgumentList(attribute.ArgumentList.WithArguments(left));
    }

    /// <summary>A new separator has no space behind it, those that were there keep their line ends.</summary>
    private static SeparatedSyntaxList<AttributeArgumentSyntax> WithSpaces(SeparatedSyntaxList<AttributeArgumentSyntax> arguments) =>
        arguments.ReplaceSeparators(separator =>
            separator.HasTrailingTrivia || NextHasTrivia(separator) ? separator : separator.WithTrailingTrivia(SyntaxFactory.Space)
        );

    private static bool NextHasTrivia(SyntaxToken separator) => separator.GetNextToken().HasLeadingTrivia;

    private static SeparatedSyntaxList<AttributeArgumentSyntax> ReplaceSeparators(
        this SeparatedSyntaxList<AttributeArgumentSyntax> arguments,
        Func<SyntaxToken, SyntaxToken> change
    ) => SyntaxFactory.SeparatedList(arguments, arguments.GetSeparators().Select(change));
}
