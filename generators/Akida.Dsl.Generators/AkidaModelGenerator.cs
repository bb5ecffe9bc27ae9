using Akida.Dsl.Generators.Caching;
using Akida.Dsl.Generators.Diagnostics;
using Akida.Dsl.Generators.Emitting;
using Akida.Dsl.Generators.Reading;
using Akida.Dsl.Generators.Stages;
using Akida.Graph;
using Akida.Graph.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Akida.Dsl.Generators;

/// <summary>Emits the code of model classes: class → declaration → checked model → files.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class AkidaModelGenerator : IIncrementalGenerator
{
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
        // ForAttributeWithMetadataName would bind the attributes of all classes after every key, before it asks whether they are known.
        IncrementalValuesProvider<ClassReading> classes = context
            .SyntaxProvider.CreateSyntaxProvider(
                static (node, _) => node is TypeDeclarationSyntax { AttributeLists.Count: > 0 },
                static (syntax, _) => KnownClasses.Read((TypeDeclarationSyntax)syntax.Node, syntax.SemanticModel)
            )
            .Where(static reading => !ReferenceEquals(reading, ClassReading.Nothing));
        IncrementalValuesProvider<ReadClass<ModelDeclaration>> modelClasses = classes.Select(static (reading, _) => reading.Model);
        IncrementalValuesProvider<ReadClass<BlockClass>> blockClasses = classes.Select(static (reading, _) => reading.Block);

        IncrementalValuesProvider<ModelDeclaration> declarations = modelClasses
            .Where(static read => read.Declared is not null)
            .Select(static (read, _) => read.Declared!)
            .WithTrackingName(Steps.Declaration);

        IncrementalValuesProvider<CheckedModel> models = declarations
            .Select(static (declaration, cancellation) => CheckedModel.Create(declaration, cancellation))
            .WithTrackingName(Steps.CheckedModel);

        context.RegisterSourceOutput(models, static (output, model) => output.AddSource(model.FileName, ModelEmitter.Emit(model)));

        IncrementalValuesProvider<BlockClass> blocks = blockClasses
            .Where(static read => read.Declared is not null)
            .Select(static (read, _) => read.Declared!)
            .WithTrackingName(Steps.Block);

        context.RegisterSourceOutput(blocks, static (output, block) => output.AddSource(block.FileName, BlockEmitter.Emit(block)));

        RegisterUnreadable(context, modelClasses);
        RegisterUnreadable(context, blockClasses);

        IncrementalValueProvider<bool> canSimulate = context
            .CompilationProvider.Select(static (compilation, _) => ProjectReader.CanSimulate(compilation))
            .WithTrackingName(Steps.CanSimulate);

        IncrementalValuesProvider<VariantSimulator> simulators = models
            .Combine(canSimulate)
            .SelectMany(static (pair, _) => pair.Right ? pair.Left.Simulators : [])
            .WithTrackingName(Steps.Simulator);

        context.RegisterSourceOutput(
            simulators,
            static (output, simulator) => output.AddSource(simulator.Place.FileName + ".g.cs", SimulatorEmitter.Emit(simulator))
        );

        // Kernels only implement, so hosts may leave them out; each has a file of its own, so that an edit of a layer emits and parses only
        // what it changes.
        IncrementalValuesProvider<VariantPlan> plans = simulators
            .Select(static (simulator, cancellation) => VariantPlan.Create(simulator, KnownLowerings.Quantize, cancellation))
            .WithTrackingName(Steps.Kernels);
        context.RegisterImplementationSourceOutput(
            plans,
            static (output, plan) => output.AddSource(plan.Simulator.Place.FileName + ".Kernels.g.cs", SimulatorEmitter.EmitKernels(plan))
        );
        context.RegisterImplementationSourceOutput(
            plans.SelectMany(static (plan, _) => plan.Files).WithTrackingName(Steps.KernelFile),
            static (output, kernel) => output.AddSource(kernel.FileName, SimulatorEmitter.EmitKernel(kernel))
        );

        IncrementalValueProvider<CatalogueContents> catalogue = models
            .Select(
                static (model, _) =>
                    new CatalogueItem(
                        model.Declaration.Namespace,
                        model.Declaration.ClassName,
                        model.Declaration.ModelName,
                        model.Declaration.IsPublic,
                        model.IsComplete
                    )
            )
            .Collect()
            .Combine(context.CompilationProvider.Select(static (compilation, _) => ProjectReader.Namespace(compilation)))
            .Select(static (pair, _) => new CatalogueContents(pair.Right, pair.Left.ToEquatableArray()))
            .WithTrackingName(Steps.Catalogue);

        context.RegisterSourceOutput(
            catalogue,
            static (output, contents) =>
            {
                if (contents.Items.Any(item => item.IsListed))
                {
                    output.AddSource("ModelCatalogue.g.cs", CatalogueEmitter.Emit(contents));
                }
            }
        );
    }

    /// <summary>What is emitted and said of classes that cannot be read as they should be.</summary>
    private static void RegisterUnreadable<T>(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<ReadClass<T>> classes
    )
        where T : class
    {
        IncrementalValuesProvider<ClassSkeleton> skeletons = classes
            .Where(static read => read.Skeleton is not null)
            .Select(static (read, _) => read.Skeleton!)
            .WithTrackingName(Steps.Skeleton);
        context.RegisterSourceOutput(
            skeletons,
            static (output, skeleton) => output.AddSource(skeleton.FileName, SkeletonEmitter.Emit(skeleton))
        );

        IncrementalValueProvider<bool> isBuild = context.AnalyzerConfigOptionsProvider.Select(
            static (options, _) => ProjectReader.IsBuild(options)
        );
        IncrementalValuesProvider<HiddenMistake> hidden = classes
            .SelectMany(static (read, _) => read.Hidden)
            .Combine(isBuild)
            .Where(static pair => pair.Right)
            .Select(static (pair, _) => pair.Left);
        context.RegisterSourceOutput(hidden, static (output, mistake) => output.ReportDiagnostic(mistake.ToDiagnostic()));
    }
}
