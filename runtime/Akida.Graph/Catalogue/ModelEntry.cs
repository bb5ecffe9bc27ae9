using Akida.Graph.Expressions;

namespace Akida.Graph.Catalogue;

/// <summary>A model of the DSL: what the generator makes of a class with <see cref="AkidaModelAttribute"/>.</summary>
public interface IAkidaModel
{
    /// <summary>The graph of this instance for an Akida version.</summary>
    /// <exception cref="GraphException">The options do not give a model that can be.</exception>
    ModelGraph Build(AkidaVersion version);
}

/// <summary>An option of a model.</summary>
/// <param name="Member">The property.</param>
/// <param name="ShortName">For example <c>-a</c>.</param>
/// <param name="LongName">For example <c>--alpha</c>.</param>
/// <param name="Default">The value if not given; its kind is the option's type.</param>
/// <param name="Choices">The values allowed; none for all.</param>
/// <param name="Help">What it means.</param>
public sealed record ModelOption(string Member, string ShortName, string LongName, Scalar Default, EquatableArray<Scalar> Choices, string Help);

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
    Func<IReadOnlyDictionary<string, Scalar>, IAkidaModel> Create);
