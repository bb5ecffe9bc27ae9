namespace Akida.Zoo.Pipelines;

/// <summary>Whether a model fits a data set, asked before anything takes time.</summary>
public static class ModelChecks
{
    /// <summary>Checks a classifier's input shape and number of outputs.</summary>
    /// <exception cref="GraphException">They are others.</exception>
    public static void RequireClassifier(ModelGraph graph, TensorShape input, int classes)
    {
        GraphIndex index = new(graph);
        TensorShape found = index.Shape(graph.Input.Name),
            output = index.Shape(graph.Outputs[0]);
        if (found != input)
        {
            throw new GraphException($"model '{graph.Name}' takes inputs of {found}, the data has {input}");
        }

        if (output.Elements != classes || graph.Outputs.Count != 1)
        {
            throw new GraphException(
                $"model '{graph.Name}' has outputs of {string.Join(" and ", graph.Outputs.Select(index.Shape))}, must have one of "
                    + $"{classes} for the classes of the data"
            );
        }
    }
}
