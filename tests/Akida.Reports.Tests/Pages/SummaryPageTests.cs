using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Akida.Graph;
using Akida.Graph.Operations;
using Akida.Reports.Pages;
using Akida.Reports.Summaries;
using Akida.Testing;

namespace Akida.Reports.Tests.Pages;

/// <summary>The page with the graph of a model.</summary>
public class SummaryPageTests
{
    private const string Evil = "</title></style><script>alert(1)</script><img src=x onerror='alert(2)'>\"&]]>{{script}}\u0000";

    /// <summary>Set to the path of a Chromium to look at the page with it.</summary>
    private const string BrowserVariable = "AKIDA_TEST_CHROMIUM";

    [Fact]
    public void Every_layer_has_a_box_and_details_and_every_connection_a_line()
    {
        string page = Page(Branched("input"));

        XElement[] boxes = Boxes(page);
        XElement[] articles = [.. Elements(page, "article")];
        Assert.Equal(6, boxes.Length);
        Assert.Equal(
            ["#layer-0", "#layer-1", "#layer-2", "#layer-3", "#layer-4", "#layer-5"],
            boxes.Select(box => box.Attribute("href")!.Value)
        );
        Assert.Equal(boxes.Select(box => box.Attribute("href")!.Value), articles.Select(article => "#" + article.Attribute("id")!.Value));
        Assert.Equal(
            ["0-1", "1-2", "2-3", "1-4", "3-4", "4-5"],
            Graph(page)
                .Elements("path")
                .Select(line => $"{line.Attribute("data-from")!.Value}-{line.Attribute("data-to")!.Value}")
                .Order()
                .OrderBy(line => line[2])
        );
        Assert.Contains(articles[2].Descendants("td"), cell => cell.Value == "3×3×2×4");
    }

    [Fact]
    public void Data_flows_downwards()
    {
        XElement[] boxes = Boxes(Page(Branched("input")));

        double[] tops = [.. boxes.Select(box => double.Parse(box.Element("rect")!.Attribute("y")!.Value))];
        Assert.Equal(tops.Order(), tops);
        Assert.Equal(6, tops.Distinct().Count());
    }

    [Fact]
    public void Hostile_names_stay_text()
    {
        string page = Page(Branched(Evil));

        Assert.Single(Regex.Matches(page, "<script"));
        Assert.DoesNotContain("<img", page);
        Assert.DoesNotContain('\0', page);
        Assert.Equal(VisibleEvil, Elements(page, "article").First().Element("h2")!.Value);
        Assert.Equal(VisibleEvil, Boxes(page)[0].Element("title")!.Value);
    }

    [Fact]
    public void The_page_loads_nothing_and_runs_only_its_own_script()
    {
        string page = Page(Branched("input"));

        Assert.DoesNotMatch("https?:|src=|@import|url\\((?!#arrow)", page);
        foreach (string tag in (string[])["script", "style"])
        {
            string content = Regex.Match(page, $"<{tag}>(.*)</{tag}>", RegexOptions.Singleline).Groups[1].Value;
            string hash = "sha256-" + System.Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
            Assert.Contains($"{tag}-src '{hash}'", page);
        }
    }

    [Fact]
    public void Long_lines_run_beside_boxes()
    {
        (int, int)[] lines = [(0, 1), (1, 2), (2, 3), (0, 3), (0, 4), (4, 3)];

        GraphLayout layout = LayeredLayout.Create([100, 100, 100, 100, 100], 50, lines);

        Assert.Equal([0, 1, 2, 3, 1], layout.Rows);
        for (int i = 0; i < lines.Length; i++)
        {
            foreach (Point point in layout.Lines[i].Skip(1).SkipLast(1))
            {
                Assert.DoesNotContain(layout.Centers, center => Math.Abs(center.X - point.X) < 50 && Math.Abs(center.Y - point.Y) <= 25);
            }
        }
    }

    [Fact]
    public void A_graph_that_nobody_could_follow_is_refused()
    {
        (int, int)[] lines =
        [
            .. Enumerable.Range(1, 1000).SelectMany(target => Enumerable.Range(0, target).Select(source => (source, target))),
        ];

        GraphException error = Assert.Throws<GraphException>(() => LayeredLayout.Create([.. Enumerable.Repeat(100.0, 1001)], 50, lines));

        Assert.Contains("cannot be drawn", error.Message);
    }

    [Fact]
    public void A_browser_shows_the_chosen_layer()
    {
        if (Environment.GetEnvironmentVariable(BrowserVariable) is not { Length: > 0 } browser)
        {
            Assert.Skip($"{BrowserVariable} does not name a Chromium");
            return;
        }

        using TemporaryFolder folder = new();
        File.WriteAllText(folder["page.html"], Page(Branched(Evil)));
        ProcessStartInfo start = new(
            browser,
            ["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", $"file://{folder["page.html"]}#layer-2"]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        string dom = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)));

        Assert.Matches("id=\"box-2\"[^>]*aria-current=\"true\"", dom);
        Assert.Equal(2, Regex.Matches(dom, "class=\"line chosen\"").Count);
    }

    private static string VisibleEvil => Evil.Replace('\0', '\uFFFD');

    private static ModelSummary Branched(string inputName)
    {
        ModelGraph graph = ModelGraph.Create(
            inputName,
            [
                new LayerNode(inputName, new InputLayer { Shape = new TensorShape(8, 8, 2) }, []),
                new LayerNode("stem", new ReLU(), [inputName]),
                new LayerNode(
                    "conv",
                    new Conv2D
                    {
                        Filters = 4,
                        KernelSize = 3,
                        Padding = Padding.Same,
                    },
                    ["stem"]
                ),
                new LayerNode("relu", new ReLU(), ["conv"]),
                new LayerNode("join", new Concatenate(), ["stem", "relu"]),
                new LayerNode("pool", new GlobalAveragePooling2D(), ["join"]),
            ]
        );
        return ModelSummary.Of(new Model(graph, WeightInitialization.Create(graph, 1)));
    }

    private static string Page(ModelSummary summary) => Encoding.UTF8.GetString(SummaryPage.Create(summary));

    private static XElement Graph(string page) => Elements(page, "svg").Single();

    private static XElement[] Boxes(string page) => [.. Graph(page).Elements("a")];

    private static IEnumerable<XElement> Elements(string page, string name) =>
        Regex.Matches(page, $"<{name}[ >].*?</{name}>", RegexOptions.Singleline).Select(match => XElement.Parse(match.Value));
}
