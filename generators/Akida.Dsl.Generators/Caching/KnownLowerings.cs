using Akida.Graph;
using Akida.Graph.Lowering;

namespace Akida.Dsl.Generators.Caching;

/// <summary>
/// The quantised forms that were made last: while a model is typed, its variants, its default instances and its simulators ask for the same
/// ones, the generator first and then the analyzer.
/// <para>Invariant: what is kept is what <see cref="InitialLowering.Quantize"/> gives for an equal graph and equal bits; it follows from
/// these alone.</para>
/// </summary>
internal static class KnownLowerings
{
    /// <summary>As many as the instances of a large model and those before its last edit.</summary>
    private const int MostKept = 16;

    private static readonly LinkedList<(BitWidths Bits, ModelGraph Graph, LoweredGraph Lowered)> Kept = new();

    /// <summary>A graph, sanitised and quantised with these bits.</summary>
    /// <exception cref="GraphException">A layer that was rewritten does not fit its inputs any more.</exception>
    public static LoweredGraph Quantize(ModelGraph graph, BitWidths bits)
    {
        lock (Kept)
        {
            foreach ((BitWidths keptBits, ModelGraph keptGraph, LoweredGraph keptLowered) in Kept)
            {
                if (keptBits == bits && keptGraph.Equals(graph))
                {
                    return keptLowered;
                }
            }
        }

        LoweredGraph lowered = InitialLowering.Quantize(graph, bits);
        lock (Kept)
        {
            Kept.AddFirst((bits, graph, lowered));
            if (Kept.Count > MostKept)
            {
                Kept.RemoveLast();
            }
        }

        return lowered;
    }
}
