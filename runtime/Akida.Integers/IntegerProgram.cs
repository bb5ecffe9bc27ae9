namespace Akida.Integers;

/// <summary>A quantised model with all its floats resolved to integers: what the executors run and what conversion reads.</summary>
/// <param name="Name">The name of the model.</param>
/// <param name="Layers">The layers, each after those that it takes its inputs from.</param>
/// <param name="Outputs">The names of the layers whose outputs are the model's.</param>
public sealed record IntegerProgram(string Name, EquatableArray<IntegerLayer> Layers, EquatableArray<string> Outputs)
{
    /// <summary>The layer called <paramref name="name"/>.</summary>
    /// <exception cref="GraphException">There is none.</exception>
    public IntegerLayer this[string name] =>
        Layers.FirstOrDefault(layer => layer.Name == name) ?? throw new GraphException($"model '{Name}' has no layer '{name}'");

    /// <summary>The input layer.</summary>
    /// <exception cref="GraphException">The model has several inputs, or none.</exception>
    public IntegerInput Input
    {
        get
        {
            IntegerInput[] inputs = [.. Layers.OfType<IntegerInput>()];
            return inputs.Length == 1 ? inputs[0] : throw new GraphException($"model '{Name}' has {inputs.Length} inputs, must have one");
        }
    }

    /// <summary>Whether outputs depend on earlier inputs: whether frames must be given in order.</summary>
    public bool IsTemporal => Layers.Any(layer => layer is IntegerBufferTempConv or IntegerDepthwiseBufferTempConv);
}
