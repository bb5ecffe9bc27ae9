using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Akida.Dsl.Generators.Reading;

/// <summary>The summary of a symbol's documentation comment, as one line of plain text.</summary>
internal static class DocumentationSummary
{
    private const string LineStart = "///";

    public static string Of(ISymbol symbol)
    {
        string? xml = symbol.GetDocumentationCommentXml();
        try
        {
            string text = XElement.Parse(string.IsNullOrWhiteSpace(xml) ? Unparsed(symbol) : xml!).Element("summary")?.Value ?? "";
            return string.Join(" ", text.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
        }
        catch (XmlException)
        {
            return "";
        }
    }

    /// <summary>The compiler takes documentation for plain comments in projects that write no documentation file.</summary>
    private static string Unparsed(ISymbol symbol)
    {
        IEnumerable<string> lines = symbol
            .DeclaringSyntaxReferences.SelectMany(reference => reference.GetSyntax().GetLeadingTrivia())
            .Select(trivia => trivia.ToString())
            .Where(comment => comment.StartsWith(LineStart, StringComparison.Ordinal))
            .Select(comment => comment[LineStart.Length..]);
        return $"<member>{string.Join("\n", lines)}</member>";
    }
}
