using System.Text.Json;
using Akida.Formats;
using Akida.Formats.Keras;
using Akida.Graph;
using Akida.Testing;

namespace Akida.Zoo.Tests;

/// <summary>
/// Files that the Python package wrote of its models hold what ours are, in every setting that a file has: initialisers and penalties, too.
/// </summary>
public class ZooFileTests
{
    public static TheoryData<string> Cases =>
        [.. TestFolders.Cases.Select(folder => Path.GetFileName(folder)).Where(name => name.StartsWith("zoo_", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_model_is_the_one_in_the_file(string name)
    {
        string folder = TestFolders.Cases.Single(candidate => Path.GetFileName(candidate) == name);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "case.json")));

        ModelGraph graph = RecordedModel.Build(document.RootElement, document.RootElement.GetProperty("args"));

        ModelGraph recorded = KerasFile.Read(Path.Combine(folder, "float.h5")).Graph;
        Assert.Equal(recorded.Name, graph.Name);
        Assert.Equal(recorded.Layers.Select(Show), AsRead(graph).Layers.Select(Show));
    }

    /// <summary>A file writes out what a graph may leave open, such as the strides of a pooling.</summary>
    private static ModelGraph AsRead(ModelGraph graph) => KerasModelJson.Read(KerasModelJson.Write(graph));

    private static string Show(LayerNode layer) => layer.ToString();
}
