using Akida.Graph.Operations;

namespace Akida.Graph.Lowering.Steps;

/// <summary>A Rescaling's offset and vector of scales are folded into the layer behind it; a scalar scale stays.</summary>
internal static class AlignRescaling
{
    public static LoweredGraph Apply(LoweredGraph lowered, IWeightFacts facts)
    {
        GraphIndex index = lowered.Index;
        if (
            lowered.Graph.Layers.FirstOrDefault(layer => layer.Operation is Rescaling) is not { Operation: Rescaling rescaling } node
            || (rescaling.Scale.Count == 1 && rescaling.Offset.All(value => value == 0))
        )
        {
            return lowered;
        }

        if (
            index.OnlyConsumer(node.Name) is not { } next
            || !CanTakeOffset(next.Operation)
            || (rescaling.Scale.Count > 1 && next.Operation is DepthwiseBufferTempConv)
        )
        {
            return lowered.Noting(
                NoteKind.RescalingStays,
                node.Name,
                "its offset or scales cannot be folded into the layer behind it, so it stays as it is"
            );
        }

        EquatableArray<float> offset = rescaling.Offset.Select(value => (float)value).ToEquatableArray();
        lowered = InputOffset.Fold(lowered, next, offset, index.Shape(next.Name).Channels);
        if (rescaling.Scale.Count > 1)
        {
            lowered = FoldScales(lowered, next.Name, rescaling.Scale.Select(value => (float)value).ToEquatableArray());
        }

        EquatableArray<double> scale = rescaling.Scale.Count > 1 ? [1.0] : rescaling.Scale;
        return lowered.Then(lowered.Graph.WithOperation(node.Name, rescaling with { Scale = scale, Offset = [0.0] }));
    }

    private static bool CanTakeOffset(Operation operation) =>
        operation is Conv2D { Groups: 1 } or Dense or BufferTempConv or DepthwiseBufferTempConv;

    private static LoweredGraph FoldScales(LoweredGraph lowered, string name, EquatableArray<float> scales)
    {
        Operation operation = lowered.Graph.Layers.Single(layer => layer.Name == name).Operation;
        (string kernel, int axis) = KernelAxes.Input(operation)!.Value;
        ModelGraph graph = lowered.Graph;
        if (operation is Conv2D { PaddingValue: { } padding } conv)
        {
            EquatableArray<float> scaled = scales
                .Select((scale, channel) => padding[padding.Count == 1 ? 0 : channel] / scale)
                .ToEquatableArray();
            graph = graph.WithOperation(name, conv with { PaddingValue = InputOffset.Collapse(scaled) });
        }

        return lowered.Then(graph, new ScaleKernelInput(name, kernel, scales, axis));
    }
}
