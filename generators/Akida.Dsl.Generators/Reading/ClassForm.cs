using Akida.Graph;
using Akida.Graph.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Akida.Dsl.Generators.Reading.ArgumentReader;

namespace Akida.Dsl.Generators.Reading;

/// <summary>Checks that a model or block class has the form which the generator needs to write its other part.</summary>
/// <param name="type">The class.</param>
/// <param name="locations">How places are noted.</param>
internal sealed class ClassForm(INamedTypeSymbol type, LocationReader locations)
{
    /// <summary>What a model class lacks; what stands on it is not checked as long as the class itself is wrong.</summary>
    public IEnumerable<ModelMistake> CheckModel()
    {
        if (CheckClass("Model") is { } mistake)
        {
            return [mistake];
        }

        IPropertySymbol[] properties = [.. LayerReader.Properties(type)];
        AttributeData[] declaring = [.. properties.SelectMany(property => property.GetAttributes()).Where(LayerReader.DeclaresLayer)];
        string? missing =
            !type.GetAttributes().Any(attribute => Name(attribute) == "Input") && !declaring.Any(LayerReader.BringsInput) ? "[Input]"
            : declaring.Length == 0 && !properties.Any(Awaits)
                ? "layers; they are properties, such as '[ConvBlock(16, 3)] public partial Layer Conv { get; }'"
            : null;
        ModelMistake[] ofClass = missing is null
            ? []
            : [Mistake(DeclarationError.NoInput, $"Model '{type.Name}' has no {missing}", locations.Of(type))];
        return [.. ofClass, .. CheckAttributes(), .. CheckProperties(properties), .. new OptionForm(locations).Check(properties)];
    }

    /// <summary>What a block class lacks.</summary>
    public IEnumerable<ModelMistake> CheckBlock() =>
        CheckClass("Block") is { } mistake ? [mistake] : CheckProperties([.. LayerReader.Properties(type)]);

    private ModelMistake? CheckClass(string kind)
    {
        string name = $"{kind} '{type.Name}'";
        if (Parts().FirstOrDefault(part => !IsPartial(part)) is { } whole)
        {
            return Mistake(
                DeclarationError.NotPartial,
                $"{name} must be declared 'partial', so that its layers can be generated",
                locations.Of(whole.Identifier)
            );
        }

        string? fault =
            type.TypeKind != TypeKind.Class ? "is no class"
            : type.IsRecord ? "is a record"
            : type.ContainingType is { } outer ? $"stands inside '{outer.Name}'"
            : type.IsGenericType ? "is generic"
            : type.IsStatic ? "is static"
            : SyntaxFacts.GetKeywordKind(type.Name) != SyntaxKind.None ? "is called as a keyword of C#"
            : type.IsAbstract ? "is abstract"
            : type.IsFileLocal ? "is local to its file"
            : kind == "Model" && !type.InstanceConstructors.Any(constructor => constructor.Parameters.Length == 0)
                ? "has no constructor without parameters"
            : null;
        return fault is null
            ? null
            : Mistake(
                DeclarationError.BadClass,
                $"{name} {fault}, must be a class of a namespace that can be made with 'new {type.Name}()'",
                locations.Of(type)
            );
    }

    private IEnumerable<TypeDeclarationSyntax> Parts() =>
        type
            .DeclaringSyntaxReferences.Where(part => !EmittedCode.Is(part.SyntaxTree))
            .Select(part => part.GetSyntax())
            .OfType<TypeDeclarationSyntax>();

    /// <summary>Values of enums that no member has: a cast can give them.</summary>
    private IEnumerable<ModelMistake> CheckAttributes()
    {
        foreach (AttributeData attribute in type.GetAttributes())
        {
            switch (Name(attribute))
            {
                case "AkidaModel":
                    if (Named(attribute, "Device")?.Value is int device && !Enum.IsDefined(typeof(AkidaDevice), device))
                    {
                        yield return Mistake(
                            DeclarationError.BadShape,
                            $"Device is {device}, must be {string.Join(" or ", Enum.GetNames(typeof(AkidaDevice)))}",
                            locations.OfArgument(attribute, "Device")
                        );
                    }

                    if (
                        Named(attribute, "Versions") is { IsNull: false } versions
                        && (versions.Values.Length == 0 || !versions.Values.All(IsVersion))
                    )
                    {
                        yield return Mistake(
                            DeclarationError.BadShape,
                            "Versions must name V1, V2 or both",
                            locations.OfArgument(attribute, "Versions")
                        );
                    }

                    break;
                case "Variant" when Named(attribute, "Version") is { } version && !IsVersion(version):
                    yield return Mistake(DeclarationError.BadShape, "Version must be V1 or V2", locations.OfArgument(attribute, "Version"));
                    break;
            }
        }

        static bool IsVersion(TypedConstant value) => value.Value is int version && Enum.IsDefined(typeof(AkidaVersion), version);
    }

    private IEnumerable<ModelMistake> CheckProperties(IPropertySymbol[] properties)
    {
        foreach (IPropertySymbol property in properties)
        {
            AttributeData[] attributes = [.. property.GetAttributes()];
            int layers = attributes.Count(LayerReader.DeclaresLayer),
                options = attributes.Count(attribute => Name(attribute) == "Option");
            TextLocation place = locations.Of(property);
            if (layers + options == 0)
            {
                if (IsUndeclared(property, attributes) is { } lack)
                {
                    yield return Mistake(DeclarationError.BadProperty, $"Property '{property.Name}' {lack}", place);
                }
            }
            else if (!property.IsPartialDefinition)
            {
                yield return Mistake(
                    DeclarationError.PropertyNotPartial,
                    $"Property '{property.Name}' must be declared 'partial', so that it can be generated",
                    place
                );
            }
            else if (Fault(property, layers, options) is { } fault)
            {
                yield return Mistake(DeclarationError.BadProperty, $"Property '{property.Name}' {fault}", place);
            }
        }
    }

    /// <summary>
    /// What a property without an attribute of ours lacks, if it looks as if it should declare a layer and the compiler does not say what
    /// is wrong.
    /// </summary>
    private static string? IsUndeclared(IPropertySymbol property, AttributeData[] attributes)
    {
        if (!property.IsPartialDefinition || IsImplemented(property) || attributes.Any(IsUnresolved))
        {
            return null;
        }

        return attributes.FirstOrDefault(IsBlockWithoutLayers) is { } block
                ? $"is declared by '{block.AttributeClass!.Name}', which has no [AkidaBlock] and so no layers"
            : IsLayer(property.Type) ? "is a Layer, but no attribute above it says which; put one there, such as [ConvBlock(16, 3)]"
            : null;
    }

    private string? Fault(IPropertySymbol property, int layers, int options)
    {
        string[] modifiers = [.. Modifiers(property)];
        return layers + options > 1 ? $"has {layers + options} attributes that declare it, must have one"
            : layers > 0 && !IsLayer(property.Type) ? $"has the type '{Show(property.Type)}', a layer must be a 'Layer'"
            : options > 0 && !OptionForm.IsSupported(property.Type)
                ? $"has the type '{Show(property.Type)}', an option must be an int, double, bool or string"
            : modifiers.Length > 0 ? $"is {string.Join(" ", modifiers)}, must be 'public partial' and nothing else"
            : layers > 0 && property.SetMethod is not null ? "can be set, a layer must have '{ get; }' only"
            : options > 0 && property is not { GetMethod: not null, SetMethod.IsInitOnly: true }
                ? "must have '{ get; init; }', as every option"
            : property.Name is "Build" or "Entry" ? "has a name that the generated code needs; choose another"
            : SyntaxFacts.GetKeywordKind(property.Name) != SyntaxKind.None ? "is called as a keyword of C#; choose another name"
            : null;

        static IEnumerable<string> Modifiers(IPropertySymbol property)
        {
            if (property.DeclaredAccessibility != Accessibility.Public)
            {
                yield return SyntaxFacts.GetText(property.DeclaredAccessibility);
            }

            foreach (
                (bool isThere, string word) in new[]
                {
                    (property.IsStatic, "static"),
                    (property.IsAbstract, "abstract"),
                    (property.IsVirtual, "virtual"),
                    (property.IsOverride, "override"),
                    (property.IsRequired, "required"),
                }
            )
            {
                if (isThere)
                {
                    yield return word;
                }
            }
        }
    }

    /// <summary>
    /// Another model whose emitted files would have the names of this one's, which file systems do not tell apart by case; null if there is
    /// none.
    /// </summary>
    public static INamedTypeSymbol? NamesakeOf(INamedTypeSymbol model) =>
        model
            .ContainingNamespace.GetTypeMembers()
            .FirstOrDefault(other =>
                string.Equals(other.MetadataName, model.MetadataName, StringComparison.OrdinalIgnoreCase)
                && !SymbolEqualityComparer.Default.Equals(other, model)
                && IsModel(other)
            );

    /// <summary>Whether a class says that it is a model.</summary>
    public static bool IsModel(INamedTypeSymbol type) => type.GetAttributes().Any(attribute => Name(attribute) == "AkidaModel");

    /// <summary>What is wrong with a model that has a namesake.</summary>
    public ModelMistake NamesakeMistake(INamedTypeSymbol namesake) =>
        Mistake(
            DeclarationError.BadClass,
            $"Model '{type.Name}' has the name of model '{namesake.Name}' but for upper and lower case, must have one of its own",
            locations.Of(type)
        );

    /// <summary>
    /// Whether a property is one that the generator would implement if all were right: the compiler must not complain that nobody did.
    /// </summary>
    public static bool Awaits(IPropertySymbol property) =>
        property.IsPartialDefinition
        && !IsImplemented(property)
        && (
            IsLayer(property.Type)
            || property
                .GetAttributes()
                .Any(attribute => IsUnresolved(attribute) || Name(attribute) == "Option" || LayerReader.DeclaresLayer(attribute))
        );

    /// <summary>Whether a type and all around it are partial.</summary>
    public static bool IsPartialThroughout(INamedTypeSymbol? type) =>
        type is null
        || (
            type.DeclaringSyntaxReferences.Select(part => part.GetSyntax()).OfType<TypeDeclarationSyntax>().All(IsPartial)
            && IsPartialThroughout(type.ContainingType)
        );

    /// <summary>
    /// Whether the compiler itself reports what is wrong with the properties of a class: two have one name, or an attribute is none that
    /// there is.
    /// </summary>
    public static bool IsReportedByCompiler(INamedTypeSymbol type)
    {
        IPropertySymbol[] properties = [.. LayerReader.Properties(type)];
        return properties.GroupBy(property => property.Name).Any(same => same.Count() > 1)
            || properties.Any(property => property.IsPartialDefinition && property.GetAttributes().Any(IsUnresolved));
    }

    /// <summary>
    /// Whether the mistakes of a class are such that the compiler finds declarations wrong that no emitted part can mend: a build from the
    /// command line then ends before it asks analyzers.
    /// </summary>
    public static bool EndsBuilds(INamedTypeSymbol type)
    {
        IPropertySymbol[] properties = [.. LayerReader.Properties(type).Where(Awaits)];
        return properties.Length > 0
            && (!IsPartialThroughout(type) || properties.SelectMany(property => property.GetAttributes()).Any(IsUnfinishedBlock));

        static bool IsUnfinishedBlock(AttributeData attribute) =>
            IsBlockWithoutLayers(attribute) && LayerReader.Properties(attribute.AttributeClass!).Any(Awaits);
    }

    /// <summary>Whether an attribute is of a class that is made from a block but does not say that it is one.</summary>
    private static bool IsBlockWithoutLayers(AttributeData attribute) =>
        LayerReader.IsBlockBase(attribute.AttributeClass?.BaseType) && !LayerReader.DeclaresLayer(attribute);

    private static bool IsPartial(TypeDeclarationSyntax part) => part.Modifiers.Any(SyntaxKind.PartialKeyword);

    private static bool IsImplemented(IPropertySymbol property) =>
        property.PartialImplementationPart is { } part
        && part.Locations.Any(place => place.SourceTree is { } tree && !EmittedCode.Is(tree));

    private static bool IsUnresolved(AttributeData attribute) => attribute.AttributeClass is null or { TypeKind: TypeKind.Error };

    private static bool IsLayer(ITypeSymbol type) => type is { Name: nameof(Layer), ContainingNamespace.Name: nameof(Akida) };

    private static string Show(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    private static ModelMistake Mistake(DeclarationError error, string message, TextLocation location) =>
        new(error, Finding: null, message, location);
}
