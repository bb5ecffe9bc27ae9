using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Akida.Dsl.CodeFixes.Syntax;

/// <summary>What the class of an attribute says about its arguments.</summary>
internal static class AttributeTypes
{
    private const string DslNamespace = "Akida";

    /// <summary>The names of the parameters of the constructor that an attribute calls.</summary>
    public static IReadOnlyList<string> Parameters(SemanticModel semantics, AttributeSyntax attribute) =>
        semantics.GetSymbolInfo(attribute).Symbol is IMethodSymbol constructor
            ? [.. constructor.Parameters.Select(parameter => parameter.Name)]
            : [];

    /// <summary>Whether an attribute is one of the DSL's own: only there does an argument mean what the rules say.</summary>
    public static bool IsOfDsl(SemanticModel semantics, AttributeSyntax attribute) =>
        semantics.GetTypeInfo(attribute).Type is { } type && type.ContainingNamespace.ToDisplayString() == DslNamespace;

    /// <summary>Whether an attribute can set a property by name.</summary>
    public static bool CanSet(SemanticModel semantics, AttributeSyntax attribute, string property)
    {
        for (ITypeSymbol? type = semantics.GetTypeInfo(attribute).Type; type is not null; type = type.BaseType)
        {
            if (
                type.GetMembers(property)
                    .OfType<IPropertySymbol>()
                    .Any(member => member.SetMethod is { DeclaredAccessibility: Accessibility.Public })
            )
            {
                return true;
            }
        }

        return false;
    }
}
