using Akida.Graph;

namespace Akida.Verification.Steps;

/// <summary>What a run of training gave for the batches of a case.</summary>
public sealed class TakenSteps
{
    /// <summary>The loss of each step.</summary>
    public List<double> Losses { get; } = [];

    /// <summary>Outputs for the first batch, by their names in <c>outputs1.npz</c>.</summary>
    public Dictionary<string, float[]> Outputs { get; } = [];

    /// <summary>The gradients of the first batch.</summary>
    public WeightSet Gradients { get; set; } = WeightSet.Empty;

    /// <summary>All weights after some numbers of steps.</summary>
    public Dictionary<int, WeightSet> After { get; } = [];

    /// <summary>How files name a weight.</summary>
    public static string Name(string layer, string weight) => $"{layer}/{weight}";
}
