using Akida.Graph.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Akida.Dsl.Generators.Reading;

/// <summary>Where attributes and their arguments stand.</summary>
internal abstract class LocationReader
{
    /// <summary>Notes no places: equal declarations stay equal wherever they stand.</summary>
    public static LocationReader None { get; } = new NoLocations();

    /// <summary>Reads places from syntax.</summary>
    public static LocationReader FromSyntax { get; } = new SyntaxLocations();

    public abstract TextLocation Of(ISymbol symbol);

    public abstract TextLocation Of(SyntaxToken token);

    public abstract TextLocation Of(AttributeData attribute);

    /// <summary>The place of the argument that sets a property (or constructor parameter of that name).</summary>
    public abstract TextLocation OfArgument(AttributeData attribute, string property);

    /// <summary>
    /// The place of one value of the array that sets a property; that of the whole argument where its values are not written out.
    /// </summary>
    public abstract TextLocation OfElement(AttributeData attribute, string property, int index);

    /// <summary>
    /// Where the characters of a string argument start in the file, or -1 where they are not written out there one by one.
    /// </summary>
    public abstract int TextStart(AttributeData attribute, string property, string text);

    /// <summary>Whether an optional constructor parameter is given.</summary>
    public virtual bool IsGiven(AttributeData attribute, IParameterSymbol parameter) => true;

    private sealed class NoLocations : LocationReader
    {
        public override TextLocation Of(ISymbol symbol) => default;

        public override TextLocation Of(SyntaxToken token) => default;

        public override TextLocation Of(AttributeData attribute) => default;

        public override TextLocation OfArgument(AttributeData attribute, string property) => default;

        public override TextLocation OfElement(AttributeData attribute, string property, int index) => default;

        public override int TextStart(AttributeData attribute, string property, string text) => -1;
    }

    private sealed class SyntaxLocations : LocationReader
    {
        public override TextLocation Of(ISymbol symbol)
        {
            Location? location = symbol.Locations.FirstOrDefault(place => place.IsInSource);
            return location is null
                ? default
                : new TextLocation(location.SourceTree!.FilePath, location.SourceSpan.Start, location.SourceSpan.Length);
        }

        public override TextLocation Of(SyntaxToken token) => new(token.SyntaxTree!.FilePath, token.Span.Start, token.Span.Length);

        public override TextLocation Of(AttributeData attribute) =>
            attribute.ApplicationSyntaxReference is { } reference ? Locate(reference.GetSyntax()) : default;

        public override TextLocation OfArgument(AttributeData attribute, string property) =>
            Expression(attribute, property) is { } expression ? Locate(expression) : Of(attribute);

        public override TextLocation OfElement(AttributeData attribute, string property, int index)
        {
            SyntaxNode? element = Expression(attribute, property) switch
            {
                ImplicitArrayCreationExpressionSyntax array => array.Initializer.Expressions.ElementAtOrDefault(index),
                ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions.ElementAtOrDefault(index),
                CollectionExpressionSyntax collection => collection.Elements.ElementAtOrDefault(index),
                _ => Listed(attribute, property, index),
            };
            return element is null ? OfArgument(attribute, property) : Locate(element);
        }

        /// <summary>A value of a <c>params</c> parameter whose values are given one by one.</summary>
        private static ExpressionSyntax? Listed(AttributeData attribute, string property, int index)
        {
            if (
                attribute.AttributeConstructor?.Parameters.LastOrDefault() is not { IsParams: true } last
                || !string.Equals(last.Name, property, StringComparison.OrdinalIgnoreCase)
                || attribute.ApplicationSyntaxReference?.GetSyntax() is not AttributeSyntax { ArgumentList.Arguments: var arguments }
            )
            {
                return null;
            }

            AttributeArgumentSyntax? argument = arguments.ElementAtOrDefault(last.Ordinal + index);
            return argument is { NameEquals: null, NameColon: null } ? argument.Expression : null;
        }

        public override int TextStart(AttributeData attribute, string property, string text)
        {
            // Only in a plain literal without escapes does each character of the text stand in the file.
            return Expression(attribute, property) is LiteralExpressionSyntax { Token: var token } && token.Text == "\"" + text + "\""
                ? token.SpanStart + 1
                : -1;
        }

        private static ExpressionSyntax? Expression(AttributeData attribute, string property)
        {
            if (attribute.ApplicationSyntaxReference?.GetSyntax() is not AttributeSyntax { ArgumentList.Arguments: var arguments })
            {
                return null;
            }

            int position = 0;
            foreach (AttributeArgumentSyntax argument in arguments)
            {
                string? name = argument.NameEquals?.Name.Identifier.ValueText ?? argument.NameColon?.Name.Identifier.ValueText;
                name ??= attribute.AttributeConstructor?.Parameters.ElementAtOrDefault(position++)?.Name;
                if (string.Equals(name, property, StringComparison.OrdinalIgnoreCase))
                {
                    return argument.Expression;
                }
            }

            return null;
        }

        private static TextLocation Locate(SyntaxNode node) => new(node.SyntaxTree.FilePath, node.Span.Start, node.Span.Length);
    }
}
