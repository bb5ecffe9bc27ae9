using Akida.Graph;
using Akida.Graph.Declarations;
using Akida.Graph.Expressions;
using Microsoft.CodeAnalysis;
using static Akida.Dsl.Generators.Reading.ArgumentReader;

namespace Akida.Dsl.Generators.Reading;

/// <summary>
/// Reads the attributes of a model class into a <see cref="ModelDeclaration"/>: the only step that sees symbols and syntax.
/// </summary>
/// <param name="model">The class.</param>
/// <param name="locations">How places are noted; the generator notes none, so that moving text re-runs nothing.</param>
internal sealed class DeclarationReader(INamedTypeSymbol model, LocationReader locations)
{
    /// <summary>The declaration of a class with <c>[AkidaModel]</c>.</summary>
    public static ModelDeclaration Read(INamedTypeSymbol model, LocationReader locations) => new DeclarationReader(model, locations).Read();

    private ModelDeclaration Read()
    {
        AttributeData attribute = model.GetAttributes().First(candidate => Name(candidate) == "AkidaModel");
        string name = (string?)attribute.ConstructorArguments.FirstOrDefault().Value ?? model.Name;
        EquatableArray<AkidaVersion> versions = Named(attribute, "Versions") is { IsNull: false } given
            ? given.Values.Select(value => (AkidaVersion)(int)value.Value!).ToEquatableArray()
            : [AkidaVersion.V1, AkidaVersion.V2];
        AttributeData[] all = [.. model.GetAttributes()];
        LayerReader layers = new(locations);
        LayerDeclaration[] read = [.. layers.Read(model)];
        return new ModelDeclaration(
            name,
            Named(attribute, "KerasName")?.Value as string ?? name,
            model.ContainingNamespace.IsGlobalNamespace ? "" : model.ContainingNamespace.ToDisplayString(),
            model.Name,
            model.DeclaredAccessibility == Accessibility.Public,
            DocumentationSummary.Of(model),
            ReadTraits(attribute),
            versions,
            OptionReader.Read(model, locations).ToEquatableArray(),
            read.ToEquatableArray(),
            all.Where(candidate => Name(candidate) == "Variant").Select(ReadVariant).ToEquatableArray(),
            new ClassForm(model, locations).CheckModel().Concat(layers.Mistakes).ToEquatableArray(),
            locations.Of(model)
        )
        {
            Device = Named(attribute, "Device")?.Value is int device ? (AkidaDevice)device : null,
        };
    }

    private ModelTraits ReadTraits(AttributeData attribute) =>
        new(
            Named(attribute, "Aliases") is { IsNull: false } aliases
                ? aliases.Values.Select(alias => alias.Value as string ?? "").ToEquatableArray()
                : [],
            Named(attribute, "SavedByKerasName")?.Value is true,
            LayerReader.Properties(model).SelectMany(property => property.GetAttributes()).Any(LayerReader.BringsInput)
        );

    private VariantDeclaration ReadVariant(AttributeData attribute)
    {
        string text = attribute.ConstructorArguments.FirstOrDefault().Value as string ?? "";
        return new VariantDeclaration(
            ReadVariantOptions(text).ToEquatableArray(),
            (AkidaVersion)(Named(attribute, "Version")?.Value as int? ?? (int)AkidaVersion.V2),
            new BitWidths(Bits("InputWeightBits"), Bits("WeightBits"), Bits("ActivationBits")),
            Named(attribute, "Name")?.Value as string,
            new ArgumentReader(locations).ReadArguments(attribute).ToEquatableArray(),
            locations.Of(attribute)
        );

        int Bits(string name) => Named(attribute, name)?.Value as int? ?? 8;
    }

    private static IEnumerable<OptionValue> ReadVariantOptions(string text)
    {
        foreach (string part in text.Split([','], StringSplitOptions.RemoveEmptyEntries))
        {
            string[] sides = part.Split(['='], 2);
            if (sides.Length < 2)
            {
                yield return new OptionValue(part.Trim(), null);
                continue;
            }

            Scalar value;
            try
            {
                value = ExpressionEvaluator.Evaluate(ExpressionParser.Parse(sides[1].Trim()), new Dictionary<string, Scalar>());
            }
            catch (ExpressionException)
            {
                value = sides[1].Trim();
            }

            yield return new OptionValue(sides[0].Trim(), value);
        }
    }
}
