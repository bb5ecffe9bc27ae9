using Akida.Graph.Operations;

namespace Akida.Graph.Lowering;

/// <summary>Changes to models that the tools offer.</summary>
public static class ModelEdits
{
    private const string RescalingName = "rescaling";

    /// <summary>The model for inputs of another shape.</summary>
    /// <param name="model">The model.</param>
    /// <param name="shape">The shape of one input, without batch.</param>
    /// <exception cref="GraphException">A layer or its weights do not fit that shape; the error names the layer.</exception>
    public static Model WithInputShape(Model model, TensorShape shape)
    {
        LayerNode input = model.Graph.Input;
        ModelGraph graph = model.Graph.WithOperation(input.Name, (InputLayer)input.Operation with { Shape = shape });
        Model reshaped = model with { Graph = graph };
        reshaped.CheckWeights();
        return reshaped;
    }

    /// <summary>The float model with a rescaling of its input.</summary>
    /// <param name="model">The model.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="offset">What is added after it.</param>
    /// <exception cref="GraphException">The model rescales its input already, or is quantised.</exception>
    public static Model InsertRescaling(Model model, double scale, double offset)
    {
        if (model.Graph.IsQuantized)
        {
            throw new GraphException($"model '{model.Graph.Name}' is quantised, must be a float model");
        }

        string input = model.Graph.Input.Name;
        return model.Graph.Layers.FirstOrDefault(node => node.Operation is Rescaling && node.Inputs.Contains(input)) is { } present
            ? throw new GraphException("the input is rescaled already").About(present.Name)
            : model with
            {
                Graph = model.Graph.InsertAfter(
                    input,
                    new LayerNode(RescalingName, new Rescaling { Scale = [scale], Offset = [offset] }, [input])
                ),
            };
    }
}
