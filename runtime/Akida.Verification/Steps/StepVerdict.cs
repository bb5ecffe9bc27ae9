namespace Akida.Verification.Steps;

/// <summary>How far one tensor of a file is from what was recorded.</summary>
/// <param name="File">What the tensor is of: <c>losses</c>, <c>outputs1</c>, <c>gradients1</c>, <c>after1</c> or <c>after3</c>.</param>
/// <param name="Tensor">Its name.</param>
/// <param name="Off">How far it is, in tolerances: up to 1 is within.</param>
/// <param name="Distance">The same in words.</param>
public sealed record StepRow(string File, string Tensor, double Off, string Distance)
{
    /// <summary>Whether it is within the tolerance.</summary>
    public bool IsWithin => Off <= 1;

    /// <inheritdoc/>
    public override string ToString() => $"{File} {Tensor}: {Distance}";
}

/// <summary>How near the steps of a case were taken.</summary>
/// <param name="Rows">Every compared tensor.</param>
/// <param name="Noise">Weights whose gradients are noise, which are not compared.</param>
public sealed record StepVerdict(IReadOnlyList<StepRow> Rows, IReadOnlyList<string> Noise)
{
    /// <summary>The tensor that is farthest off, in tolerances.</summary>
    public StepRow Worst => Rows.MaxBy(row => row.Off)!;

    /// <summary>Whether all tensors are within their tolerances.</summary>
    public bool IsWithin => Rows.All(row => row.IsWithin);
}
