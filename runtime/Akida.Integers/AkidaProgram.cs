using Akida.Graph.Operations;
using Akida.Integers.Converted;

namespace Akida.Integers;

/// <summary>Turns a converted model back into an integer program, so that it can be run.</summary>
public static class AkidaProgram
{
    /// <summary>
    /// The program of a converted model; its outputs are, integer for integer, those of the quantised model that it was made from.
    /// </summary>
    /// <exception cref="GraphException">A layer is of an unknown type, or lacks a parameter or variable; the error names it.</exception>
    public static IntegerProgram From(AkidaModel model)
    {
        AkidaProgramBuilder builder = new(model);
        foreach (AkidaLayer layer in model.Layers)
        {
            try
            {
                builder.Add(layer);
            }
            catch (GraphException error)
            {
                throw error.About(layer.Name);
            }
            catch (OverflowException)
            {
                throw new GraphException("a number is too large").About(layer.Name);
            }
        }

        return builder.Build();
    }

    /// <summary>What the converted layers of a program with weights do with them, by the layers' names.</summary>
    public static IReadOnlyDictionary<string, IntegerWeightedLayer> WeightedLayers(IntegerProgram program) =>
        program
            .Layers.OfType<IntegerWeightedLayer>()
            .ToDictionary(layer =>
                layer.Name.EndsWith(AkidaProgramBuilder.FirstPart, StringComparison.Ordinal)
                    ? layer.Name[..^AkidaProgramBuilder.FirstPart.Length]
                    : layer.Name
            );
}
