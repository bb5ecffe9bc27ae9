using Akida.Graph.Building;

namespace Akida.Graph.Blocks;

/// <summary>
/// The head of YOLOv2: three separable 3×3 blocks <c>1conv</c> to <c>3conv</c> and <c>detection_layer</c> with <c>boxes · (4 + 1 +
/// classes)</c> outputs.
/// Fused with ReLU6 on Akida 1.0, unfused with ReLU7.5 on 2.0. Names are fixed, so a model has it once.
/// </summary>
public sealed record YoloHeadBlock : LayerBlock
{
    /// <summary>Boxes per grid cell.</summary>
    public required int NumBoxes { get; init; }

    /// <summary>Classes.</summary>
    public required int Classes { get; init; }

    /// <summary>Channels of the blocks before the detection layer.</summary>
    public int Filters { get; init; } = 1024;

    /// <inheritdoc/>
    public override string AddTo(GraphBuilder graph, string? name, string input)
    {
        SeparableConvBlock block = new()
        {
            Filters = Filters,
            KernelSize = 3,
            UseBias = false,
            BatchNorm = true,
            Relu = graph.Version == AkidaVersion.V1 ? "ReLU6" : "ReLU7.5",
        };
        string last = graph.Add("1conv", block, input);
        last = graph.Add("2conv", block, last);
        last = graph.Add("3conv", block, last);
        return graph.Add(
            "detection_layer",
            new SeparableConvBlock
            {
                Filters = NumBoxes * (4 + 1 + Classes),
                KernelSize = 3,
                Relu = null,
            },
            last
        );
    }
}
