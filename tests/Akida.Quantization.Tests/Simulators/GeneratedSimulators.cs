using System.Reflection;
using System.Runtime.Loader;
using Akida.Graph;
using Akida.Graph.Catalogue;
using Akida.Graph.Lowering;
using Akida.Integers;
using Akida.Kernels;
using Akida.Simulator.Execution;
using Akida.Simulator.Kernels;
using Akida.Simulator.Kernels.Emitted;
using Akida.Testing.Compiling;
using Akida.Testing.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Akida.Quantization.Tests.Simulators;

/// <summary>A float net that is to get a simulator.</summary>
/// <param name="Graph">The net.</param>
/// <param name="Version">The Akida version.</param>
/// <param name="Bits">The bits that it is quantised with.</param>
internal sealed record NetToSimulate(ModelGraph Graph, AkidaVersion Version, BitWidths Bits);

/// <summary>
/// Simulators that the generator emitted for nets: written in the DSL, compiled in one assembly, loaded until this is disposed of.
/// </summary>
internal sealed class GeneratedSimulators : IDisposable
{
    private const string Variant = "Emitted";

    private readonly AssemblyLoadContext context = new(nameof(GeneratedSimulators), isCollectible: true);
    private readonly Assembly assembly;

    /// <summary>Compiles nets.</summary>
    /// <exception cref="NotSupportedException">The DSL cannot declare a layer.</exception>
    /// <exception cref="InvalidOperationException">What the generator emits does not compile.</exception>
    public GeneratedSimulators(IEnumerable<NetToSimulate> nets)
    {
        CSharpCompilation sources = CSharpCompilation.Create(
            "Generated.Models",
            nets.Select(
                (net, i) =>
                    ModelCompilation.Parse(ModelSource.Write(net.Graph, ClassName(i), net.Version, net.Bits, Variant), $"{ClassName(i)}.cs")
            ),
            ModelCompilation.References.AddRange(
                MetadataReference.CreateFromFile(typeof(IntegerProgram).Assembly.Location),
                MetadataReference.CreateFromFile(typeof(EmittedKind).Assembly.Location),
                MetadataReference.CreateFromFile(typeof(IntegerSimulator).Assembly.Location)
            ),
            ModelCompilation.Options.WithAllowUnsafe(true).WithOptimizationLevel(OptimizationLevel.Release)
        );
        using MemoryStream image = new(ModelCompilation.Emit(ModelCompilation.Generate(sources)));
        assembly = context.LoadFromStream(image);
    }

    /// <summary>The graph that the class of a net builds.</summary>
    public ModelGraph Build(int net, AkidaVersion version) =>
        ((IAkidaModel)Activator.CreateInstance(assembly.GetType(ClassName(net), throwOnError: true)!)!).Build(version);

    /// <summary>A simulator of a net.</summary>
    public EmittedSimulator Create(int net, IntegerProgram program, KernelSet kernels) =>
        (EmittedSimulator)Activator.CreateInstance(Simulator(net), program, kernels)!;

    /// <summary>The kernels of a net's simulator in one that shows all layers.</summary>
    public IntegerSimulator CreateObserved(int net, IntegerProgram program, KernelSet kernels) =>
        new(program, kernels, observeAll: true, Kernels(net));

    /// <summary>The number of kernels that were emitted for a net.</summary>
    public int KernelCount(int net) => Kernels(net).Sizes.Count;

    /// <summary>Unloads the assembly.</summary>
    public void Dispose() => context.Unload();

    private EmittedKernels Kernels(int net) =>
        (EmittedKernels)Activator.CreateInstance(Simulator(net).GetNestedType("Kernels", BindingFlags.NonPublic)!)!;

    private Type Simulator(int net) => assembly.GetType($"{ClassName(net)}+{Variant}", throwOnError: true)!;

    private static string ClassName(int net) => $"Net{net}";
}
