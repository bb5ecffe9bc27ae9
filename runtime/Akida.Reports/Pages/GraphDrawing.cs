using System.Globalization;
using System.Xml.Linq;
using Akida.Graph;
using Akida.Graph.Converted;
using Akida.Reports.Summaries;

namespace Akida.Reports.Pages;

/// <summary>
/// Draws the layers of a summary as boxes in data-flow order (SVG). Boxes are links to the elements that tell of the layers.
/// </summary>
internal static class GraphDrawing
{
    private const double LetterWidth = 7.3;
    private const double BoxPadding = 24;
    private const double BoxHeight = 58;
    private const int MaximumLetters = 34;

    private static readonly (string Word, string Category)[] Categories =
    [
        ("Quantizer", "end"),
        ("Input", "end"),
        ("Conv", "convolution"),
        ("Dense", "dense"),
        (nameof(AkidaLayerType.FullyConnected), "dense"),
        ("Pool", "pooling"),
        ("Normalization", "scaling"),
        ("Rescaling", "scaling"),
        ("ReLU", "activation"),
        ("Activation", "activation"),
        ("Softmax", "activation"),
        ("Add", "join"),
        ("Concatenate", "join"),
    ];

    /// <summary>The drawing.</summary>
    /// <exception cref="GraphException">The graph is too tangled to be drawn.</exception>
    public static XElement Create(ModelSummary summary)
    {
        Dictionary<string, int> indices = summary.Layers.Select((layer, i) => (layer.Layer, i)).ToDictionary();
        (int Source, int Target)[] lines =
        [
            .. summary.Layers.SelectMany(
                (layer, target) => layer.Inputs.Where(indices.ContainsKey).Distinct().Select(input => (indices[input], target))
            ),
        ];
        string[][] texts = [.. summary.Layers.Select(Texts)];
        double[] widths = [.. texts.Select(text => (text.Max(line => line.Length) * LetterWidth) + BoxPadding)];
        ILookup<int, int> sources = lines.ToLookup(line => line.Target, line => line.Source),
            targets = lines.ToLookup(line => line.Source, line => line.Target);
        GraphLayout layout = LayeredLayout.Create(widths, BoxHeight, lines);
        return new XElement(
            "svg",
            new XAttribute("role", "group"),
            new XAttribute("aria-label", "Graph of the layers"),
            new XAttribute("width", Number(layout.Width)),
            new XAttribute("height", Number(layout.Height)),
            new XAttribute("viewBox", $"0 0 {Number(layout.Width)} {Number(layout.Height)}"),
            Arrow(),
            layout.Lines.Select(
                (points, i) =>
                    new XElement(
                        "path",
                        new XAttribute("class", "line"),
                        new XAttribute("data-from", lines[i].Source),
                        new XAttribute("data-to", lines[i].Target),
                        new XAttribute("d", PathData(points))
                    )
            ),
            summary.Layers.Select(
                (layer, i) => Box(i, layer, texts[i], widths[i], layout.Centers[i], layout.Rows[i], sources[i], targets[i])
            )
        );
    }

    private static XElement Arrow() =>
        new(
            "defs",
            new XElement(
                "marker",
                new XAttribute("id", "arrow"),
                new XAttribute("viewBox", "0 0 8 8"),
                new XAttribute("refX", "7"),
                new XAttribute("refY", "4"),
                new XAttribute("markerWidth", "10"),
                new XAttribute("markerHeight", "10"),
                new XAttribute("markerUnits", "userSpaceOnUse"),
                new XAttribute("orient", "auto"),
                new XElement("path", new XAttribute("d", "M0 0L8 4L0 8Z"))
            )
        );

    private static XElement Box(
        int index,
        LayerSummary layer,
        string[] texts,
        double width,
        Point center,
        int row,
        IEnumerable<int> sources,
        IEnumerable<int> targets
    ) =>
        new(
            "a",
            new XAttribute("href", $"#layer-{index}"),
            new XAttribute("id", $"box-{index}"),
            new XAttribute("class", $"box {CategoryOf(layer.Kind)}"),
            new XAttribute("data-row", row),
            new XAttribute("data-inputs", string.Join(' ', sources)),
            new XAttribute("data-outputs", string.Join(' ', targets)),
            new XElement("title", VisibleText.Of(layer.Layer)),
            new XElement(
                "rect",
                new XAttribute("x", Number(center.X - (width / 2))),
                new XAttribute("y", Number(center.Y - (BoxHeight / 2))),
                new XAttribute("width", Number(width)),
                new XAttribute("height", Number(BoxHeight)),
                new XAttribute("rx", "6")
            ),
            texts.Select(
                (text, i) =>
                    new XElement(
                        "text",
                        new XAttribute("class", i == 0 ? "name" : "fact"),
                        new XAttribute("x", Number(center.X)),
                        new XAttribute("y", Number(center.Y - 12 + (i * 17))),
                        text
                    )
            )
        );

    private static string[] Texts(LayerSummary layer) =>
        [
            VisibleText.Of(layer.Layer, MaximumLetters),
            VisibleText.Of(string.Join(' ', [layer.Kind, .. LayerFacts.Of(layer.Settings)]), MaximumLetters),
            Figures.Shape(layer.OutputShape),
        ];

    private static string CategoryOf(string kind) =>
        Categories.FirstOrDefault(known => kind.Contains(known.Word, StringComparison.Ordinal)).Category ?? "other";

    private static string PathData(IReadOnlyList<Point> points)
    {
        List<string> parts = [$"M{Number(points[0].X)} {Number(points[0].Y)}"];
        for (int i = 1; i < points.Count; i++)
        {
            (Point from, Point to) = (points[i - 1], points[i]);
            string middle = Number((from.Y + to.Y) / 2);
            parts.Add(
                from.X == to.X ? $"V{Number(to.Y)}" : $"C{Number(from.X)} {middle} {Number(to.X)} {middle} {Number(to.X)} {Number(to.Y)}"
            );
        }

        return string.Concat(parts);
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
