using Akida.Graph.Expressions;

namespace Akida.Graph.Catalogue;

/// <summary>An option of a model.</summary>
/// <param name="Member">The property.</param>
/// <param name="ShortName">For example <c>-a</c>.</param>
/// <param name="LongName">For example <c>--alpha</c>; empty for a parameter in code only.</param>
/// <param name="Default">The value if not given; its kind is the option's type.</param>
/// <param name="Choices">The values allowed; none for all.</param>
/// <param name="Help">What it means.</param>
public sealed record ModelOption(
    string Member,
    string ShortName,
    string LongName,
    Scalar Default,
    EquatableArray<Scalar> Choices,
    string Help
);

/// <summary>A model as tools see it: its name, its options, and how to make an instance.</summary>
/// <param name="Name">The name of the model.</param>
/// <param name="Summary">What it is.</param>
/// <param name="Versions">The Akida versions that it claims.</param>
/// <param name="Options">Its options.</param>
/// <param name="Create">Makes an instance from option values by property name; the default for those not given.</param>
public sealed record ModelEntry(
    string Name,
    string Summary,
    EquatableArray<AkidaVersion> Versions,
    EquatableArray<ModelOption> Options,
    Func<IReadOnlyDictionary<string, Scalar>, IAkidaModel> Create
)
{
    /// <summary>Other names that the command line takes.</summary>
    public EquatableArray<string> Aliases { get; init; } = [];

    /// <summary>Whether its files are called by its name inside the file, which tells the options.</summary>
    public bool SavedByKerasName { get; init; }

    /// <summary>Whether it is built on another model, whose weights it can take.</summary>
    public bool HasBackbone { get; init; }
}
