namespace Akida.Graph.Rules;

/// <summary>For what a model is checked.</summary>
/// <param name="Version">The Akida version.</param>
/// <param name="Bits">The bits that it will be quantised with; those that every layer of the version can do if not given.</param>
/// <param name="Device">The device that it will run on, if one is named.</param>
public sealed record RuleOptions(AkidaVersion Version, BitWidths? Bits = null, AkidaDevice? Device = null);
