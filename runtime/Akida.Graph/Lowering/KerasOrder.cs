namespace Akida.Graph.Lowering;

/// <summary>The order in which Keras keeps the layers of a functional model: by distance to the outputs, farthest first.</summary>
public static class KerasOrder
{
    /// <summary>The same graph with its layers in that order.</summary>
    public static ModelGraph Sort(ModelGraph graph)
    {
        Dictionary<string, LayerNode> nodes = graph.Layers.ToDictionary(layer => layer.Name);
        Dictionary<string, int> visits = [];
        foreach (string output in graph.Outputs)
        {
            Visit(output);
        }

        Dictionary<string, int> depths = [];
        foreach (LayerNode layer in graph.Layers.Reverse())
        {
            int depth = depths.TryGetValue(layer.Name, out int known) ? known : 0;
            depths[layer.Name] = depth;
            foreach (string input in layer.Inputs)
            {
                depths[input] = Math.Max(depths.TryGetValue(input, out int before) ? before : 0, depth + 1);
            }
        }

        return graph with
        {
            Layers = graph
                .Layers.OrderByDescending(layer => depths[layer.Name])
                .ThenBy(layer => visits.TryGetValue(layer.Name, out int visit) ? visit : int.MaxValue)
                .ToEquatableArray(),
        };

        void Visit(string start)
        {
            // Without recursion: graphs may be deep.
            Stack<string> waiting = new([start]);
            while (waiting.Count > 0)
            {
                string layer = waiting.Pop();
                if (!visits.ContainsKey(layer))
                {
                    visits.Add(layer, visits.Count);
                    foreach (string input in nodes[layer].Inputs.Reverse())
                    {
                        waiting.Push(input);
                    }
                }
            }
        }
    }
}
