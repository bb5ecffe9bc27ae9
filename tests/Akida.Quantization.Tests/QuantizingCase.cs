using System.Text.Json;
using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Lowering;
using Akida.Graph.Operations;
using Akida.Testing;

namespace Akida.Quantization.Tests;

/// <summary>
/// A case folder as quantising sees it: a float model, samples and settings, and the quantised model that the vendor's tools made of them.
/// </summary>
internal sealed class QuantizingCase
{
    private readonly string folder;

    private QuantizingCase(string name)
    {
        folder = TestFolders.Cases.Single(path => Path.GetFileName(path) == name);
        Float = KerasFile.Read(Path.Combine(folder, "float.h5"));
        Expected = KerasFile.Read(Path.Combine(folder, "quantized.h5"));
        Samples = NpzFile.Read(Path.Combine(folder, "calib.npz")).Values.Single();
        JsonElement info = JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(folder, "case.json"))).RootElement;
        JsonElement bits = info.GetProperty("bits");
        Version = info.GetProperty("version").GetString() == "v1" ? AkidaVersion.V1 : AkidaVersion.V2;
        Settings = new()
        {
            Bits =
                bits.ValueKind == JsonValueKind.Array
                    ? new(bits[0].GetInt32(), bits[1].GetInt32(), bits[2].GetInt32())
                    : new(
                        bits.GetProperty("input").GetInt32(),
                        bits.GetProperty("weight").GetInt32(),
                        bits.GetProperty("activation").GetInt32()
                    ),
            InputDType = Samples.Values.GetType() == typeof(sbyte[]) ? DataType.Int8 : DataType.UInt8,
        };
    }

    /// <summary>The names of all cases.</summary>
    public static TheoryData<string> Names => [.. TestFolders.Cases.Select(path => Path.GetFileName(path)!)];

    public Model Float { get; }

    public Model Expected { get; }

    public NpyArray Samples { get; }

    public QuantizationSettings Settings { get; }

    public AkidaVersion Version { get; }

    /// <summary>How many samples were calibrated with at a time: all, or the frames of one clip one by one.</summary>
    public int BatchSize => ((InputLayer)Float.Graph.Input.Operation).Shape.Rank == 4 ? 1 : Samples.Shape[0];

    /// <summary>The path of a file of the case.</summary>
    public string File(string file) => Path.Combine(folder, file);

    public static QuantizingCase Load(string name) => new(name);

    /// <summary>The layers in an order that does not depend on branches, without what depends on samples.</summary>
    public static IEnumerable<LayerNode> Comparable(ModelGraph graph) =>
        graph
            .Layers.OrderBy(node => node.Name, StringComparer.Ordinal)
            .Select(node =>
                node with
                {
                    Operation = node.Operation is Conv2D { PaddingValue: not null } conv
                        ? conv with
                        {
                            PaddingValue = [0f],
                        }
                        : node.Operation,
                }
            );
}
