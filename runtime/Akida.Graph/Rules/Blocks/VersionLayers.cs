using Akida.Graph.Mapping;
using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Blocks;

/// <summary>Which Akida version has a layer class.</summary>
internal static class VersionLayers
{
    /// <summary>Whether the other Akida version has a layer class and this one has not.</summary>
    public static bool HasOtherVersionOnly(Operation operation, AkidaVersion version) =>
        !BlockPatterns.Has(version, operation)
        && BlockPatterns.Has(version == AkidaVersion.V1 ? AkidaVersion.V2 : AkidaVersion.V1, operation);
}
