using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Akida.Dsl.CodeFixes.Syntax;

/// <summary>The properties of a model class that declare layers.</summary>
internal static class LayerMembers
{
    /// <summary>The layers that name what they take in their parentheses.</summary>
    private static readonly HashSet<string> Joins = ["Add", "Multiply", "Subtract", "Maximum", "Concatenate"];

    /// <summary>The name of the attribute of a property as the source writes it, without namespace and suffix.</summary>
    public static string? Kind(PropertyDeclarationSyntax property) =>
        property.AttributeLists.SelectMany(list => list.Attributes).Select(Kind).FirstOrDefault();

    /// <summary>The name of an attribute as the source writes it, without namespace and suffix.</summary>
    public static string Kind(AttributeSyntax attribute)
    {
        const string suffix = "Attribute";
        string name = attribute.Name.GetLastToken().ValueText;
        return name.EndsWith(suffix, StringComparison.Ordinal) ? name.Substring(0, name.Length - suffix.Length) : name;
    }

    /// <summary>The layers of a property's class that stand behind it, each taking the one before.</summary>
    public static IEnumerable<PropertyDeclarationSyntax> Following(PropertyDeclarationSyntax property) =>
        Neighbours(property).SkipWhile(other => other != property).Skip(1).TakeWhile(other => !HasFrom(other));

    /// <summary>The layer whose output a property takes because it stands before it; null if it says <c>From</c>.</summary>
    public static PropertyDeclarationSyntax? Previous(PropertyDeclarationSyntax property) =>
        HasFrom(property) ? null : Neighbours(property).TakeWhile(other => other != property).LastOrDefault();

    /// <summary>Where other layers of the class name a property in <c>From</c>.</summary>
    public static IEnumerable<ExpressionSyntax> References(PropertyDeclarationSyntax property)
    {
        string name = property.Identifier.ValueText;
        return Neighbours(property)
            .SelectMany(From)
            .SelectMany(argument => argument.DescendantNodes().OfType<ExpressionSyntax>())
            .Where(expression =>
                expression switch
                {
                    LiteralExpressionSyntax literal => literal.Token.ValueText == name,
                    InvocationExpressionSyntax
                    {
                        Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" },
                        ArgumentList.Arguments: [var only]
                    } => only.Expression is IdentifierNameSyntax identifier && identifier.Identifier.ValueText == name,
                    _ => false,
                }
            );
    }

    private static IEnumerable<PropertyDeclarationSyntax> Neighbours(PropertyDeclarationSyntax property) =>
        ((TypeDeclarationSyntax)property.Parent!)
            .Members.OfType<PropertyDeclarationSyntax>()
            .Where(member => Kind(member) is not (null or "Option"));

    private static bool HasFrom(PropertyDeclarationSyntax property) => From(property).Any();

    /// <summary>The arguments that name the layers that a property takes: <c>From</c>, and what a join takes in its parentheses.</summary>
    private static IEnumerable<AttributeArgumentSyntax> From(PropertyDeclarationSyntax property) =>
        from attribute in property.AttributeLists.SelectMany(list => list.Attributes)
        from argument in attribute.ArgumentList?.Arguments ?? default
        where
            argument.NameEquals?.Name.Identifier.ValueText == "From"
            || (argument is { NameEquals: null, NameColon: null } && Joins.Contains(Kind(attribute)))
        select argument;
}
