using System.Reflection;
using Akida.Graph.Declarations;
using Akida.Graph.Rules;
using Microsoft.CodeAnalysis;

namespace Akida.Dsl.Generators.Diagnostics;

/// <summary>All diagnostics: AKD1xxx how the DSL is used; those of the rules (AKD2xxx, AKD3xxx) are made from the rule table.</summary>
internal static class Descriptors
{
    private const string Category = "Akida";

    /// <summary>Where the pages of the rules are: the repository's address has its home in Directory.Build.props.</summary>
    private static readonly string Documentation = typeof(Descriptors).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(metadata => metadata.Key == "RepositoryUrl").Value + "/blob/main/docs/rules/";

    public static readonly DiagnosticDescriptor NotPartial = Error(DiagnosticIds.NotPartial, "A model or block must be partial", "{0}");

    public static readonly DiagnosticDescriptor PropertyNotPartial = Error(DiagnosticIds.PropertyNotPartial, "A layer or option must be a partial property", "{0}");

    public static readonly DiagnosticDescriptor NoInput = Error(DiagnosticIds.NoInput, "A model must have an input and layers", "{0}");

    public static readonly DiagnosticDescriptor BadExpression = Error(DiagnosticIds.BadExpression, "An expression must be right", "{0}");

    public static readonly DiagnosticDescriptor UnknownName = Error(DiagnosticIds.UnknownName, "An expression may name only options of the model", "{0}");

    public static readonly DiagnosticDescriptor UnknownLayer = Error(DiagnosticIds.UnknownLayer, "From must name a layer above", "{0}");

    public static readonly DiagnosticDescriptor BadSize = Error(DiagnosticIds.BadSize, "A size must be positive", "{0}");

    public static readonly DiagnosticDescriptor BadShape = Error(DiagnosticIds.BadShape, "Shapes and settings must fit", "{0}");

    public static readonly DiagnosticDescriptor DuplicateName = Error(DiagnosticIds.DuplicateName, "Layer names must be unique", "{0}");

    public static readonly DiagnosticDescriptor BadVariant = Error(DiagnosticIds.BadVariant, "A variant must name options of the model", "{0}");

    public static readonly DiagnosticDescriptor BadClass = Error(DiagnosticIds.BadClass, "A model or block must be a plain class", "{0}");

    public static readonly DiagnosticDescriptor BadProperty = Error(DiagnosticIds.BadProperty, "A layer or option must be a plain property", "{0}");

    public static readonly DiagnosticDescriptor BadOption = Error(DiagnosticIds.BadOption, "An option's values and names must be right", "{0}");

    /// <summary>The diagnostic for a mistake in a declaration.</summary>
    public static DiagnosticDescriptor Of(DeclarationError error) => error switch
    {
        DeclarationError.BadExpression => BadExpression,
        DeclarationError.UnknownName => UnknownName,
        DeclarationError.UnknownLayer => UnknownLayer,
        DeclarationError.BadSize => BadSize,
        DeclarationError.DuplicateName => DuplicateName,
        DeclarationError.BadVariant => BadVariant,
        DeclarationError.NotPartial => NotPartial,
        DeclarationError.PropertyNotPartial => PropertyNotPartial,
        DeclarationError.NoInput => NoInput,
        DeclarationError.BadClass => BadClass,
        DeclarationError.BadProperty => BadProperty,
        DeclarationError.BadOption => BadOption,
        _ => BadShape,
    };

    /// <summary>The diagnostic for each rule, by id: an error if the tools refuse, a warning if a chip does or if the model computes something else.</summary>
    public static IReadOnlyDictionary<string, DiagnosticDescriptor> Rules { get; } = RuleTable.All.ToDictionary(
        rule => rule.Id,
        rule => Create(rule.Id, rule.Title, "{0}", rule.Origin == RuleOrigin.Tool ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning));

    /// <summary>All of them.</summary>
    public static IEnumerable<DiagnosticDescriptor> All { get; } =
    [
        NotPartial, PropertyNotPartial, NoInput, BadExpression, UnknownName, UnknownLayer, BadSize, BadShape, DuplicateName, BadVariant, BadClass, BadProperty, BadOption,
        .. Rules.Values,
    ];

    private static DiagnosticDescriptor Error(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity) =>
        new(id, title, message, Category, severity, isEnabledByDefault: true, helpLinkUri: Documentation + id + ".md");
}
