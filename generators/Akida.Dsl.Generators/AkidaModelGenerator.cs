using Akida.Dsl.Generators.Diagnostics;
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
    internal const string SimulatorBase = "Akida.Simulator.Execution.EmittedSimulator";

    /// <summary>The names of the steps, for tests that follow them.</summary>
    public static class Steps
    {
        /// <summary>Class → skeleton, for a class that cannot be read as it should be.</summary>
        public const string Skeleton = nameof(Skeleton);

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
        IncrementalValuesProvider<ReadClass<ModelDeclaration>> classes = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                ModelAttribute,
                static (node, _) => node is TypeDeclarationSyntax,
                static (syntax, _) => IsFirstPart(syntax) ? ReadModel((INamedTypeSymbol)syntax.TargetSymbol, syntax.SemanticModel.Compilation) : ReadClass<ModelDeclaration>.None);

        IncrementalValuesProvider<ModelDeclaration> declarations = classes
            .Where(static read => read.Declared is not null)
            .Select(static (read, _) => read.Declared!)
            .WithTrackingName(Steps.Declaration);

        IncrementalValuesProvider<CheckedModel> models = declarations
            .Select(static (declaration, cancellation) => CheckedModel.Create(declaration, cancellation))
            .WithTrackingName(Steps.CheckedModel);

        context.RegisterSourceOutput(models, static (output, model) => output.AddSource(model.FileName, ModelEmitter.Emit(model)));

        IncrementalValuesProvider<ReadClass<BlockClass>> blocks = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                BlockAttribute,
                static (node, _) => node is TypeDeclarationSyntax,
                static (syntax, _) => IsFirstPart(syntax) ? ReadBlock((INamedTypeSymbol)syntax.TargetSymbol) : ReadClass<BlockClass>.None)
            .WithTrackingName(Steps.Block);

        context.RegisterSourceOutput(blocks.Where(static read => read.Declared is not null), static (output, read) => output.AddSource(read.Declared!.FileName, BlockEmitter.Emit(read.Declared)));

        RegisterUnreadable(context, classes);
        RegisterUnreadable(context, blocks);

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

    /// <summary>What is emitted and said of classes that cannot be read as they should be.</summary>
    private static void RegisterUnreadable<T>(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<ReadClass<T>> classes)
        where T : class
    {
        IncrementalValuesProvider<ClassSkeleton> skeletons = classes.Where(static read => read.Skeleton is not null).Select(static (read, _) => read.Skeleton!).WithTrackingName(Steps.Skeleton);
        context.RegisterSourceOutput(skeletons, static (output, skeleton) => output.AddSource(skeleton.FileName, skeleton.Emit()));

        IncrementalValueProvider<bool> isBuild = context.AnalyzerConfigOptionsProvider.Select(static (options, _) => HiddenMistake.IsBuild(options));
        IncrementalValuesProvider<HiddenMistake> hidden = classes.SelectMany(static (read, _) => read.Hidden).Combine(isBuild).Where(static pair => pair.Right).Select(static (pair, _) => pair.Left);
        context.RegisterSourceOutput(hidden, static (output, mistake) => output.ReportDiagnostic(mistake.ToDiagnostic()));
    }

    private static ReadClass<ModelDeclaration> ReadModel(INamedTypeSymbol type, Compilation compilation)
    {
        KnownDeclaration known = KnownDeclarations.Read(type, compilation);
        return known.IsWrong || ClassForm.NamesakeOf(type) is not null
            ? ReadClass<ModelDeclaration>.Wrong(type, known.Placed.Mistakes, canBuild: true)
            : ReadClass<ModelDeclaration>.Right(known.Declaration);
    }

    private static ReadClass<BlockClass> ReadBlock(INamedTypeSymbol type)
    {
        if (ClassForm.IsModel(type))
        {
            return ReadClass<BlockClass>.None;
        }

        ModelMistake[] mistakes = [.. new ClassForm(type, LocationReader.FromSyntax).CheckBlock()];
        return mistakes.Length > 0 || ClassForm.IsReportedByCompiler(type) ? ReadClass<BlockClass>.Wrong(type, mistakes, canBuild: false) : ReadClass<BlockClass>.Right(BlockClass.Read(type));
    }

    /// <summary>Whether a part of a class is the first that has the attribute: a file that was just copied declares its class once more, and must not take the code of all models away.</summary>
    private static bool IsFirstPart(GeneratorAttributeSyntaxContext syntax)
    {
        AttributeData first = syntax.TargetSymbol.GetAttributes().First(attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, syntax.Attributes[0].AttributeClass));
        return first.ApplicationSyntaxReference is not { } place || (place.SyntaxTree == syntax.TargetNode.SyntaxTree && syntax.TargetNode.Span.Contains(place.Span));
    }
}
