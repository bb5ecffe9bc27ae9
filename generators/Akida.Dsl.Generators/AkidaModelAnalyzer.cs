using System.Collections.Immutable;
using Akida.Dsl.Generators.Diagnostics;
using Akida.Dsl.Generators.Reading;
using Akida.Graph.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Akida.Dsl.Generators;

/// <summary>Checks model classes while they are typed. An analyzer, not the generator, because only its diagnostics can have code fixes.</summary>
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
        context.RegisterCompilationStartAction(start =>
        {
            INamedTypeSymbol? attribute = start.Compilation.GetTypeByMetadataName(AkidaModelGenerator.ModelAttribute);
            if (attribute is not null)
            {
                start.RegisterSymbolAction(symbol => Check(symbol, attribute), SymbolKind.NamedType);
            }
        });
    }

    private static void Check(SymbolAnalysisContext context, INamedTypeSymbol modelAttribute)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        if (!type.GetAttributes().Any(attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, modelAttribute)))
        {
            return;
        }

        if (CheckForm(context, type))
        {
            ModelDeclaration model = KnownDeclarations.Read(type, context.Compilation).Placed;
            foreach (ModelMistake mistake in ModelChecker.Check(model, context.CancellationToken))
            {
                Diagnostic diagnostic = MistakeDiagnostic.Create(type, model, mistake);
                if (mistake.IsClaimed || !IsMadeWorse(context, diagnostic))
                {
                    context.ReportDiagnostic(diagnostic);
                }
            }
        }
    }

    /// <summary>Whether an <c>.editorconfig</c> would make more than a suggestion of a diagnostic: it cannot tell the versions that a model claims from the others.</summary>
    private static bool IsMadeWorse(SymbolAnalysisContext context, Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree is { } tree
        && context.Compilation.Options.SyntaxTreeOptionsProvider is { } options
        && (options.TryGetDiagnosticValue(tree, diagnostic.Id, context.CancellationToken, out ReportDiagnostic severity)
            || options.TryGetGlobalDiagnosticValue(diagnostic.Id, context.CancellationToken, out severity))
        && severity is ReportDiagnostic.Warn or ReportDiagnostic.Error;

    /// <summary>Whether the class has the form that the generator needs; reports what it lacks.</summary>
    private static bool CheckForm(SymbolAnalysisContext context, INamedTypeSymbol type)
    {
        bool right = true;
        if (type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax()).OfType<TypeDeclarationSyntax>()
            .FirstOrDefault(syntax => !syntax.Modifiers.Any(modifier => modifier.ValueText == "partial")) is { } declaration)
        {
            Report(Descriptors.NotPartial, declaration.Identifier.GetLocation(), type.Name);
        }

        foreach (IPropertySymbol property in type.GetMembers().OfType<IPropertySymbol>())
        {
            if (property is { IsPartialDefinition: false, PartialDefinitionPart: null } && property.GetAttributes().Any(DeclaresMember))
            {
                Report(Descriptors.PropertyNotPartial, property.Locations[0], property.Name);
            }
        }

        if (!type.GetAttributes().Any(attribute => attribute.AttributeClass?.ToDisplayString() == AkidaModelGenerator.InputAttribute)
            && !LayerReader.Properties(type).SelectMany(property => property.GetAttributes()).Any(LayerReader.BringsInput))
        {
            Report(Descriptors.NoInput, type.Locations[0], type.Name);
        }

        return right;

        void Report(DiagnosticDescriptor descriptor, Location location, string name)
        {
            context.ReportDiagnostic(Diagnostic.Create(descriptor, location, name));
            right = false;
        }

        static bool DeclaresMember(AttributeData attribute) =>
            LayerReader.DeclaresLayer(attribute) || attribute.AttributeClass?.ToDisplayString() == AkidaModelGenerator.OptionAttribute;
    }
}
