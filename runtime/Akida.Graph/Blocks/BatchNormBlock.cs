using Akida.Graph.Building;
using Akida.Graph.Operations;

namespace Akida.Graph.Blocks;

/// <summary>A BatchNormalization, over the last axis unless said otherwise.</summary>
public sealed record BatchNormBlock : LayerBlock
{
    /// <summary>The axis, counted with the batch dimension; null for the last, whichever that is.</summary>
    public int? Axis { get; init; }

    /// <inheritdoc/>
    public override string AddTo(GraphBuilder graph, string? name, string input) =>
        graph.Add(name, new BatchNormalization { Axis = Axis ?? graph.Shape(input).Rank }, input);
}
