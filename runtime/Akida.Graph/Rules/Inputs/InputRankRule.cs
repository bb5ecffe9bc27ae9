using Akida.Graph.Lowering;
using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Inputs;

/// <summary>The input is a vector or a map; clips become maps where the model can run frame by frame.</summary>
public sealed class InputRankRule()
    : Rule("AKD2006", "input-rank", "The input must be a vector, a map, or clips that the model takes frame by frame")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (LayerNode input in context.Layers.Where(layer => layer.Operation is InputLayer))
        {
            TensorShape shape = context.Lowered.Graph.Shape(input.Name);
            if (shape.Rank is 1 or 3)
            {
                continue;
            }

            LoweringNote? reason = context.Lowered.Notes.FirstOrDefault(note =>
                note.Kind == NoteKind.ClipsStay && note.Layer != input.Name
            );
            yield return Find(
                context,
                input,
                "batch_input_shape",
                $"the input is {shape}",
                "Akida takes height×width×channels, or a vector",
                reason is null ? "reshape it before the model" : $"let every layer run frame by frame ({reason.Text})",
                reason is null ? null : context.Lowered.Graph[reason.Layer]
            );
        }
    }
}
