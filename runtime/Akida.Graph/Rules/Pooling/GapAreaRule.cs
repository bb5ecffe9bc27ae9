using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Pooling;

/// <summary>Akida 1.0 sums a limited number of potentials.</summary>
public sealed class GapAreaRule() : LayerRule("AKD2014", "gap-area", $"{AkidaVersions.V1Name} averages at most 256 pixels", AkidaVersion.V1)
{
    /// <summary>The most pixels.</summary>
    public const int LargestArea = 256;

    private protected override Finding? Check(RuleContext context, LayerNode layer)
    {
        if (layer.Operation is not GlobalAveragePooling2D)
        {
            return null;
        }

        TensorShape map = context.Lowered.Graph.Shape(layer.Inputs[0]);
        long area = (long)map[0] * map[1];
        return area <= LargestArea
            ? null
            : Find(
                context,
                layer,
                null,
                $"it averages {map[0]}×{map[1]} = {Words.Grouped(area)} pixels",
                $"{AkidaVersions.V1Name} averages at most {LargestArea}",
                "make the map smaller with a stride or a max pooling"
            );
    }
}
