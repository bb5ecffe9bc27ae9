namespace Akida.Graph.Lowering;

/// <summary>
/// The quantised form of models whose weights are as they begin. Those made last are kept: while a model is typed, its variants, its default instances and
/// its simulators ask for the same ones.
/// </summary>
public static class InitialLowering
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

        LoweredGraph lowered = QuantizerPlacement.Place(Sanitizer.Sanitize(graph, new InitialWeightFacts()), new QuantizationSettings { Bits = bits });
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
