using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Akida.Reports.Summaries;

namespace Akida.Reports.Pages;

/// <summary>What a page tells of a layer, an <c>article</c> that is seen while its box is chosen.</summary>
internal static class LayerDetails
{
    private static readonly JsonSerializerOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The articles of all layers, in order.</summary>
    public static IEnumerable<XElement> Create(ModelSummary summary)
    {
        ILookup<string, int> takers = summary
            .Layers.SelectMany((layer, i) => layer.Inputs.Distinct().Select(input => (Input: input, Taker: i)))
            .ToLookup(item => item.Input, item => item.Taker);
        Dictionary<string, int> indices = summary.Layers.Select((layer, i) => (layer.Layer, i)).ToDictionary();
        return summary.Layers.Select(
            (layer, i) => Create(summary, i, layer.Inputs.Where(indices.ContainsKey).Select(input => indices[input]), takers[layer.Layer])
        );
    }

    private static XElement Create(ModelSummary summary, int index, IEnumerable<int> inputs, IEnumerable<int> takers)
    {
        LayerSummary layer = summary.Layers[index];
        (string Name, object[] Value)[] settings =
        [
            .. layer
                .Settings.Where(setting => setting.Value is not null)
                .Select(setting => (setting.Key, (object[])[Text(Json(setting.Value!))])),
        ];
        return new XElement(
            "article",
            new XAttribute("id", $"layer-{index}"),
            new XElement("h2", VisibleText.Of(layer.Layer)),
            Table(
                ("Kind", [Text(layer.Kind)]),
                ("Output shape", [Text(Figures.Shape(layer.OutputShape))]),
                ("Connected to", Links(summary, inputs)),
                ("Taken by", Links(summary, takers)),
                ("Parameters", [Text(Figures.Number(layer.Parameters))]),
                ("Trainable", [Text(Figures.Number(layer.TrainableParameters))]),
                ("Multiply-adds", [Text(Figures.Number(layer.MultiplyAdds))]),
                ("Bytes of weights", [Text(Figures.Number(layer.WeightBytes))]),
                ("Zero weights", [Text(Figures.Share(layer.WeightSparsity))])
            ),
            layer.Weights.Count == 0 ? null : new XElement("h3", "Weights"),
            layer.Weights.Count == 0 ? null : WeightTable(layer.Weights),
            settings.Length == 0 ? null : new XElement("h3", "Settings"),
            settings.Length == 0 ? null : Table(settings)
        );
    }

    private static XElement Table(params (string Name, object[] Value)[] rows) =>
        new(
            "table",
            new XElement(
                "tbody",
                rows.Select(row => new XElement(
                    "tr",
                    new XElement("th", new XAttribute("scope", "row"), VisibleText.Of(row.Name)),
                    new XElement("td", row.Value)
                ))
            )
        );

    private static XElement WeightTable(IReadOnlyList<WeightSummary> weights) =>
        new(
            "table",
            new XElement(
                "thead",
                new XElement(
                    "tr",
                    new[] { "Name", "Shape", "Bits", "Zeros" }.Select(name => new XElement("th", new XAttribute("scope", "col"), name))
                )
            ),
            new XElement(
                "tbody",
                weights.Select(weight => new XElement(
                    "tr",
                    new XElement("th", new XAttribute("scope", "row"), VisibleText.Of(weight.Name)),
                    new XElement("td", weight.Shape.Count == 0 ? "scalar" : Figures.Shape(weight.Shape)),
                    new XElement("td", weight.Bits),
                    new XElement("td", Figures.Number(weight.Zeros))
                ))
            )
        );

    private static object[] Links(ModelSummary summary, IEnumerable<int> layers)
    {
        object[] links =
        [
            .. layers.SelectMany(
                (layer, i) =>
                    (object[])
                        [
                            i == 0 ? "" : ", ",
                            new XElement("a", new XAttribute("href", $"#layer-{layer}"), VisibleText.Of(summary.Layers[layer].Layer)),
                        ]
            ),
        ];
        return links.Length == 0 ? [Text("")] : links;
    }

    // An element without any content would not be closed in HTML.
    private static XText Text(string text) => new(text.Length == 0 ? "–" : VisibleText.Of(text));

    // A serialised object of Keras, such as an initialiser, is shown by its class and its own settings.
    private static string Json(JsonNode value) =>
        value switch
        {
            JsonObject item when item["class_name"] is JsonValue name && item["config"] is JsonObject config => string.Join(
                ' ',
                [
                    name.ToString(),
                    .. config.Where(setting => setting.Value is not null).Select(setting => $"{setting.Key}={Json(setting.Value!)}"),
                ]
            ),
            JsonValue text when text.TryGetValue(out string? content) => content,
            _ => value.ToJsonString(JsonOptions),
        };
}
