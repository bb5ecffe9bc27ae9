using Akida.Graph.Lowering;

namespace Akida.Graph.Rules;

/// <summary>For what a model is checked.</summary>
/// <param name="Version">The Akida version.</param>
/// <param name="Bits">The bits that it will be quantised with; nothing is said about bits if not given.</param>
/// <param name="Device">The device that it will run on, if one is named; the published limits of the version's hardware count in any
/// case.</param>
/// <param name="Weights">What is known of its weights; as they begin if not given.</param>
public sealed record RuleOptions(AkidaVersion Version, BitWidths? Bits = null, AkidaDevice? Device = null, IWeightFacts? Weights = null)
{
    /// <summary>What quantises the model where nothing is known of its weights.</summary>
    public LowerInitially Lower { get; init; } = InitialLowering.Quantize;
}
