using Akida.Graph.Mapping;
using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Convolutions;

/// <summary>Only an input convolution pads with other values than 0: those that the offset of a rescaling leaves.</summary>
public sealed class PaddingValueRule()
    : BlockRule("AKD2028", "padding-value", "Only an input convolution may pad with values other than 0, from 0 to 255")
{
    private protected override Finding? Check(RuleContext context, AkidaBlock block)
    {
        if (block.Main.Operation is not Conv2D { PaddingValue: { } padding } || padding.All(value => value == 0))
        {
            return null;
        }

        if (!block.IsInputConvolution)
        {
            return Broken($"it pads with {padding[0]}", "only an input convolution pads with another value than 0");
        }

        int[] integers = [.. IntegersOf(context.Lowered.Graph, block.Main, padding)];
        return WhatIsWrong(context.Version, integers) is var (found, allowed) ? Broken(found, allowed) : null;

        Finding Broken(string found, string allowed) =>
            Find(
                context,
                block.Main,
                "padding",
                found,
                allowed,
                "use 'valid' padding, or leave the offset of the rescaling out",
                fix: new FindingFix("padding", "Padding.Valid")
            );
    }

    /// <summary>Stops at the integers of an input convolution's padding, which the range of an input quantiser decides.</summary>
    /// <param name="version">The Akida version.</param>
    /// <param name="layer">The convolution.</param>
    /// <param name="integers">One value, or one per channel.</param>
    /// <exception cref="GraphException">Akida does not pad with them.</exception>
    public void Require(AkidaVersion version, string layer, IReadOnlyList<int> integers)
    {
        if (WhatIsWrong(version, integers) is var (found, allowed))
        {
            throw new Finding(
                this,
                layer,
                "padding",
                found,
                allowed,
                "use 'valid' padding, or samples with the same minimum in each channel"
            ).ToException();
        }
    }

    private static (string Found, string Allowed)? WhatIsWrong(AkidaVersion version, IReadOnlyList<int> integers)
    {
        int[] outside = [.. integers.Where(value => value is < byte.MinValue or > byte.MaxValue)];
        return outside.Length > 0 ? ($"it pads with {outside[0]}", "an input convolution pads with 0 to 255")
            : version == AkidaVersion.V1 && integers.Distinct().Count() > 1
                ? ($"it pads channels with {string.Join(", ", integers)}", $"{AkidaVersions.V1Name} pads with one value")
            : null;
    }

    /// <summary>The padding as integers of the input; none where an input quantiser decides.</summary>
    private static IEnumerable<int> IntegersOf(GraphIndex graph, LayerNode layer, EquatableArray<float> padding)
    {
        double scale = 1;
        LayerNode source = graph.Producers(layer)[0];
        while (source.Operation is Rescaling rescaling)
        {
            scale *= rescaling.Scale[0];
            source = graph.Producers(source)[0];
        }

        return source.Operation is InputLayer ? padding.Select(value => (int)Math.Round(value / scale)) : [];
    }
}
