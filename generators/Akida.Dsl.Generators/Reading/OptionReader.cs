using Akida.Graph;
using Akida.Graph.Declarations;
using Akida.Graph.Expressions;
using Microsoft.CodeAnalysis;
using static Akida.Dsl.Generators.Reading.ArgumentReader;

namespace Akida.Dsl.Generators.Reading;

/// <summary>Reads the options of a model class.</summary>
internal static class OptionReader
{
    /// <summary>The options, in order.</summary>
    public static IEnumerable<OptionDeclaration> Read(INamedTypeSymbol model, LocationReader locations) =>
        LayerReader.Properties(model).SelectMany(property => Read(property, locations));

    private static IEnumerable<OptionDeclaration> Read(IPropertySymbol property, LocationReader locations)
    {
        foreach (AttributeData attribute in property.GetAttributes().Where(candidate => Name(candidate) == "Option"))
        {
            Scalar value = Convert(property, Named(attribute, "Default")?.Value) ?? Convert(property, 0) ?? 0;
            EquatableArray<Scalar> choices = Named(attribute, "Choices") is { IsNull: false } given
                ? given.Values.Select(choice => Convert(property, choice.Value) ?? 0).ToEquatableArray()
                : [];
            yield return new OptionDeclaration(
                property.Name,
                attribute.ConstructorArguments.ElementAtOrDefault(0).Value as string ?? "",
                attribute.ConstructorArguments.ElementAtOrDefault(1).Value as string ?? "",
                value,
                choices,
                Named(attribute, "Help")?.Value as string ?? "",
                locations.Of(attribute)
            );
        }
    }

    private static Scalar? Convert(IPropertySymbol property, object? value) =>
        (property.Type.SpecialType, Scalar.FromObject(value)) switch
        {
            (SpecialType.System_Double, { IsNumber: true } number) => number.Number,
            (SpecialType.System_String, { Kind: ScalarKind.Integer }) => "",
            (SpecialType.System_Boolean, { Kind: ScalarKind.Integer } number) => number.Number != 0,
            (_, var scalar) => scalar,
        };
}
