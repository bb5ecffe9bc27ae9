namespace Akida.Graph.Lowering;

/// <summary>
/// Gives the quantised form of a model whose weights are as they begin: <see cref="InitialLowering.Quantize"/>, or what remembers its
/// results.
/// </summary>
/// <param name="graph">A float graph.</param>
/// <param name="bits">The bits of its weights and activations.</param>
public delegate LoweredGraph LowerInitially(ModelGraph graph, BitWidths bits);

/// <summary>The quantised form of models whose weights are as they begin.</summary>
public static class InitialLowering
{
    /// <summary>A graph, sanitised and quantised with these bits.</summary>
    /// <exception cref="GraphException">A layer that was rewritten does not fit its inputs any more.</exception>
    public static LoweredGraph Quantize(ModelGraph graph, BitWidths bits) =>
        QuantizerPlacement.Place(Sanitizer.Sanitize(graph, new InitialWeightFacts()), new QuantizationSettings { Bits = bits });
}
