using System.Reflection;
using Akida.Graph.Declarations;
using Akida.Graph.Rules;
using Microsoft.CodeAnalysis;

namespace Akida.Dsl.Generators.Diagnostics;

/// <summary>All diagnostics: AKD1xxx how the DSL is used; those of the rules (AKD2xxx, AKD3xxx) are made from the rule table.</summary>
internal static class Descriptors
{
    private const string Category = "Akida";

    /// <summary>The messages are said by what finds the mistakes.</summary>
    private const string Message = "{0}";

    /// <summary>Where the pages of the rules are: the repository's address has its home in Directory.Build.props.</summary>
    private static readonly string Documentation =
        typeof(Descriptors)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(metadata => metadata.Key == "RepositoryUrl")
            .Value + "/blob/main/docs/rules/";

    private static readonly IReadOnlyDictionary<DeclarationError, DiagnosticDescriptor> OfDeclarations = new Dictionary<
        DeclarationError,
        DiagnosticDescriptor
    >
    {
        [DeclarationError.NotPartial] = Error(DiagnosticIds.NotPartial, "A model or block must be partial"),
        [DeclarationError.PropertyNotPartial] = Error(DiagnosticIds.PropertyNotPartial, "A layer or option must be a partial property"),
        [DeclarationError.NoInput] = Error(DiagnosticIds.NoInput, "A model must have an input and layers"),
        [DeclarationError.BadExpression] = Error(DiagnosticIds.BadExpression, "An expression must be right"),
        [DeclarationError.UnknownName] = Error(DiagnosticIds.UnknownName, "An expression may name only options of the model"),
        [DeclarationError.UnknownLayer] = Error(DiagnosticIds.UnknownLayer, "From must name a layer above"),
        [DeclarationError.BadSize] = Error(DiagnosticIds.BadSize, "A size must be positive"),
        [DeclarationError.BadShape] = Error(DiagnosticIds.BadShape, "Shapes and settings must fit"),
        [DeclarationError.DuplicateName] = Error(DiagnosticIds.DuplicateName, "Layer names must be unique"),
        [DeclarationError.BadVariant] = Error(DiagnosticIds.BadVariant, "A variant must name options of the model"),
        [DeclarationError.BadClass] = Error(DiagnosticIds.BadClass, "A model or block must be a plain class"),
        [DeclarationError.BadProperty] = Error(DiagnosticIds.BadProperty, "A layer or option must be a plain property"),
        [DeclarationError.BadOption] = Error(DiagnosticIds.BadOption, "An option's values and names must be right"),
    };

    /// <summary>An error if the tools refuse, a warning if a chip does or if the model computes something else.</summary>
    private static readonly IReadOnlyDictionary<Rule, DiagnosticDescriptor> OfRules = RuleTable.All.ToDictionary(
        rule => rule,
        rule => Create(rule.Id, rule.Title, rule.Origin == RuleOrigin.Tool ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning)
    );

    /// <summary>All of them.</summary>
    public static IEnumerable<DiagnosticDescriptor> All { get; } = [.. OfDeclarations.Values, .. OfRules.Values];

    /// <summary>The diagnostic for a mistake in a declaration.</summary>
    public static DiagnosticDescriptor Of(DeclarationError error) => OfDeclarations[error];

    /// <summary>The diagnostic for what breaks a rule.</summary>
    public static DiagnosticDescriptor Of(Rule rule) => OfRules[rule];

    private static DiagnosticDescriptor Error(string id, string title) => Create(id, title, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Create(string id, string title, DiagnosticSeverity severity) =>
        new(id, title, Message, Category, severity, isEnabledByDefault: true, helpLinkUri: Documentation + id + ".md");
}
