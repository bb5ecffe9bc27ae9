using Akida.Graph;
using Akida.Graph.Declarations;
using Akida.Graph.Expressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using static Akida.Dsl.Generators.Reading.ArgumentReader;

namespace Akida.Dsl.Generators.Reading;

/// <summary>Checks that options have defaults and choices of their types, and names that a command line can tell apart.</summary>
/// <param name="locations">How places are noted.</param>
internal sealed class OptionForm(LocationReader locations)
{
    /// <summary>Whether an option can have a type.</summary>
    public static bool IsSupported(ITypeSymbol type) =>
        type.SpecialType
            is SpecialType.System_Int32
                or SpecialType.System_Double
                or SpecialType.System_Boolean
                or SpecialType.System_String;

    /// <summary>What is wrong with the options among some properties.</summary>
    public IEnumerable<ModelMistake> Check(IEnumerable<IPropertySymbol> properties)
    {
        Dictionary<string, string> owners = [];
        foreach (IPropertySymbol property in properties.Where(property => IsSupported(property.Type)))
        {
            foreach (AttributeData option in property.GetAttributes().Where(attribute => Name(attribute) == "Option"))
            {
                foreach (ModelMistake mistake in CheckValues(property, option).Concat(CheckNames(property, option, owners)))
                {
                    yield return mistake;
                }
            }
        }
    }

    private IEnumerable<ModelMistake> CheckValues(IPropertySymbol property, AttributeData option)
    {
        TypedConstant? value = Named(option, "Default");
        TypedConstant[] choices = Named(option, "Choices") is { Kind: TypedConstantKind.Array, IsNull: false } array
            ? [.. array.Values]
            : [];
        if (value is { Kind: not TypedConstantKind.Error } given && !Fits(property.Type, given))
        {
            yield return Mistake(
                $"the default of '{property.Name}' is {Show(given)}, must be {TypeInWords(property.Type)}",
                locations.OfArgument(option, "Default")
            );
            yield break;
        }

        int wrong = Array.FindIndex(choices, choice => !Fits(property.Type, choice));
        if (wrong >= 0)
        {
            yield return Mistake(
                $"a choice of '{property.Name}' is {Show(choices[wrong])}, must be {TypeInWords(property.Type)}",
                locations.OfElement(option, "Choices", wrong)
            );
        }
        else if (
            choices.Length > 0
            && value is { Kind: not TypedConstantKind.Error } usual
            && !choices.Any(choice => ToText(choice) == ToText(usual))
        )
        {
            yield return Mistake(
                $"the default of '{property.Name}' is {Show(usual)}, must be one of its choices: "
                    + $"{string.Join(", ", choices.Select(ToText))}",
                locations.OfArgument(option, "Default")
            );
        }
    }

    private IEnumerable<ModelMistake> CheckNames(IPropertySymbol property, AttributeData option, Dictionary<string, string> owners)
    {
        foreach ((string parameter, string start) in new[] { ("shortName", "-"), ("longName", "--") })
        {
            if (Positional(option, parameter)?.Value is not string { Length: > 0 } name)
            {
                continue;
            }

            if (!name.StartsWith(start, StringComparison.Ordinal) || name.Length == start.Length || name.Any(char.IsWhiteSpace))
            {
                yield return Mistake(
                    $"the option is called '{name}' on the command line, must begin with '{start}' and have no spaces",
                    locations.OfArgument(option, parameter)
                );
            }
            else if (owners.TryGetValue(name, out string owner))
            {
                yield return Mistake(
                    $"the option is called '{name}' on the command line, as '{owner}' is; choose another name",
                    locations.OfArgument(option, parameter)
                );
            }
            else
            {
                owners.Add(name, property.Name);
            }
        }
    }

    private static bool Fits(ITypeSymbol type, TypedConstant value) =>
        (type.SpecialType, value.Value) switch
        {

            (SpecialType.System_Int32, int)
            or
            (SpecialType.System_Double, int or float or double)
            or
            (SpecialType.System_Boolean, bool)
            or (SpecialType.System_String, string) => true,
            _ => false,
        };

    private static string TypeInWords(ITypeSymbol type) =>
        type.SpecialType switch
        {
            SpecialType.System_Int32 => "an int",
            SpecialType.System_Double => "a double",
            SpecialType.System_Boolean => "true or false",
            _ => "a text",
        };

    private static string Show(TypedConstant value) =>
        value.Kind == TypedConstantKind.Array
            ? "an array"
            : value.Value switch
            {
                null => "null",
                string text => $"the text '{text}'",
                _ => ToText(value),
            };

    private static string ToText(TypedConstant value) => Scalar.FromObject(value.Value)?.ToString() ?? value.ToCSharpString();

    private static ModelMistake Mistake(string message, TextLocation location) =>
        new(DeclarationError.BadOption, Finding: null, message, location);
}
