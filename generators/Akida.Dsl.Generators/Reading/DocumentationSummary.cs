using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Akida.Dsl.Generators.Reading;

/// <summary>The summary of a symbol's documentation comment, as one line of plain text.</summary>
internal static class DocumentationSummary
{
    public static string Of(ISymbol symbol)
    {
        string? xml = symbol.GetDocumentationCommentXml();
        if (string.IsNullOrWhiteSpace(xml))
        {
            return "";
        }

        try
        {
            string text = XElement.Parse(xml).Element("summary")?.Value ?? "";
            return string.Join(" ", text.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
        }
        catch (XmlException)
        {
            return "";
        }
    }
}
