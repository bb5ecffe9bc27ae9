using Akida.Graph;
using Akida.Graph.Building;
using Akida.Graph.Declarations;
using Akida.Graph.Expressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Akida.Dsl.Generators.Reading;

/// <summary>Reads the attributes of a model class into a <see cref="ModelDeclaration"/>: the only step that sees symbols and syntax.</summary>
/// <param name="model">The class.</param>
/// <param name="locations">How places are noted; the generator notes none, so that moving text re-runs nothing.</param>
internal sealed class DeclarationReader(INamedTypeSymbol model, LocationReader locations)
{
    private const string AttributeNamespace = "Akida";
    private const string AttributeSuffix = "Attribute";

    /// <summary>The declaration of a class with <c>[AkidaModel]</c>.</summary>
    public static ModelDeclaration Read(INamedTypeSymbol model, LocationReader locations) => new DeclarationReader(model, locations).Read();

    /// <summary>The kind of layer that an attribute declares, or null.</summary>
    public static string? LayerKind(AttributeData attribute)
    {
        string? name = Name(attribute);
        return name is not null && LayerKinds.All.ContainsKey(name) ? name : null;
    }

    private ModelDeclaration Read()
    {
        AttributeData attribute = model.GetAttributes().First(candidate => Name(candidate) == "AkidaModel");
        string name = (string?)attribute.ConstructorArguments.FirstOrDefault().Value ?? model.Name;
        EquatableArray<AkidaVersion> versions = Named(attribute, "Versions") is { IsNull: false } given
            ? given.Values.Select(value => (AkidaVersion)(int)value.Value!).ToEquatableArray()
            : [AkidaVersion.V1, AkidaVersion.V2];
        AttributeData[] all = [.. model.GetAttributes()];
        return new ModelDeclaration(
            name,
            Named(attribute, "KerasName")?.Value as string ?? name,
            model.ContainingNamespace.IsGlobalNamespace ? "" : model.ContainingNamespace.ToDisplayString(),
            model.Name,
            model.DeclaredAccessibility == Accessibility.Public,
            DocumentationSummary.Of(model),
            versions,
            Properties().SelectMany(ReadOption).ToEquatableArray(),
            ClassLayers(all).Concat(Properties().SelectMany(ReadLayer)).ToEquatableArray(),
            all.Where(candidate => Name(candidate) == "BlockDefaults").SelectMany(ReadArguments).ToEquatableArray(),
            all.Where(candidate => Name(candidate) == "Variant").Select(ReadVariant).ToEquatableArray(),
            locations.Of(model));
    }

    private static string? Name(AttributeData attribute) => attribute.AttributeClass is { } type
        && type.ContainingNamespace.ToDisplayString() == AttributeNamespace
        && type.Name.EndsWith(AttributeSuffix, StringComparison.Ordinal)
            ? type.Name.Substring(0, type.Name.Length - AttributeSuffix.Length)
            : null;

    private static TypedConstant? Named(AttributeData attribute, string name)
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

    private IEnumerable<IPropertySymbol> Properties() => model.GetMembers().OfType<IPropertySymbol>().Where(property => property.PartialDefinitionPart is null);

    private IEnumerable<LayerDeclaration> ClassLayers(AttributeData[] attributes) =>
        from kind in new[] { "Input", "Rescaling" }
        from attribute in attributes
        where Name(attribute) == kind
        select new LayerDeclaration(
            null,
            Named(attribute, "Name")?.Value as string ?? kind.ToLowerInvariant(),
            kind,
            ReadArguments(attribute).Concat(kind == "Input" && Named(attribute, "DType") is null ? [DefaultInputType(attribute)] : []).ToEquatableArray(),
            [],
            locations.Of(attribute));

    /// <summary>An input is unsigned bytes unless it says otherwise (as its attribute's default says); a Keras InputLayer is floats.</summary>
    private Argument DefaultInputType(AttributeData attribute) =>
        new(nameof(Akida.InputAttribute.DType), new EnumValue(nameof(Akida.DataType), nameof(Akida.DataType.UInt8)), locations.Of(attribute));

    private IEnumerable<LayerDeclaration> ReadLayer(IPropertySymbol property) =>
        from attribute in property.GetAttributes()
        let kind = LayerKind(attribute)
        where kind is not null
        select new LayerDeclaration(
            property.Name,
            Named(attribute, "Name")?.Value as string ?? Names.ToSnakeCase(property.Name, separateNumbers: true),
            kind,
            ReadArguments(attribute).ToEquatableArray(),
            ReadReferences(attribute).ToEquatableArray(),
            locations.Of(attribute));

    private IEnumerable<LayerReference> ReadReferences(AttributeData attribute)
    {
        if (Named(attribute, "From") is not { IsNull: false } from)
        {
            return [];
        }

        TextLocation location = locations.OfArgument(attribute, "From");
        return from.Kind == TypedConstantKind.Array
            ? from.Values.Select(value => new LayerReference(value.Value as string ?? "", location))
            : [new LayerReference(from.Value as string ?? "", location)];
    }

    private IEnumerable<OptionDeclaration> ReadOption(IPropertySymbol property)
    {
        foreach (AttributeData attribute in property.GetAttributes().Where(candidate => Name(candidate) == "Option"))
        {
            Scalar value = Convert(property, Named(attribute, "Default")?.Value) ?? Convert(property, 0) ?? 0;
            EquatableArray<Scalar> choices = Named(attribute, "Choices") is { IsNull: false } given
                ? given.Values.Select(choice => Convert(property, choice.Value) ?? 0).ToEquatableArray()
                : [];
            yield return new OptionDeclaration(
                property.Name,
                (string?)attribute.ConstructorArguments[0].Value ?? "",
                (string?)attribute.ConstructorArguments[1].Value ?? "",
                value,
                choices,
                Named(attribute, "Help")?.Value as string ?? "",
                locations.Of(attribute));
        }
    }

    private static Scalar? Convert(IPropertySymbol property, object? value) => (property.Type.SpecialType, Scalar.FromObject(value)) switch
    {
        (SpecialType.System_Double, { IsNumber: true } number) => number.Number,
        (SpecialType.System_String, { Kind: ScalarKind.Integer }) => "",
        (SpecialType.System_Boolean, { Kind: ScalarKind.Integer } number) => number.Number != 0,
        (_, var scalar) => scalar,
    };

    private VariantDeclaration ReadVariant(AttributeData attribute)
    {
        string text = attribute.ConstructorArguments.FirstOrDefault().Value as string ?? "";
        return new VariantDeclaration(
            ReadVariantOptions(text).ToEquatableArray(),
            (AkidaVersion)(Named(attribute, "Version")?.Value as int? ?? (int)AkidaVersion.V2),
            new BitWidths(Bits("InputWeightBits"), Bits("WeightBits"), Bits("ActivationBits")),
            Named(attribute, "Name")?.Value as string,
            locations.Of(attribute));

        int Bits(string name) => Named(attribute, name)?.Value as int? ?? 8;
    }

    private static IEnumerable<OptionValue> ReadVariantOptions(string text)
    {
        foreach (string part in text.Split([','], StringSplitOptions.RemoveEmptyEntries))
        {
            string[] sides = part.Split('=');
            Scalar value;
            try
            {
                value = ExpressionEvaluator.Evaluate(ExpressionParser.Parse(sides[sides.Length - 1].Trim()), new Dictionary<string, Scalar>());
            }
            catch (ExpressionException)
            {
                value = sides[sides.Length - 1].Trim();
            }

            yield return new OptionValue(sides[0].Trim(), value);
        }
    }

    private IEnumerable<Argument> ReadArguments(AttributeData attribute)
    {
        IMethodSymbol? constructor = attribute.AttributeConstructor;
        for (int i = 0; i < attribute.ConstructorArguments.Length && constructor is not null; i++)
        {
            IParameterSymbol parameter = constructor.Parameters[i];
            if (parameter is { IsOptional: true } && !locations.IsGiven(attribute, parameter) && attribute.ConstructorArguments[i].Value is null)
            {
                continue;
            }

            string name = char.ToUpperInvariant(parameter.Name[0]) + parameter.Name.Substring(1);
            yield return ReadArgument(attribute, name, parameter.Type, attribute.ConstructorArguments[i]);
        }

        foreach (KeyValuePair<string, TypedConstant> pair in attribute.NamedArguments)
        {
            if (pair.Key is not ("Name" or "From"))
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
            return new ListValue(constant.IsNull ? [] : constant.Values.Select(value => ReadValue(attribute, name, element, value)).ToEquatableArray());
        }

        if (constant is { Kind: TypedConstantKind.Enum, Type: INamedTypeSymbol enumType })
        {
            string? member = enumType.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => Equals(field.ConstantValue, constant.Value))?.Name;
            return new EnumValue(enumType.Name, member ?? constant.Value?.ToString() ?? "");
        }

        return type?.SpecialType == SpecialType.System_Object && constant.Value is string expression
            ? new ExpressionValue(expression, locations.TextStart(attribute, name, expression))
            : new LiteralValue(Scalar.FromObject(constant.Value));
    }
}
