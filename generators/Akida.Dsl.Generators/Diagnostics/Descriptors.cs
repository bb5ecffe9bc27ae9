using Akida.Graph.Declarations;
using Akida.Graph.Rules;
using Microsoft.CodeAnalysis;

namespace Akida.Dsl.Generators.Diagnostics;

/// <summary>All diagnostics: AKD1xxx how the DSL is used; those of the rules (AKD2xxx, AKD3xxx) are made from the rule table.</summary>
internal static class Descriptors
{
    private const string Category = "Akida";

    public static readonly DiagnosticDescriptor NotPartial = Error(
        "AKD1001", "A model must be partial", "Model '{0}' must be declared 'partial', so that its layers can be generated");

    public static readonly DiagnosticDescriptor PropertyNotPartial = Error(
        "AKD1002", "A layer or option must be a partial property", "Property '{0}' must be declared 'partial', so that it can be generated");

    public static readonly DiagnosticDescriptor NoInput = Error("AKD1003", "A model must have an input", "Model '{0}' has no [Input]");

    public static readonly DiagnosticDescriptor BadExpression = Error("AKD1004", "An expression must be right", "{0}");

    public static readonly DiagnosticDescriptor UnknownName = Error("AKD1005", "An expression may name only options of the model", "{0}");

    public static readonly DiagnosticDescriptor UnknownLayer = Error("AKD1006", "From must name a layer above", "{0}");

    public static readonly DiagnosticDescriptor BadSize = Error("AKD1007", "A size must be positive", "{0}");

    public static readonly DiagnosticDescriptor BadShape = Error("AKD1008", "Shapes and settings must fit", "{0}");

    public static readonly DiagnosticDescriptor DuplicateName = Error("AKD1009", "Layer names must be unique", "{0}");

    public static readonly DiagnosticDescriptor BadVariant = Error("AKD1010", "A variant must name options of the model", "{0}");

    /// <summary>The diagnostic for a mistake in a declaration.</summary>
    public static DiagnosticDescriptor Of(DeclarationError error) => error switch
    {
        DeclarationError.BadExpression => BadExpression,
        DeclarationError.UnknownName => UnknownName,
        DeclarationError.UnknownLayer => UnknownLayer,
        DeclarationError.BadSize => BadSize,
        DeclarationError.DuplicateName => DuplicateName,
        DeclarationError.BadVariant => BadVariant,
        _ => BadShape,
    };

    /// <summary>The diagnostic for each rule, by id: an error if the tools refuse, a warning if a chip does.</summary>
    public static IReadOnlyDictionary<string, DiagnosticDescriptor> Rules { get; } = RuleTable.All.ToDictionary(
        rule => rule.Id,
        rule => Create(rule.Id, rule.Title, "{0}", rule.Origin == RuleOrigin.Tool ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning));

    /// <summary>All of them.</summary>
    public static IEnumerable<DiagnosticDescriptor> All { get; } =
    [
        NotPartial, PropertyNotPartial, NoInput, BadExpression, UnknownName, UnknownLayer, BadSize, BadShape, DuplicateName, BadVariant,
        .. Rules.Values,
    ];

    private static DiagnosticDescriptor Error(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity) =>
        new(id, title, message, Category, severity, isEnabledByDefault: true);
}
