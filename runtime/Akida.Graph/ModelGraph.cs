using Akida.Graph.Operations;

namespace Akida.Graph;

/// <summary>The layers of a model, each after those that it takes its inputs from.</summary>
/// <param name="Name">The name of the model.</param>
/// <param name="Layers">The layers in topological order.</param>
/// <param name="Outputs">The names of the layers whose outputs are the model's.</param>
public sealed record ModelGraph(string Name, EquatableArray<LayerNode> Layers, EquatableArray<string> Outputs)
{
    /// <summary>A checked graph whose outputs are the layers that nobody takes.</summary>
    /// <exception cref="GraphException">A name is used twice, an input does not exist or comes later, there is no input layer, or there are
    /// too many layers or connections.</exception>
    public static ModelGraph Create(string name, IEnumerable<LayerNode> layers)
    {
        EquatableArray<LayerNode> nodes = layers.ToEquatableArray();
        HashSet<string> used = [.. nodes.SelectMany(node => node.Inputs)];
        return Create(name, nodes, nodes.Select(node => node.Name).Where(node => !used.Contains(node)));
    }

    /// <summary>A checked graph with the given outputs.</summary>
    /// <exception cref="GraphException">A name is used twice, an input does not exist or comes later, there is no input layer, or there are
    /// too many layers or connections.</exception>
    public static ModelGraph Create(string name, IEnumerable<LayerNode> layers, IEnumerable<string> outputs)
    {
        ModelGraph graph = new(name, layers.ToEquatableArray(), outputs.ToEquatableArray());
        ModelLimits.CheckGraph(name, graph.Layers);
        NameSet seen = new(graph.Layers.Count);
        foreach (LayerNode node in graph.Layers)
        {
            foreach (string input in node.Inputs)
            {
                if (!seen.Contains(input))
                {
                    bool later = graph.Layers.Any(other => other.Name == input);
                    throw new GraphException(
                        later ? $"input '{input}' comes after it" : $"input '{input}' does not exist",
                        setting: "inputs"
                    ).About(node.Name);
                }
            }

            if (node.Inputs.Count < node.Operation.MinInputs || node.Inputs.Count > node.Operation.MaxInputs)
            {
                throw new GraphException(
                    $"{node.Operation.ClassName} takes {Expected(node.Operation)}, found {node.Inputs.Count}",
                    setting: "inputs"
                ).About(node.Name);
            }

            if (!seen.Add(node.Name))
            {
                throw new GraphException($"the name '{node.Name}' is used twice", node.Name, "name");
            }
        }

        if (!graph.Layers.Any(node => node.Operation is InputLayer))
        {
            throw new GraphException($"model '{name}' has no input layer");
        }

        foreach (string output in graph.Outputs)
        {
            if (!seen.Contains(output))
            {
                throw new GraphException($"output '{output}' of model '{name}' does not exist");
            }
        }

        return graph;

        static string Expected(Operation operation) =>
            (operation.MinInputs, operation.MaxInputs) switch
            {
                (0, 0) => "no input",
                (1, 1) => "one input",
                (var least, int.MaxValue) => $"at least {least} inputs",
                var (least, most) => $"{least} to {most} inputs",
            };
    }

    /// <summary>The layers sorted so that each comes after its inputs, otherwise in the given order.</summary>
    /// <exception cref="GraphException">The layers form a cycle, or an input does not exist.</exception>
    public static IReadOnlyList<LayerNode> Sort(IReadOnlyList<LayerNode> layers)
    {
        List<LayerNode> sorted = new(layers.Count);
        NameSet placed = new(layers.Count);
        List<LayerNode> waiting = [.. layers];
        while (waiting.Count > 0)
        {
            int before = sorted.Count;
            List<LayerNode> still = [];
            foreach (LayerNode layer in waiting)
            {
                if (ArePlaced(layer.Inputs))
                {
                    placed.Add(layer.Name);
                    sorted.Add(layer);
                }
                else
                {
                    still.Add(layer);
                }
            }

            if (before == 0 && still.Count > 0)
            {
                RequireInputs(layers);
            }

            if (sorted.Count == before)
            {
                IReadOnlyList<string> cycle = Cycle(still);
                throw new GraphException($"its inputs form a cycle: {string.Join(" ← ", cycle)}", setting: "inputs").About(cycle[0]);
            }

            waiting = still;
        }

        return sorted;

        bool ArePlaced(EquatableArray<string> inputs)
        {
            foreach (string input in inputs)
            {
                if (!placed.Contains(input))
                {
                    return false;
                }
            }

            return true;
        }
    }

    private static void RequireInputs(IReadOnlyList<LayerNode> layers)
    {
        HashSet<string> names = [.. layers.Select(layer => layer.Name)];
        foreach (LayerNode layer in layers)
        {
            foreach (string input in layer.Inputs)
            {
                if (!names.Contains(input))
                {
                    throw new GraphException($"input '{input}' does not exist", setting: "inputs").About(layer.Name);
                }
            }
        }
    }

    /// <summary>
    /// The names on a cycle, from a layer to an input of it and so on back to itself, among layers that each wait for another one.
    /// </summary>
    private static IReadOnlyList<string> Cycle(IReadOnlyList<LayerNode> waiting)
    {
        Dictionary<string, LayerNode> nodes = waiting.ToDictionary(node => node.Name);
        List<string> way = [];
        string name = waiting[0].Name;
        while (!way.Contains(name))
        {
            way.Add(name);
            name = nodes[name].Inputs.First(nodes.ContainsKey);
        }

        way.Add(name);
        return way.GetRange(way.IndexOf(name), way.Count - way.IndexOf(name));
    }

    /// <summary>
    /// A set of so many names at most: sets of this framework cannot be told how many, and growing is most of what they cost.
    /// </summary>
    private readonly struct NameSet(int most)
    {
        private readonly Dictionary<string, bool> names = new(most);

        public bool Contains(string name) => names.ContainsKey(name);

        /// <summary>Adds a name, unless it is there.</summary>
        public bool Add(string name)
        {
            int before = names.Count;
            names[name] = true;
            return names.Count > before;
        }
    }

    /// <summary>The input layer of a model with one input.</summary>
    /// <exception cref="GraphException">The model has several inputs.</exception>
    public LayerNode Input
    {
        get
        {
            LayerNode[] inputs = [.. Layers.Where(node => node.Operation is InputLayer)];
            return inputs.Length == 1 ? inputs[0] : throw new GraphException($"model '{Name}' has {inputs.Length} inputs, must have one");
        }
    }

    /// <summary>Whether any layer computes on integers.</summary>
    public bool IsQuantized
    {
        get
        {
            foreach (LayerNode node in Layers)
            {
                if (node.IsQuantized)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
