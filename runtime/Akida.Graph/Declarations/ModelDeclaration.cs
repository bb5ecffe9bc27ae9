using Akida.Graph.Expressions;

namespace Akida.Graph.Declarations;

/// <summary>A place in a source file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Start">The first character.</param>
/// <param name="Length">The number of characters.</param>
public readonly record struct TextLocation(string Path, int Start, int Length)
{
    /// <summary>From here to the end of a later place of the same file.</summary>
    public TextLocation To(TextLocation last) => this with { Length = Math.Max(last.Start + last.Length - Start, Length) };
}

/// <summary>A model as its class declares it, nothing evaluated yet.</summary>
/// <param name="ModelName">The name for the command line.</param>
/// <param name="KerasName">The name inside the file: a <see cref="NameTemplate"/> over the options.</param>
/// <param name="Namespace">The namespace of the class; empty for the global one.</param>
/// <param name="ClassName">The name of the class.</param>
/// <param name="IsPublic">Whether the class is public.</param>
/// <param name="Summary">The summary of its documentation.</param>
/// <param name="Traits">What tools are to know about it.</param>
/// <param name="Versions">The Akida versions that it claims.</param>
/// <param name="Options">Its parameters.</param>
/// <param name="Layers">Its layers, the input first.</param>
/// <param name="Variants">The instances to check and emit simulators for.</param>
/// <param name="Mistakes">What is wrong with the form of its class, and with its blocks and backbones as they are put together; then the
/// rest is not what was meant.</param>
/// <param name="Location">Where the class's name stands.</param>
public sealed record ModelDeclaration(
    string ModelName,
    string KerasName,
    string Namespace,
    string ClassName,
    bool IsPublic,
    string Summary,
    ModelTraits Traits,
    EquatableArray<AkidaVersion> Versions,
    EquatableArray<OptionDeclaration> Options,
    EquatableArray<LayerDeclaration> Layers,
    EquatableArray<VariantDeclaration> Variants,
    EquatableArray<ModelMistake> Mistakes,
    TextLocation Location
)
{
    /// <summary>The device that it names, or null.</summary>
    public AkidaDevice? Device { get; init; }
}

/// <summary>What tools are to know about a model beside its options.</summary>
/// <param name="Aliases">Other names that the command line takes.</param>
/// <param name="SavedByKerasName">Whether its files are called by its name inside the file.</param>
/// <param name="HasBackbone">Whether it is built on another model.</param>
public sealed record ModelTraits(EquatableArray<string> Aliases, bool SavedByKerasName, bool HasBackbone);

/// <summary>A parameter of a model.</summary>
/// <param name="Member">The property.</param>
/// <param name="ShortName">For example <c>-a</c>.</param>
/// <param name="LongName">For example <c>--alpha</c>.</param>
/// <param name="Default">Its value if not given.</param>
/// <param name="Choices">The values allowed; none for all.</param>
/// <param name="Help">What it means.</param>
/// <param name="Location">Where it is declared.</param>
public sealed record OptionDeclaration(
    string Member,
    string ShortName,
    string LongName,
    Scalar Default,
    EquatableArray<Scalar> Choices,
    string Help,
    TextLocation Location
);

/// <summary>A layer of a model.</summary>
/// <param name="Member">How references name it: the property that declares it, <c>Property.Inner</c> inside a block or backbone, or the
/// name of a layer that stands on the class.</param>
/// <param name="Property">The property whose handle it is; null if there is none.</param>
/// <param name="Aliases">Other references that name it: those of the blocks and backbones that it ends.</param>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Kind">One of <see cref="LayerKinds"/>.</param>
/// <param name="Arguments">What its attribute says, positional arguments by their parameter's name.</param>
/// <param name="Defaults">What the blocks have in common where it is declared.</param>
/// <param name="From">The members whose outputs it takes; none for the layer before.</param>
/// <param name="OnlyOn">The Akida version that alone has it, its input passing through on the other; null for both.</param>
/// <param name="Location">Where its attribute stands.</param>
public sealed record LayerDeclaration(
    string Member,
    string? Property,
    EquatableArray<string> Aliases,
    string Name,
    string Kind,
    EquatableArray<Argument> Arguments,
    EquatableArray<Argument> Defaults,
    EquatableArray<LayerReference> From,
    AkidaVersion? OnlyOn,
    TextLocation Location
)
{
    /// <summary>All references that name it, <see cref="Member"/> first.</summary>
    public IReadOnlyList<string> References =>
        (Property ?? Member) == Member && Aliases.Count == 0
            ? [Member]
            : [.. new[] { Member, Property ?? Member }.Concat(Aliases).Distinct()];

    /// <summary>Whether an Akida version has the layer.</summary>
    public bool IsFor(AkidaVersion version) => OnlyOn is null || OnlyOn == version;
}

/// <summary>A reference to another layer.</summary>
/// <param name="Member">The member that declares it.</param>
/// <param name="Location">Where the reference stands.</param>
public sealed record LayerReference(string Member, TextLocation Location);

/// <summary>An instance that is checked at compile time and gets a simulator.</summary>
/// <param name="Options">The option values that differ from the defaults.</param>
/// <param name="Version">The Akida version.</param>
/// <param name="Bits">The bit widths.</param>
/// <param name="Name">The simulator's name, if given.</param>
/// <param name="Arguments">What its attribute says, for the places.</param>
/// <param name="Location">Where the attribute stands.</param>
public sealed record VariantDeclaration(
    EquatableArray<OptionValue> Options,
    AkidaVersion Version,
    BitWidths Bits,
    string? Name,
    EquatableArray<Argument> Arguments,
    TextLocation Location
);

/// <summary>A value for an option.</summary>
/// <param name="Member">The option's property.</param>
/// <param name="Value">The value; null if none is given.</param>
public sealed record OptionValue(string Member, Scalar? Value);

/// <summary>An argument of an attribute.</summary>
/// <param name="Name">The name of the attribute's property (positional arguments have one too).</param>
/// <param name="Value">What is given.</param>
/// <param name="Location">Where it stands.</param>
public sealed record Argument(string Name, ArgumentValue Value, TextLocation Location);

/// <summary>What an argument gives.</summary>
public abstract record ArgumentValue;

/// <summary>A constant: a number, a truth value, a text or nothing.</summary>
public sealed record LiteralValue(Scalar? Value) : ArgumentValue;

/// <summary>A member of an enum.</summary>
public sealed record EnumValue(string EnumType, string Member) : ArgumentValue;

/// <summary>An expression over the model's options.</summary>
/// <param name="Text">The expression.</param>
/// <param name="TextStart">Where its first character stands in the file, or -1 where the text is not written out there.</param>
public sealed record ExpressionValue(string Text, int TextStart) : ArgumentValue;

/// <summary>Several values: a pair or a shape.</summary>
public sealed record ListValue(EquatableArray<ArgumentValue> Items) : ArgumentValue;
