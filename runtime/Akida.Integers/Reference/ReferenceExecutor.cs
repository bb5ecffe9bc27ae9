using System.Numerics;

namespace Akida.Integers.Reference;

/// <summary>Runs an integer program layer by layer with 64-bit integers in plain C#: slow, and the definition of what is right.</summary>
/// <remarks>
/// A temporal program keeps its earlier frames: give frames in order, and <see cref="Reset"/> before another clip. Not thread-safe.
/// </remarks>
public sealed class ReferenceExecutor
{
    private readonly Dictionary<string, ReferenceLayer> layers;

    /// <summary>An executor of a program.</summary>
    /// <exception cref="GraphException">The program ends in a layer on floats that cannot be simulated.</exception>
    public ReferenceExecutor(IntegerProgram program)
    {
        Program = program;
        foreach (FloatLayer layer in program.Layers.OfType<FloatLayer>())
        {
            FloatOperations.Check(layer);
        }

        layers = program.Layers.ToDictionary(layer => layer.Name, layer => new ReferenceLayer(program, layer));
    }

    /// <summary>The program.</summary>
    public IntegerProgram Program { get; }

    /// <summary>Forgets all earlier frames.</summary>
    public void Reset()
    {
        foreach (ReferenceLayer layer in layers.Values)
        {
            layer.Reset();
        }
    }

    /// <summary>Runs one input, or the next frame of a temporal program.</summary>
    /// <param name="input">The values, row-major, of the type of the program's input (of any type if that is float).</param>
    /// <returns>What each layer put out, by name.</returns>
    /// <exception cref="ArgumentException">The values are not of the input's type and count.</exception>
    public IReadOnlyDictionary<string, LayerValues> Run<T>(ReadOnlySpan<T> input)
        where T : unmanaged, INumber<T>
    {
        Dictionary<string, LayerValues> values = [];
        LayerValues given = InputReader.Read(Program.Input, input);
        foreach (IntegerLayer layer in Program.Layers)
        {
            values.Add(layer.Name, layer is IntegerInput ? given : Run(layer, values));
        }

        return values;
    }

    private LayerValues Run(IntegerLayer layer, Dictionary<string, LayerValues> values)
    {
        LayerValues output = LayerValues.Zeros(layer.Output);
        layers[layer.Name].Run([.. layer.Inputs.Select(name => values[name])], output);
        return output;
    }
}
