namespace Akida.Graph.Tests.Rules;

/// <summary>The examples of all rules.</summary>
internal static class RuleExamples
{
    public static readonly AkidaVersion[] Both = [AkidaVersion.V1, AkidaVersion.V2];
    public static readonly AkidaVersion[] First = [AkidaVersion.V1];
    public static readonly AkidaVersion[] Second = [AkidaVersion.V2];

    public static IReadOnlyList<RuleExample> All { get; } =
    [.. StructureExamples.All, .. LayerExamples.All, .. QuantizationExamples.All, .. DeviceExamples.All];
}
