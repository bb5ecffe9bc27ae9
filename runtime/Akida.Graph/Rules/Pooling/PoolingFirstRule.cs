using Akida.Graph.Lowering;
using Akida.Graph.Mapping;
using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Pooling;

/// <summary>Pooling is a part of the layer with weights before it.</summary>
public sealed class PoolingFirstRule() : BlockRule("AKD2036", "no-weights-before-pooling", "A model must not begin with pooling")
{
    /// <summary>The pooling of a block that no layer with weights comes before, or null.</summary>
    public static LayerNode? Culprit(GraphIndex graph, AkidaBlock block) =>
        block.Layers[0] is { Operation: MaxPooling2D or GlobalAveragePooling2D } first && InputLayers.IsFirst(graph, first) ? first : null;

    private protected override Finding? Check(RuleContext context, AkidaBlock block) =>
        Culprit(context.Lowered.Graph, block) is not { } pooling
            ? null
            : Find(
                context,
                pooling,
                null,
                "the model begins with pooling",
                "Akida pools what a layer with weights puts out",
                "put a convolution before it, or pool the input outside the model"
            );
}
