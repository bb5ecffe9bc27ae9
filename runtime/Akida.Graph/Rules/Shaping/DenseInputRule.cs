using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Shaping;

/// <summary>A dense layer takes a vector.</summary>
public sealed class DenseInputRule() : LayerRule("AKD2022", "dense-flat-input", "The input of a dense layer must be flat")
{
    /// <inheritdoc/>
    public override RefusedBy RefusedBy => RefusedBy.Quantizer;

    private protected override Finding? Check(RuleContext context, LayerNode layer)
    {
        if (layer.Operation is not Dense || context.Lowered.Graph.Shape(layer.Inputs[0]) is not { IsVector: false } shape)
        {
            return null;
        }

        LayerNode before = context.Lowered.Graph.Producers(layer)[0];
        return Find(context, layer, null, $"its input is {shape}", "Akida takes n or 1×1×n", "put a Flatten before it", before);
    }
}
