using Akida.Graph;
using Akida.Graph.Building;
using Akida.Graph.Declarations;
using Akida.Graph.Expressions;
using Microsoft.CodeAnalysis;
using static Akida.Dsl.Generators.Reading.ArgumentReader;

namespace Akida.Dsl.Generators.Reading;

/// <summary>Reads the layers of a model or block class; blocks, backbones and repetitions become the layers that they stand for.</summary>
/// <param name="locations">How places are noted.</param>
internal sealed class LayerReader(LocationReader locations)
{
    private const string BlockInput = "Input";
    private const string BackboneName = "Backbone";
    private const string RepetitionCounter = "i";
    private const int DeepestNesting = 8;
    private const int MostRepetitions = 1000;

    private static readonly string TooManyLayers = $"the model has more than {ModelLimits.Layers} layers here";

    private readonly ArgumentReader arguments = new(locations);
    private readonly List<ModelMistake> mistakes = [];
    private int depth;
    private bool hasStopped;

    /// <summary>What was found wrong.</summary>
    public IReadOnlyList<ModelMistake> Mistakes => mistakes;

    /// <summary>The properties of a class, in order.</summary>
    public static IEnumerable<IPropertySymbol> Properties(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IPropertySymbol>().Where(property => property.PartialDefinitionPart is null);

    /// <summary>Whether an attribute declares a layer, a block of layers or a backbone.</summary>
    public static bool DeclaresLayer(AttributeData attribute) =>
        Name(attribute) is { } name && (name == BackboneName || LayerKinds.All.ContainsKey(name)) || IsBlock(attribute.AttributeClass);

    /// <summary>Whether an attribute brings a model's input with it.</summary>
    public static bool BringsInput(AttributeData attribute) => Name(attribute) == BackboneName;

    /// <summary>Whether a class is a block in the DSL.</summary>
    public static bool IsBlock(INamedTypeSymbol? type) =>
        type is not null && type.GetAttributes().Any(attribute => Name(attribute) == "AkidaBlock");

    /// <summary>Whether a class is, or is made from, what the blocks of the DSL are made from.</summary>
    public static bool IsBlockBase(INamedTypeSymbol? type) =>
        type is not null
        && (type is { Name: nameof(BlockAttribute), ContainingNamespace.Name: nameof(Akida) } || IsBlockBase(type.BaseType));

    /// <summary>The layers of a model class, those that stand on the class first.</summary>
    public IEnumerable<LayerDeclaration> Read(INamedTypeSymbol model) => ReadClass(model, [], "", usedAt: null);

    /// <summary>The layers of a class; what the defaults of a block or backbone do is the matter of the attribute that uses it.</summary>
    private List<LayerDeclaration> ReadClass(
        INamedTypeSymbol type,
        EquatableArray<Argument> outerDefaults,
        string prefix,
        TextLocation? usedAt
    )
    {
        AttributeData[] attributes = [.. type.GetAttributes()];
        Argument[] own =
        [
            .. attributes
                .Where(attribute => Name(attribute) == "BlockDefaults")
                .SelectMany(arguments.ReadArguments)
                .Select(argument => argument with { Location = usedAt ?? argument.Location }),
        ];
        EquatableArray<Argument> defaults = EffectiveArguments.Overlay(outerDefaults, own);
        List<LayerDeclaration> ofClass = [.. ClassLayers(attributes, defaults)],
            layers = [.. ofClass];
        foreach (IPropertySymbol property in Properties(type))
        {
            foreach (AttributeData attribute in property.GetAttributes().Where(DeclaresLayer))
            {
                string name = Named(attribute, "Name")?.Value as string ?? prefix + Names.ToSnakeCase(property.Name, separateNumbers: true);
                layers.AddRange(ReadProperty(property.Name, name, attribute, defaults, layers.LastOrDefault()));
                if (layers.Count > ModelLimits.Layers)
                {
                    StopReading(TooManyLayers, locations.Of(attribute));
                }

                if (hasStopped)
                {
                    return ofClass;
                }
            }
        }

        return layers;
    }

    private IEnumerable<LayerDeclaration> ClassLayers(AttributeData[] attributes, EquatableArray<Argument> defaults) =>
        from kind in new[] { "Input", "Rescaling" }
        from attribute in attributes
        where Name(attribute) == kind
        let name = Named(attribute, "Name")?.Value as string ?? kind.ToLowerInvariant()
        let type = kind == "Input" && Named(attribute, "DType") is null ? [DefaultInputType(attribute)] : Array.Empty<Argument>()
        select new LayerDeclaration(
            name,
            null,
            [],
            name,
            kind,
            arguments.ReadArguments(attribute).Concat(type).ToEquatableArray(),
            defaults,
            [],
            null,
            locations.Of(attribute)
        );

    /// <summary>
    /// An input is unsigned bytes unless it says otherwise (as its attribute's default says); a Keras InputLayer is floats.
    /// </summary>
    private Argument DefaultInputType(AttributeData attribute) =>
        new(
            nameof(Akida.InputAttribute.DType),
            new EnumValue(nameof(Akida.DataType), nameof(Akida.DataType.UInt8)),
            locations.Of(attribute)
        );

    private IEnumerable<LayerDeclaration> ReadProperty(
        string property,
        string name,
        AttributeData attribute,
        EquatableArray<Argument> defaults,
        LayerDeclaration? previous
    )
    {
        if (++depth > DeepestNesting)
        {
            depth--;
            return StopReading($"blocks and backbones are nested more than {DeepestNesting} deep here", locations.Of(attribute));
        }

        LayerDeclaration[] layers =
            Name(attribute) == BackboneName ? [.. ReadBackbone(property, attribute)]
            : IsBlock(attribute.AttributeClass) ? [.. ReadBlock(property, name, attribute, defaults, previous)]
            : [ReadLayer(property, name, attribute, defaults)];
        depth--;
        return Named(attribute, "Repeat")?.Value switch
        {
            int and (< 1 or > MostRepetitions) and var count => Mistake(
                $"Repeat is {count}, must be 1 to {MostRepetitions}",
                locations.OfArgument(attribute, "Repeat")
            ),
            int count when (long)count * layers.Length > ModelLimits.Layers => StopReading(
                TooManyLayers,
                locations.OfArgument(attribute, "Repeat")
            ),
            int count when layers.Length > 0 => Repeat(layers, property, count),
            _ => layers,
        };
    }

    /// <summary>
    /// Says once that the model is too large, and has the reading end: nested blocks can stand for more than there is time for.
    /// </summary>
    private LayerDeclaration[] StopReading(string message, TextLocation location)
    {
        if (hasStopped)
        {
            return [];
        }

        hasStopped = true;
        return Mistake(message, location);
    }

    private LayerDeclaration ReadLayer(string property, string name, AttributeData attribute, EquatableArray<Argument> defaults) =>
        new(
            property,
            property,
            [],
            name,
            Name(attribute)!,
            arguments.ReadArguments(attribute).ToEquatableArray(),
            defaults,
            ReadReferences(attribute).ToEquatableArray(),
            Named(attribute, "OnlyOn")?.Value is int version ? (AkidaVersion)version : null,
            locations.Of(attribute)
        );

    private IEnumerable<LayerReference> ReadReferences(AttributeData attribute)
    {
        if ((Named(attribute, "From") ?? Positional(attribute, "from")) is not { IsNull: false } from)
        {
            return [];
        }

        return from.Kind == TypedConstantKind.Array
            ? from.Values.Select((value, i) => new LayerReference(value.Value as string ?? "", locations.OfElement(attribute, "From", i)))
            : [new LayerReference(from.Value as string ?? "", locations.OfArgument(attribute, "From"))];
    }

    /// <summary>
    /// Layers one after the other: each copy refers to its own layers, and takes what the copy before puts out where the first takes the
    /// input.
    /// </summary>
    private static IEnumerable<LayerDeclaration> Repeat(LayerDeclaration[] layers, string property, int count)
    {
        HashSet<string> own = [.. layers.SelectMany(layer => layer.References)];
        bool numbered = layers.Any(layer => layer.Name.Contains("{i"));
        for (int i = 0; i < count; i++)
        {
            Substitution substitution = new(
                new Dictionary<string, Argument> { [RepetitionCounter] = new(RepetitionCounter, new LiteralValue(i), layers[0].Location) }
            );
            bool last = i == count - 1;
            foreach (LayerDeclaration layer in layers)
            {
                LayerDeclaration copy = substitution.Apply(numbered ? layer : layer with { Name = $"{layer.Name}_{i}" });
                yield return copy with
                {
                    Member = InCopy(copy.Member, i),
                    Property = last && copy.Property is not null ? property : null,
                    Aliases = copy.Aliases.Select(alias => InCopy(alias, i)).ToEquatableArray(),
                    From = copy.From.Select(reference => reference with { Member = InputOfCopy(reference.Member, i) }).ToEquatableArray(),
                };
            }
        }

        string InCopy(string member, int copy) => copy == count - 1 ? member : $"{member}.{copy}";

        string InputOfCopy(string member, int copy) =>
            own.Contains(member) ? InCopy(member, copy)
            : copy == 0 ? member
            : InCopy(layers[layers.Length - 1].Member, copy - 1);
    }

    private IEnumerable<LayerDeclaration> ReadBlock(
        string property,
        string name,
        AttributeData attribute,
        EquatableArray<Argument> defaults,
        LayerDeclaration? previous
    )
    {
        TextLocation location = locations.Of(attribute);
        Dictionary<string, Argument> parameters = arguments
            .ReadArguments(attribute)
            .ToDictionary(argument => char.ToLowerInvariant(argument.Name[0]) + argument.Name.Substring(1));
        parameters["Name"] = new Argument("Name", new LiteralValue(name), location);
        LayerReference[] input = [.. ReadReferences(attribute)];
        if (input.Length == 0)
        {
            // The first layer of a block takes what the block does.
            input = [new LayerReference(previous?.Member ?? BlockInput, location)];
        }

        List<LayerDeclaration> inner = ReadClass(attribute.AttributeClass!, defaults, "{Name}/", location);
        string block = attribute.AttributeClass!.Name;
        string[] known = [.. parameters.Keys.Where(parameter => parameter != "Name")];
        string? stranger = inner
            .SelectMany(Substitution.NamesIn)
            .FirstOrDefault(used => used != RepetitionCounter && !known.Contains(used));
        return inner.Count == 0
            ? hasStopped
                ? []
                : Mistake($"block {block} has no layers", location)
            : stranger is not null && !hasStopped
                ? Mistake(
                    $"block {block} names '{stranger}', must name its parameters only: "
                        + $"{string.Join(", ", known.DefaultIfEmpty("it has none"))}",
                    location
                )
                : Place(property, inner, new Substitution(parameters), location, input);
    }

    /// <summary>Layers of another class, as layers of this one behind a property.</summary>
    private static IEnumerable<LayerDeclaration> Place(
        string property,
        List<LayerDeclaration> inner,
        Substitution substitution,
        TextLocation location,
        LayerReference[] input
    )
    {
        for (int i = 0; i < inner.Count; i++)
        {
            LayerDeclaration layer = substitution.Apply(inner[i]);
            IEnumerable<LayerReference> from = layer.From.SelectMany(reference =>
                reference.Member == BlockInput ? input : [new LayerReference($"{property}.{reference.Member}", location)]
            );
            yield return layer with
            {
                Member = $"{property}.{layer.Member}",
                Property = i == inner.Count - 1 ? property : null,
                Aliases = layer.References.Skip(1).Select(reference => $"{property}.{reference}").ToEquatableArray(),
                Arguments = layer
                    .Arguments.Select(argument => argument with { Value = WithoutPlace(argument.Value), Location = location })
                    .ToEquatableArray(),
                From = (i == 0 && layer.From.Count == 0 && layer.Kind != "Input" ? input : from).ToEquatableArray(),
                Location = location,
            };
        }
    }

    /// <summary>A value of another class: its characters do not stand where it is used.</summary>
    private static ArgumentValue WithoutPlace(ArgumentValue value) =>
        value switch
        {
            ExpressionValue expression => expression with { TextStart = -1 },
            ListValue list => new ListValue(list.Items.Select(WithoutPlace).ToEquatableArray()),
            _ => value,
        };

    private IEnumerable<LayerDeclaration> ReadBackbone(string property, AttributeData attribute)
    {
        TextLocation location = locations.Of(attribute);
        if (attribute.ConstructorArguments.FirstOrDefault().Value is not INamedTypeSymbol model)
        {
            return Mistake("the backbone is no class", location);
        }

        if (!ClassForm.IsModel(model))
        {
            return Mistake($"'{model.Name}' has no [AkidaModel], a backbone must be a model", location);
        }

        Dictionary<string, Argument> options = OptionReader
            .Read(model, LocationReader.None)
            .ToDictionary(option => option.Member, option => new Argument(option.Member, new LiteralValue(option.Default), location));
        ReadOptions(model, attribute, options);
        Argument[] settings = [.. arguments.ReadArguments(attribute)];
        List<LayerDeclaration> inner = ReadClass(model, [], "", location);
        if (Named(attribute, "UpTo")?.Value is string upTo)
        {
            int last = inner.FindIndex(layer => layer.Property == upTo);
            if (last < 0)
            {
                return Mistake($"'{upTo}' is no layer of {model.Name}", locations.OfArgument(attribute, "UpTo"));
            }

            inner.RemoveRange(last + 1, inner.Count - last - 1);
        }

        Argument[] ofBlocks = Settings("Relu", "Fused"),
            ofLast = Settings("Pooling");
        List<LayerDeclaration> changed =
        [
            .. inner.Select(
                (layer, i) =>
                    layer with
                    {
                        Defaults = EffectiveArguments.Overlay(layer.Defaults, ofBlocks),
                        Arguments = i == inner.Count - 1 ? EffectiveArguments.Overlay(layer.Arguments, ofLast) : layer.Arguments,
                    }
            ),
        ];
        return Place(property, changed, new Substitution(options), location, []);

        Argument[] Settings(params string[] names) => [.. settings.Where(setting => names.Contains(setting.Name))];
    }

    private void ReadOptions(INamedTypeSymbol model, AttributeData attribute, Dictionary<string, Argument> options)
    {
        string text = attribute.ConstructorArguments.ElementAtOrDefault(1).Value as string ?? "";
        TextLocation location = locations.OfArgument(attribute, "arguments");
        foreach (string part in text.Split([','], StringSplitOptions.RemoveEmptyEntries))
        {
            string[] sides = part.Split(['='], 2);
            string name = sides[0].Trim();
            if (sides.Length < 2 || !options.ContainsKey(name))
            {
                Mistake(
                    $"'{part.Trim()}' sets no option of {model.Name}, which has {string.Join(", ", options.Keys.DefaultIfEmpty("none"))}",
                    location
                );
                continue;
            }

            options[name] = new Argument(name, new ExpressionValue(sides[1].Trim(), -1), location);
        }
    }

    private LayerDeclaration[] Mistake(string message, TextLocation location)
    {
        mistakes.Add(new ModelMistake(DeclarationError.BadShape, Finding: null, message, location));
        return [];
    }
}
