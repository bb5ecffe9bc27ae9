using System.Text.Json;
using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Lowering;
using Akida.Graph.Operations;
using Akida.Testing;

namespace Akida.Quantization.Tests.Verdicts;

/// <summary>A small net with the verdict that the vendor's tools really gave.</summary>
/// <param name="Id">Net and version.</param>
/// <param name="Net">The name of its file.</param>
/// <param name="Layers">The names of its layers, in order.</param>
/// <param name="Version">The Akida version.</param>
/// <param name="Bits">The bits it was quantised with.</param>
/// <param name="Cause">Why it was rejected; null if it was accepted.</param>
/// <param name="LeftFloat">The layers that stayed float.</param>
/// <param name="QuantizedLayers">The layers of the quantised model, with their classes.</param>
/// <param name="AkidaLayers">The layers of the converted model, with their types.</param>
public sealed record ConstraintCase(
    string Id, string Net, string[] Layers, AkidaVersion Version, BitWidths Bits, string? Cause, string[] LeftFloat, string[] QuantizedLayers, string[] AkidaLayers)
{
    private static readonly string Folder = TestFolders.Shared ?? TestFolders.Data;

    /// <summary>All cases, by id.</summary>
    public static IReadOnlyDictionary<string, ConstraintCase> All { get; } = Read().ToDictionary(item => item.Id);

    /// <summary>How it is quantised.</summary>
    public QuantizationSettings Settings => new() { Bits = Bits };

    /// <summary>The float model as the tools saw it.</summary>
    public Model ReadModel()
    {
        Model file = KerasFile.Read(Path.Combine(Folder, "constraint-cases", Net + ".h5"));
        IEnumerable<(string, string, Tensor)> slopes =
            from layer in file.Graph.Layers
            where layer.Operation is PReLU
            let slope = file.Weights[layer.Name, "alpha"]
            select (layer.Name, "alpha", new Tensor(slope.Shape, new float[slope.Values.Length]));
        return new Model(InRecordedOrder(file.Graph), file.Weights.With(slopes));
    }

    /// <summary>A file serves both versions; where the versions order the layers differently, it has the order of 1.0.</summary>
    private ModelGraph InRecordedOrder(ModelGraph graph) => graph.Layers.Select(layer => layer.Name).SequenceEqual(Layers)
        ? graph
        : ModelGraph.Create(graph.Name, Layers.Select((name, i) => graph.Layers.Single(layer => layer.Name == name) with { Inputs = i == 0 ? [] : [Layers[i - 1]] }));

    private static IEnumerable<ConstraintCase> Read()
    {
        string index = Path.Combine(Folder, TestFolders.Shared is null ? "constraint-cases" : "reference", "constraint-cases.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(index));
        return [.. document.RootElement.EnumerateArray().Select(Read)];
    }

    private static ConstraintCase Read(JsonElement item)
    {
        JsonElement bits = item.GetProperty("bits");
        bool isAccepted = item.GetProperty("verdict").GetString() == "accepted";
        return new ConstraintCase(
            item.GetProperty("id").GetString()!,
            item.GetProperty("net").GetString()!,
            [.. item.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("name").GetString()!)],
            item.GetProperty("version").GetString() == "v1" ? AkidaVersion.V1 : AkidaVersion.V2,
            new BitWidths(bits.GetProperty("input").GetInt32(), bits.GetProperty("weight").GetInt32(), bits.GetProperty("activation").GetInt32()),
            isAccepted ? null : item.GetProperty("cause").GetString(),
            isAccepted ? [.. item.GetProperty("left_float").EnumerateArray().Select(layer => layer.GetString()!)] : [],
            isAccepted ? Recorded("quantized_layers") : [],
            isAccepted ? Recorded("akida_layers") : []);

        string[] Recorded(string name) => [.. item.GetProperty(name).EnumerateArray().Select(layer => $"{layer[0].GetString() ?? "input_data"} {layer[1].GetString()}")];
    }
}
