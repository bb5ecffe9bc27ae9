using Akida.Graph.Building;
using Akida.Graph.Operations;

namespace Akida.Graph.Blocks;

/// <summary>A BatchNormalization over the last axis, whichever that is.</summary>
public sealed record BatchNormBlock : LayerBlock
{
    /// <inheritdoc/>
    public override string AddTo(GraphBuilder graph, string? name, string input) =>
        graph.Add(name, new BatchNormalization { Axis = graph.Shape(input).Rank }, input);
}
