using Akida.Graph;
using Akida.Graph.Declarations;
using Akida.Graph.Expressions;
using Microsoft.CodeAnalysis;

namespace Akida.Dsl.Generators.Reading;

/// <summary>Reads the arguments of attributes.</summary>
/// <param name="locations">How places are noted.</param>
internal sealed class ArgumentReader(LocationReader locations)
{
    private const string AttributeNamespace = "Akida";
    private const string AttributeSuffix = "Attribute";

    /// <summary>What the attributes of layers say that is no setting of the layer.</summary>
    private static readonly HashSet<string> NotSettings = ["Name", "From", "OnlyOn", "Repeat"];

    /// <summary>The name of an attribute of the DSL without its suffix; null for any other.</summary>
    public static string? Name(AttributeData attribute) =>
        attribute.AttributeClass is { } type
        && type.ContainingNamespace.ToDisplayString() == AttributeNamespace
        && type.Name.EndsWith(AttributeSuffix, StringComparison.Ordinal)
            ? type.Name.Substring(0, type.Name.Length - AttributeSuffix.Length)
            : null;

    /// <summary>The value of a named argument, or null.</summary>
    public static TypedConstant? Named(AttributeData attribute, string name)
    {
        foreach (KeyValuePair<string, TypedConstant> pair in attribute.NamedArguments)
        {
            if (pair.Key == name)
            {
                return pair.Value;
            }
        }

        return null;
    }

    /// <summary>The value of a constructor's argument, or null.</summary>
    public static TypedConstant? Positional(AttributeData attribute, string parameter)
    {
        int index = attribute.AttributeConstructor?.Parameters.ToList().FindIndex(candidate => candidate.Name == parameter) ?? -1;
        return index >= 0 && index < attribute.ConstructorArguments.Length ? attribute.ConstructorArguments[index] : null;
    }

    /// <summary>The settings that an attribute gives, positional ones by their parameter's name.</summary>
    public IEnumerable<Argument> ReadArguments(AttributeData attribute)
    {
        IMethodSymbol? constructor = attribute.AttributeConstructor;
        for (int i = 0; i < attribute.ConstructorArguments.Length && constructor is not null; i++)
        {
            IParameterSymbol parameter = constructor.Parameters[i];
            if (
                parameter is { IsOptional: true }
                && !locations.IsGiven(attribute, parameter)
                && attribute.ConstructorArguments[i].Value is null
            )
            {
                continue;
            }

            string name = char.ToUpperInvariant(parameter.Name[0]) + parameter.Name.Substring(1);
            if (!NotSettings.Contains(name))
            {
                yield return ReadArgument(attribute, name, parameter.Type, attribute.ConstructorArguments[i]);
            }
        }

        foreach (KeyValuePair<string, TypedConstant> pair in attribute.NamedArguments)
        {
            // The compiler says what is wrong with a value that is none.
            if (!NotSettings.Contains(pair.Key) && pair.Value.Kind != TypedConstantKind.Error)
            {
                ITypeSymbol? type = PropertyType(attribute.AttributeClass!, pair.Key);
                yield return ReadArgument(attribute, pair.Key, type, pair.Value);
            }
        }
    }

    private static ITypeSymbol? PropertyType(INamedTypeSymbol type, string name)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers(name).OfType<IPropertySymbol>().FirstOrDefault() is { } property)
            {
                return property.Type;
            }
        }

        return null;
    }

    private Argument ReadArgument(AttributeData attribute, string name, ITypeSymbol? type, TypedConstant constant) =>
        new(name, ReadValue(attribute, name, type, constant), locations.OfArgument(attribute, name));

    private ArgumentValue ReadValue(AttributeData attribute, string name, ITypeSymbol? type, TypedConstant constant)
    {
        if (constant.Kind == TypedConstantKind.Array)
        {
            ITypeSymbol? element = (type as IArrayTypeSymbol)?.ElementType ?? type;
            return new ListValue(
                constant.IsNull ? [] : constant.Values.Select(value => ReadValue(attribute, name, element, value)).ToEquatableArray()
            );
        }

        if (constant is { Kind: TypedConstantKind.Enum, Type: INamedTypeSymbol enumType })
        {
            string? member = enumType
                .GetMembers()
                .OfType<IFieldSymbol>()
                .FirstOrDefault(field => Equals(field.ConstantValue, constant.Value))
                ?.Name;
            return new EnumValue(enumType.Name, member ?? constant.Value?.ToString() ?? "");
        }

        return type?.SpecialType == SpecialType.System_Object && constant.Value is string expression
            ? new ExpressionValue(expression, locations.TextStart(attribute, name, expression))
            : new LiteralValue(Scalar.FromObject(constant.Value));
    }
}
