using Akida.Dsl.Generators.Emitting;
using Akida.Dsl.Generators.Reading;
using Akida.Graph;
using Akida.Graph.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Akida.Dsl.Generators;

/// <summary>Emits the code of model classes: class → declaration → checked model → files.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class AkidaModelGenerator : IIncrementalGenerator
{
    internal const string ModelAttribute = "Akida.AkidaModelAttribute";
    internal const string BlockAttribute = "Akida.AkidaBlockAttribute";
    internal const string InputAttribute = "Akida.InputAttribute";
    internal const string SimulatorBase = "Akida.Simulator.Specialized.EmittedSimulator";
    internal const string OptionAttribute = "Akida.OptionAttribute";

    /// <summary>The names of the steps, for tests that follow them.</summary>
    public static class Steps
    {
        /// <summary>Attributes → declaration.</summary>
        public const string Declaration = nameof(Declaration);

        /// <summary>Declaration → graphs of the instances known at compile time; nothing for a model with mistakes.</summary>
        public const string CheckedModel = nameof(CheckedModel);

        /// <summary>Whether the assembly references the simulator and allows unsafe code, which emitted kernels need.</summary>
        public const string CanSimulate = nameof(CanSimulate);

        /// <summary>Checked model → the simulator class of each variant.</summary>
        public const string Simulator = nameof(Simulator);

        /// <summary>Simulator → the kernels that it has built in.</summary>
        public const string Kernels = nameof(Kernels);

        /// <summary>The sizes of a kernel → its code.</summary>
        public const string KernelFile = nameof(KernelFile);

        /// <summary>Block class → its handles.</summary>
        public const string Block = nameof(Block);

        /// <summary>The catalogue's contents.</summary>
        public const string Catalogue = nameof(Catalogue);
    }

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<ModelDeclaration> declarations = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                ModelAttribute,
                static (node, _) => node is ClassDeclarationSyntax declaration && declaration.Modifiers.Any(modifier => modifier.ValueText == "partial"),
                static (syntax, _) => IsFirstPart(syntax) ? KnownDeclarations.Read((INamedTypeSymbol)syntax.TargetSymbol, syntax.SemanticModel.Compilation).Declaration : null)
            .Where(static declaration => declaration is not null)
            .Select(static (declaration, _) => declaration!)
            .WithTrackingName(Steps.Declaration);

        IncrementalValuesProvider<CheckedModel> models = declarations
            .Select(static (declaration, cancellation) => CheckedModel.Create(declaration, cancellation))
            .WithTrackingName(Steps.CheckedModel);

        context.RegisterSourceOutput(models, static (output, model) => output.AddSource(model.FileName, ModelEmitter.Emit(model)));

        IncrementalValuesProvider<BlockClass> blocks = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                BlockAttribute,
                static (node, _) => node is ClassDeclarationSyntax declaration && declaration.Modifiers.Any(modifier => modifier.ValueText == "partial"),
                static (syntax, _) => IsFirstPart(syntax) ? BlockClass.Read((INamedTypeSymbol)syntax.TargetSymbol) : null)
            .Where(static block => block is not null)
            .Select(static (block, _) => block!)
            .WithTrackingName(Steps.Block);

        context.RegisterSourceOutput(blocks, static (output, block) => output.AddSource(block.FileName, BlockEmitter.Emit(block)));

        IncrementalValueProvider<bool> canSimulate = context.CompilationProvider
            .Select(static (compilation, _) =>
                compilation.Options is CSharpCompilationOptions { AllowUnsafe: true } && compilation.GetTypeByMetadataName(SimulatorBase) is not null)
            .WithTrackingName(Steps.CanSimulate);

        IncrementalValuesProvider<VariantSimulator> simulators = models
            .Combine(canSimulate)
            .SelectMany(static (pair, _) => pair.Right ? pair.Left.Simulators : [])
            .WithTrackingName(Steps.Simulator);

        context.RegisterSourceOutput(simulators, static (output, simulator) => output.AddSource(simulator.Place.FileName + ".g.cs", SimulatorEmitter.Emit(simulator)));

        // Kernels only implement, so hosts may leave them out; each has a file of its own, so that an edit of a layer emits and parses only what it changes.
        IncrementalValuesProvider<VariantPlan> plans = simulators.Select(VariantPlan.Create).WithTrackingName(Steps.Kernels);
        context.RegisterImplementationSourceOutput(
            plans, static (output, plan) => output.AddSource(plan.Simulator.Place.FileName + ".Kernels.g.cs", SimulatorEmitter.EmitKernels(plan)));
        context.RegisterImplementationSourceOutput(
            plans.SelectMany(static (plan, _) => plan.Files).WithTrackingName(Steps.KernelFile),
            static (output, kernel) => output.AddSource(kernel.FileName, SimulatorEmitter.EmitKernel(kernel)));

        IncrementalValueProvider<CatalogueContents> catalogue = models
            .Select(static (model, _) => new CatalogueItem(
                model.Declaration.Namespace, model.Declaration.ClassName, model.Declaration.ModelName, model.Declaration.IsPublic, model.IsComplete))
            .Collect()
            .Combine(context.CompilationProvider.Select(static (compilation, _) => compilation.AssemblyName ?? "Models"))
            .Select(static (pair, _) => new CatalogueContents(pair.Right, pair.Left.ToEquatableArray()))
            .WithTrackingName(Steps.Catalogue);

        context.RegisterSourceOutput(catalogue, static (output, contents) =>
        {
            if (contents.Items.Any(item => item.IsListed))
            {
                output.AddSource("ModelCatalogue.g.cs", CatalogueEmitter.Emit(contents));
            }
        });
    }

    /// <summary>Whether a part of a class is the first that has the attribute: a file that was just copied declares its class once more, and must not take the code of all models away.</summary>
    private static bool IsFirstPart(GeneratorAttributeSyntaxContext syntax)
    {
        AttributeData first = syntax.TargetSymbol.GetAttributes().First(attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, syntax.Attributes[0].AttributeClass));
        return first.ApplicationSyntaxReference is not { } place || (place.SyntaxTree == syntax.TargetNode.SyntaxTree && syntax.TargetNode.Span.Contains(place.Span));
    }
}
