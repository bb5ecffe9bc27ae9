using Akida.Graph.Building;
using Akida.Graph.Operations;

namespace Akida.Graph.Blocks;

/// <summary>Dense → BatchNormalization → ReLU.</summary>
public sealed record DenseBlock : ActivatedBlock
{
    /// <summary>Outputs.</summary>
    public required int Units { get; init; }

    /// <inheritdoc/>
    public override string AddTo(GraphBuilder graph, string? name, string input)
    {
        Dense dense = new()
        {
            Units = Units,
            UseBias = UseBias,
            KernelInitializer = Kernel,
            KernelRegularizer = Penalty,
        };
        string main = graph.Add(name, dense, input);
        return AddRelu(graph, main, AddBatchNorm(graph, main, main));
    }
}
