using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;
using Akida.Integers;

namespace Akida.Simulator.Planning;

/// <summary>
/// The layers' weights as the kernels multiply with them: the shifts of the input folded in, in the order of what is gathered. What has
/// been worked out once is kept: planning asks several times, and loading once more, on several threads.
/// </summary>
internal sealed class FoldedWeights
{
    /// <summary>Weights with the input shifts folded in may be no larger than this.</summary>
    private const int LargestWeight = short.MaxValue;

    private readonly ConcurrentDictionary<string, short[]?> full = [],
        depthwise = [];

    /// <summary>The weights of a program, on all cores: planning will ask for them one after the other.</summary>
    public FoldedWeights(IntegerProgram program) =>
        Parallel.ForEach(
            program.Layers.OfType<IntegerWeightedLayer>(),
            layer =>
            {
                bool isDepthwise = layer is IntegerDepthwiseConv2D or IntegerDepthwiseConv2DTranspose or IntegerDepthwiseBufferTempConv;
                _ = isDepthwise ? Depthwise(layer) : Full(layer);
            }
        );

    /// <summary>
    /// The weights of a matrix product, <c>[segment][value][filter]</c>; null if shifted ones do not fit, or if a shift to the right
    /// would round.
    /// </summary>
    public short[]? Full(IntegerWeightedLayer layer) =>
        Known(
            full,
            layer,
            static layer =>
                layer is IntegerSeparableConv2D ? ToShorts(layer.Weights) : Shifted(layer.Weights, layer.Output.Channels, layer.InputShifts)
        );

    /// <summary>
    /// The weights of depthwise sums, <c>[tap][channel]</c>; null if shifted ones do not fit, or if a shift to the right would round.
    /// </summary>
    public short[]? Depthwise(IntegerWeightedLayer layer) =>
        Known(
            depthwise,
            layer,
            static layer =>
                layer switch
                {
                    IntegerSeparableConv2D separable => Shifted(separable.DepthwiseWeights, 1, layer.InputShifts),
                    IntegerDepthwiseConv2D => ToShorts(layer.Weights),
                    _ => Shifted(layer.Weights, 1, layer.InputShifts),
                }
        );

    /// <summary>Of the weights of a transposed convolution those that a phase meets, in the order in which it meets them.</summary>
    /// <param name="weights">All weights, <c>[row][column][value]</c>.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="phase">The phase.</param>
    public static short[] OfPhase(short[] weights, IntegerConvolution layer, PhaseGather phase)
    {
        int tapLength = weights.Length / (layer.KernelSize.Height * layer.KernelSize.Width),
            width = phase.Columns.Taps;
        short[] taken = new short[phase.Rows.Taps * width * tapLength];
        for (int tap = 0; tap < phase.Rows.Taps * width; tap++)
        {
            int from = (phase.Rows.Tap(tap / width) * layer.KernelSize.Width) + phase.Columns.Tap(tap % width);
            Array.Copy(weights, from * tapLength, taken, tap * tapLength, tapLength);
        }

        return taken;
    }

    private static short[]? Known(
        ConcurrentDictionary<string, short[]?> known,
        IntegerWeightedLayer layer,
        Func<IntegerWeightedLayer, short[]?> fold
    ) => known.GetOrAdd(layer.Name, static (_, item) => item.fold(item.layer), (layer, fold));

    /// <summary>
    /// The weights shifted as the input channels should be; null if that is not exact. Channels repeat every <paramref name="filters"/>
    /// weights.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static short[]? Shifted(EquatableArray<sbyte> weights, int filters, EquatableArray<int> shifts)
    {
        if (shifts.Count == 0)
        {
            return ToShorts(weights);
        }

        if (shifts.Any(shift => shift < 0))
        {
            return null;
        }

        short[] result = ToShorts(weights);
        for (int row = 0; row < result.Length / filters; row++)
        {
            int shift = shifts[row % shifts.Count];
            for (int i = row * filters; i < (row + 1) * filters && shift > 0; i++)
            {
                long shifted = FixedPoint.Shift(result[i], shift);
                if (shifted is < -LargestWeight or > LargestWeight)
                {
                    return null;
                }

                result[i] = (short)shifted;
            }
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static short[] ToShorts(EquatableArray<sbyte> weights)
    {
        ReadOnlySpan<sbyte> from = weights.AsSpan();
        short[] result = GC.AllocateUninitializedArray<short>(from.Length);
        int i = 0;
        for (; i <= from.Length - Vector<sbyte>.Count; i += Vector<sbyte>.Count)
        {
            Vector.Widen(new Vector<sbyte>(from[i..]), out Vector<short> low, out Vector<short> high);
            low.CopyTo(result, i);
            high.CopyTo(result, i + Vector<short>.Count);
        }

        for (; i < result.Length; i++)
        {
            result[i] = from[i];
        }

        return result;
    }
}
