using System.Globalization;
using Akida.Graph.Expressions;

namespace Akida.Graph.Declarations;

/// <summary>A model with a value for each option, for one Akida version.</summary>
/// <param name="Options">The values by property name.</param>
/// <param name="Version">The version.</param>
/// <param name="Description">What is not default about it, for messages; empty for the default instance.</param>
public sealed record ModelInstance(IReadOnlyDictionary<string, Scalar> Options, AkidaVersion Version, string Description)
{
    /// <summary>The variant whose instance it is, or null.</summary>
    public VariantDeclaration? Variant { get; init; }

    /// <summary>The default instance for a version.</summary>
    public static ModelInstance Default(ModelDeclaration model, AkidaVersion version) => new(Defaults(model), version, "");

    /// <summary>The instance of a variant.</summary>
    /// <exception cref="DeclarationException">It names what is no option.</exception>
    public static ModelInstance Of(ModelDeclaration model, VariantDeclaration variant)
    {
        Dictionary<string, Scalar> values = Defaults(model);
        foreach (OptionValue option in variant.Options)
        {
            OptionDeclaration declared =
                model.Options.FirstOrDefault(candidate => candidate.Member == option.Member)
                ?? throw Wrong($"'{option.Member}' is no option of the model, which has {KnownNames.List(option.Member, values.Keys)}");
            Scalar given =
                option.Value ?? throw Wrong($"'{option.Member}' is given no value; write '{option.Member} = {declared.Default}'");
            Scalar value = declared.Default.Kind == ScalarKind.Real && given.IsNumber ? given.Number : given;
            values[option.Member] =
                value.Kind != declared.Default.Kind ? throw Wrong($"{option.Member} is {given}, must be {InWords(declared.Default.Kind)}")
                : declared.Choices.Count > 0 && !declared.Choices.Contains(value)
                    ? throw Wrong($"{option.Member} is {given}, must be one of its choices: {string.Join(", ", declared.Choices)}")
                : value;
        }

        return new ModelInstance(values, variant.Version, Describe(variant.Options)) { Variant = variant };

        DeclarationException Wrong(string message) => new(DeclarationError.BadVariant, message, variant.Location);
    }

    /// <summary>
    /// Every instance that is checked at compile time: the default one, every variant, and every choice of every option, for each version
    /// claimed.
    /// </summary>
    public static IEnumerable<ModelInstance> All(ModelDeclaration model)
    {
        foreach (AkidaVersion version in model.Versions)
        {
            yield return Default(model, version);
            foreach (OptionDeclaration option in model.Options)
            {
                foreach (Scalar choice in option.Choices.Where(choice => choice != option.Default))
                {
                    Dictionary<string, Scalar> values = Defaults(model);
                    values[option.Member] = choice;
                    yield return new ModelInstance(values, version, Describe([new OptionValue(option.Member, choice)]));
                }
            }
        }

        foreach (VariantDeclaration variant in model.Variants)
        {
            yield return Of(model, variant);
        }
    }

    private static string InWords(ScalarKind kind) =>
        kind switch
        {
            ScalarKind.Integer => "an integer",
            ScalarKind.Real => "a number",
            ScalarKind.Boolean => "true or false",
            _ => "a text",
        };

    private static Dictionary<string, Scalar> Defaults(ModelDeclaration model) =>
        model.Options.ToDictionary(option => option.Member, option => option.Default);

    private static string Describe(EquatableArray<OptionValue> options) =>
        string.Join(", ", options.Select(option => string.Format(CultureInfo.InvariantCulture, "{0} = {1}", option.Member, option.Value)));
}
