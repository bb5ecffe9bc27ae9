using Akida.Graph.Lowering;

namespace Akida.Graph.Rules.Convolutions;

/// <summary>
/// Akida pads as TensorFlow does, which pads a strided convolution less before than after. PyTorch pads both sides alike.
/// </summary>
public sealed class PaddingSidesRule()
    : Rule("AKD2040", "padding-sides", "Zeros before a convolution should lie where 'same' padding puts them")
{
    /// <inheritdoc/>
    public override RuleOrigin Origin => RuleOrigin.Model;

    /// <inheritdoc/>
    public override RefusedBy RefusedBy => RefusedBy.Nobody;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(RuleContext context) =>
        from LoweringNote note in context.Lowered.Notes
        where note.Kind == NoteKind.WindowsMove
        select new Finding(
            this,
            context.NameOf(note.Layer),
            "padding",
            note.Text,
            "Akida has no other padding",
            "pad as 'same' does (one less before than after where the sum is odd), or train on with 'same' padding"
        );
}
