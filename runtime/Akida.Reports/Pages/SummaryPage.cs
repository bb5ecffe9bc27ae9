using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Akida.Graph;
using Akida.Reports.Summaries;

namespace Akida.Reports.Pages;

/// <summary>
/// A page with a model's graph: one file that needs nothing else. Its policy lets only its own script run, and lets it load nothing.
/// </summary>
public static partial class SummaryPage
{
    private const string ResourceFolder = "Akida.Reports.Pages.";

    /// <summary>The page as UTF-8.</summary>
    /// <param name="summary">The summary of the model.</param>
    /// <exception cref="GraphException">The graph is too tangled to be drawn.</exception>
    public static byte[] Create(ModelSummary summary)
    {
        string script = Resource("SummaryPage.js"),
            style = Resource("SummaryPage.css");
        Dictionary<string, string> parts = new()
        {
            ["title"] = WebUtility.HtmlEncode(VisibleText.Of(summary.Model)),
            ["kind"] = WebUtility.HtmlEncode(summary.Kind),
            ["style"] = style,
            ["style-hash"] = Hash(style),
            ["script"] = script,
            ["script-hash"] = Hash(script),
            ["totals"] = Html(
                SummaryTable
                    .Totals(summary)
                    .Select(total => new XElement("div", new XElement("dt", total.Name), new XElement("dd", total.Value)))
            ),
            ["graph"] = Html([GraphDrawing.Create(summary)]),
            ["layers"] = Html(LayerDetails.Create(summary)),
        };
        return Encoding.UTF8.GetBytes(Placeholder().Replace(Resource("SummaryPage.html"), match => parts[match.Groups[1].Value]));
    }

    private static string Html(IEnumerable<XElement> elements) =>
        string.Join('\n', elements.Select(element => element.ToString(SaveOptions.DisableFormatting)));

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // Browsers hash what is between the tags with line ends made \n.
    private static string Resource(string name)
    {
        using StreamReader reader = new(typeof(SummaryPage).Assembly.GetManifestResourceStream(ResourceFolder + name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex("{{([a-z-]+)}}")]
    private static partial Regex Placeholder();
}
