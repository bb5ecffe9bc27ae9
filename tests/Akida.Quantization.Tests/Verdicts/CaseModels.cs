using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Lowering;
using Akida.Graph.Operations;
using Akida.Testing.Verdicts;

namespace Akida.Quantization.Tests.Verdicts;

/// <summary>The models of the recorded verdicts.</summary>
internal static class CaseModels
{
    /// <summary>How a net is quantised.</summary>
    public static QuantizationSettings Settings(this ConstraintCase data) => new() { Bits = data.Bits };

    /// <summary>The float model as the tools saw it.</summary>
    public static Model ReadModel(this ConstraintCase data)
    {
        Model file = KerasFile.Read(Path.Combine(ConstraintCase.Folder, data.Net + ".h5"));
        IEnumerable<(string, string, Tensor)> slopes =
            from layer in file.Graph.Layers
            where layer.Operation is PReLU
            let slope = file.Weights[layer.Name, "alpha"]
            select (layer.Name, "alpha", new Tensor(slope.Shape, new float[slope.Values.Length]));
        return new Model(InRecordedOrder(file.Graph, [.. data.Layers.Select(layer => layer.Name)]), file.Weights.With(slopes));
    }

    /// <summary>A file serves both versions; where the versions order the layers differently, it has the order of 1.0.</summary>
    private static ModelGraph InRecordedOrder(ModelGraph graph, string[] layers) =>
        graph.Layers.Select(layer => layer.Name).SequenceEqual(layers)
            ? graph
            : ModelGraph.Create(
                graph.Name,
                layers.Select((name, i) => graph.Layers.Single(layer => layer.Name == name) with { Inputs = i == 0 ? [] : [layers[i - 1]] })
            );
}
