using Akida.Graph;
using Akida.Graph.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Akida.Dsl.Generators.Diagnostics;

/// <summary>
/// A mistake that the generator reports itself: a build from the command line ends at the errors that the compiler finds in its wake, and never asks the analyzer.
/// Editors do ask it, so there the generator is silent.
/// </summary>
/// <param name="Error">The kind of mistake.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Path">The file.</param>
/// <param name="Span">Where it is.</param>
/// <param name="Lines">The same in lines.</param>
internal sealed record HiddenMistake(DeclarationError Error, string Message, string Path, TextSpan Span, LinePositionSpan Lines)
{
    /// <summary>The property of a project that editors set and builds do not; <c>build/Akida.Dsl.props</c> has it shown to the generator.</summary>
    private const string DesignTimeBuild = "build_property.DesignTimeBuild";

    /// <summary>The mistakes of a class.</summary>
    public static EquatableArray<HiddenMistake> Of(INamedTypeSymbol type, IEnumerable<ModelMistake> mistakes) => mistakes
        .Select(mistake => (Mistake: mistake, Location: MistakeDiagnostic.ToLocation(type, mistake.Location)))
        .Select(found => new HiddenMistake(
            found.Mistake.Error, found.Mistake.Message, found.Location.GetLineSpan().Path, found.Location.SourceSpan, found.Location.GetLineSpan().Span))
        .ToEquatableArray();

    /// <summary>Whether the compilation is a build, as far as its project says so.</summary>
    public static bool IsBuild(AnalyzerConfigOptionsProvider options) =>
        options.GlobalOptions.TryGetValue(DesignTimeBuild, out string? value) && !string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The mistake as a diagnostic.</summary>
    public Diagnostic ToDiagnostic() => Diagnostic.Create(Descriptors.Of(Error), Location.Create(Path, Span, Lines), Message);
}
