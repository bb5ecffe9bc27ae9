using System.Collections.Immutable;
using Akida.Dsl.Generators.Caching;
using Akida.Dsl.Generators.Diagnostics;
using Akida.Dsl.Generators.Reading;
using Akida.Graph.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Akida.Dsl.Generators;

/// <summary>
/// Checks model classes while they are typed. An analyzer, not the generator, because only its diagnostics can have code fixes.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AkidaModelAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. Descriptors.All];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(Check, SymbolKind.NamedType);
    }

    private static void Check(SymbolAnalysisContext context)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        ClassReading reading = KnownClasses.Read(type, context.Compilation);
        ClassPlaces places = new(type);
        foreach (ModelMistake mistake in reading.Mistakes)
        {
            context.ReportDiagnostic(MistakeDiagnostic.Create(mistake, places.Of));
        }

        if (reading.Placed is not { } model)
        {
            return;
        }

        foreach (ModelMistake mistake in ModelChecker.Check(model, KnownLowerings.Quantize, context.CancellationToken))
        {
            Diagnostic diagnostic = MistakeDiagnostic.Create(model, mistake, places.Of);
            if (mistake.IsClaimed || !IsMadeWorse(context, diagnostic))
            {
                context.ReportDiagnostic(diagnostic);
            }
        }
    }

    /// <summary>
    /// Whether an <c>.editorconfig</c> would make more than a suggestion of a diagnostic: it cannot tell the versions that a model claims
    /// from the others.
    /// </summary>
    private static bool IsMadeWorse(SymbolAnalysisContext context, Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree is { } tree
        && context.Compilation.Options.SyntaxTreeOptionsProvider is { } options
        && (
            options.TryGetDiagnosticValue(tree, diagnostic.Id, context.CancellationToken, out ReportDiagnostic severity)
            || options.TryGetGlobalDiagnosticValue(diagnostic.Id, context.CancellationToken, out severity)
        )
        && severity is ReportDiagnostic.Warn or ReportDiagnostic.Error;
}
