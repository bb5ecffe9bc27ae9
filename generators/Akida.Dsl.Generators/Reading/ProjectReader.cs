using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Akida.Dsl.Generators.Reading;

/// <summary>Reads what matters of the project around the classes.</summary>
internal static class ProjectReader
{
    private const string SimulatorAssembly = "Akida.Simulator";

    private const string SimulatorBase = "Akida.Simulator.Execution.EmittedSimulator";

    /// <summary>
    /// The property of a project that editors set and builds do not; <c>build/Akida.Dsl.props</c> has it shown to the generator.
    /// </summary>
    private const string DesignTimeBuild = "build_property.DesignTimeBuild";

    /// <summary>Whether the assembly references the simulator and allows unsafe code, which emitted kernels need.</summary>
    /// <remarks>Only the assembly of the simulator is asked: asked for a type, a compilation makes the symbols of all sources.</remarks>
    public static bool CanSimulate(Compilation compilation) =>
        compilation.Options is CSharpCompilationOptions { AllowUnsafe: true }
        && compilation
            .References.Select(compilation.GetAssemblyOrModuleSymbol)
            .OfType<IAssemblySymbol>()
            .Any(assembly => assembly.Name == SimulatorAssembly && assembly.GetTypeByMetadataName(SimulatorBase) is not null);

    /// <summary>Whether the compilation is a build, as far as its project says so.</summary>
    public static bool IsBuild(AnalyzerConfigOptionsProvider options) =>
        options.GlobalOptions.TryGetValue(DesignTimeBuild, out string? value)
        && !string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The name of the assembly as a namespace.</summary>
    public static string Namespace(Compilation compilation) =>
        string.Join(
            ".",
            (compilation.AssemblyName ?? "Models")
                .Split('.')
                .Select(part =>
                {
                    string name = new([.. part.Select(c => char.IsLetterOrDigit(c) ? c : '_')]);
                    return name.Length == 0 || char.IsDigit(name[0]) ? "_" + name
                        : SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "@" + name
                        : name;
                })
        );
}
