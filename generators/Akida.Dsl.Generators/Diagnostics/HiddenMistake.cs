using Akida.Graph.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Akida.Dsl.Generators.Diagnostics;

/// <summary>
/// A mistake that the generator reports itself: a build from the command line ends at the errors that the compiler finds in its wake, and
/// never asks the analyzer.
/// Editors do ask it, so there the generator is silent.
/// </summary>
/// <param name="Error">The kind of mistake.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Path">The file.</param>
/// <param name="Span">Where it is.</param>
/// <param name="Lines">The same in lines.</param>
internal sealed record HiddenMistake(DeclarationError Error, string Message, string Path, TextSpan Span, LinePositionSpan Lines)
{
    /// <summary>The mistake as a diagnostic.</summary>
    public Diagnostic ToDiagnostic() => Diagnostic.Create(Descriptors.Of(Error), Location.Create(Path, Span, Lines), Message);
}
