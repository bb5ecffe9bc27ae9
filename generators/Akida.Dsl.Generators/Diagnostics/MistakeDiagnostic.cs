using System.Collections.Immutable;
using Akida.Graph.Declarations;
using Akida.Graph.Rules;
using Microsoft.CodeAnalysis;

namespace Akida.Dsl.Generators.Diagnostics;

/// <summary>Makes a diagnostic of a mistake: its severity, its places and what its code fix needs.</summary>
internal static class MistakeDiagnostic
{
    /// <summary>The diagnostic of a mistake in the declaration of a class.</summary>
    /// <param name="model">The declaration.</param>
    /// <param name="mistake">The mistake.</param>
    /// <param name="locate">Where places of the class are.</param>
    public static Diagnostic Create(ModelDeclaration model, ModelMistake mistake, Func<TextLocation, Location> locate) =>
        Diagnostic.Create(
            mistake.Finding is { } finding ? Descriptors.Of(finding.Rule) : Descriptors.Of(mistake.Error),
            locate(mistake.Location),
            SeverityOf(model, mistake),
            mistake.Related is { } related ? [locate(related)] : [],
            PropertiesOf(mistake),
            mistake.Message
        );

    /// <summary>The diagnostic of a mistake in the form of a class.</summary>
    public static Diagnostic Create(ModelMistake mistake, Func<TextLocation, Location> locate) =>
        Diagnostic.Create(Descriptors.Of(mistake.Error), locate(mistake.Location), mistake.Message);

    /// <summary>
    /// An error for what the model claims, a suggestion for versions that it does not; a warning for the limits of a chip that it does not
    /// name.
    /// </summary>
    private static DiagnosticSeverity SeverityOf(ModelDeclaration model, ModelMistake mistake) =>
        mistake switch
        {
            { IsClaimed: false } => DiagnosticSeverity.Info,
            { Finding.Rule.Origin: RuleOrigin.Model } => DiagnosticSeverity.Warning,
            { Finding.Rule.Origin: RuleOrigin.Device } when mistake.Version != model.Device?.Version() => DiagnosticSeverity.Warning,
            _ => DiagnosticSeverity.Error,
        };

    private static ImmutableDictionary<string, string?> PropertiesOf(ModelMistake mistake)
    {
        ImmutableDictionary<string, string?>.Builder properties = ImmutableDictionary.CreateBuilder<string, string?>();
        Add(DiagnosticProperties.Rule, mistake.Finding?.Rule.Name);
        Add(
            DiagnosticProperties.Consequences,
            mistake.Finding is { Consequences.Count: > 0 } cause ? string.Join(",", cause.Consequences.Select(rule => rule.Name)) : null
        );
        Add(DiagnosticProperties.Argument, mistake.Fix?.Argument);
        Add(DiagnosticProperties.Value, mistake.Fix?.Value);
        Add(DiagnosticProperties.OnlyVersion, mistake.Fix?.OnlyVersion?.ToString());
        return properties.ToImmutable();

        void Add(string key, string? value)
        {
            if (value is not null)
            {
                properties[key] = value;
            }
        }
    }
}
