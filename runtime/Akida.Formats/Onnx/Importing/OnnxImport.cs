using Akida.Formats.Onnx.Protocol;
using Akida.Graph.Operations;

namespace Akida.Formats.Onnx.Importing;

/// <summary>Goes through an ONNX graph and makes layers of its nodes.</summary>
internal sealed class OnnxImport
{
    /// <summary>What a few bytes of a file may be blown up to.</summary>
    private const int MostFilled = 1 << 20;

    private readonly GraphProto graph;
    private readonly OnnxConstants constants;
    private readonly Dictionary<string, TensorProto> initializers = [];
    private readonly Dictionary<string, OnnxValue> values = [];
    private readonly Dictionary<string, int> uses = [];
    private readonly HashSet<string> madeLater = [];
    private readonly ActivationTraces traces = new();
    private int filled;

    /// <summary>Prepares an import.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="operatorSet">The version of the operators.</param>
    /// <param name="constants">Reads constants.</param>
    /// <exception cref="GraphException">A constant is damaged.</exception>
    /// <exception cref="FormatException">A name is used twice.</exception>
    public OnnxImport(GraphProto graph, long operatorSet, OnnxConstants constants)
    {
        this.graph = graph;
        this.constants = constants;
        OperatorSet = operatorSet;
        Views = new LayerViews(Layers);
        if (graph.SparseInitializer.Count > 0)
        {
            throw new FormatException("holds sparse constants, must hold dense ones");
        }

        foreach (TensorProto tensor in graph.Initializer)
        {
            OnnxConstants.Check(tensor);
            if (!initializers.TryAdd(tensor.Name, tensor))
            {
                throw new FormatException($"the constant '{tensor.Name}' is there twice");
            }
        }

        foreach (string name in graph.Node.SelectMany(node => node.Output).Where(name => name.Length > 0))
        {
            if (!madeLater.Add(name) || initializers.ContainsKey(name))
            {
                throw new FormatException($"the value '{name}' is made twice");
            }
        }

        foreach (string name in graph.Node.SelectMany(node => node.Input).Concat(graph.Output.Select(output => output.Name)))
        {
            uses[name] = uses.GetValueOrDefault(name) + 1;
        }
    }

    /// <summary>The version of the operators.</summary>
    public long OperatorSet { get; }

    /// <summary>The model's layers so far.</summary>
    public ImportedLayers Layers { get; } = new();

    /// <summary>Makes layers of what views leave open.</summary>
    public LayerViews Views { get; }

    /// <summary>The size of the batch, if the file fixes it.</summary>
    public long? Batch { get; private set; }

    /// <summary>How many nodes and outputs take a value.</summary>
    public int Uses(string name) => uses.GetValueOrDefault(name);

    /// <summary>A value by its name.</summary>
    /// <exception cref="GraphException">A constant cannot be read.</exception>
    /// <exception cref="ImportFailure">The value could not be made.</exception>
    public OnnxValue Value(string name)
    {
        if (!values.TryGetValue(name, out OnnxValue? value))
        {
            value = constants.Read(initializers[name]);
            values.Add(name, value);
        }

        return value is FailedValue failed ? throw new ImportFailure(failed.Message) : value;
    }

    /// <summary>A constant of a node.</summary>
    /// <exception cref="GraphException">It cannot be read.</exception>
    public ConstantValue Read(TensorProto tensor) => constants.Read(tensor);

    /// <summary>Counts elements of constants that the file does not hold but asks for.</summary>
    /// <exception cref="GraphException">They are too many, together with those that were asked for before.</exception>
    public int Fill(double count)
    {
        if (filled + count > MostFilled)
        {
            throw new GraphException($"fills {count:N0} elements, all such constants together must have at most {MostFilled:N0}");
        }

        filled += (int)count;
        return (int)count;
    }

    /// <summary>The model.</summary>
    /// <exception cref="FormatException">The graph is damaged, or what it puts out needs an operator that is not supported.</exception>
    public Model Run(string name)
    {
        foreach (ValueInfoProto input in graph.Input.Where(input => !initializers.ContainsKey(input.Name)))
        {
            AddInput(input);
        }

        for (int i = 0; i < graph.Node.Count; i++)
        {
            Import(new OnnxNode(graph.Node[i], i, this));
        }

        if (graph.Output.Count == 0)
        {
            throw new FormatException("the graph has no output");
        }

        return Layers.Build(name, [.. graph.Output.Select(output => OutputLayer(output.Name))]);
    }

    private void AddInput(ValueInfoProto input)
    {
        if (madeLater.Contains(input.Name) || values.ContainsKey(input.Name))
        {
            throw new FormatException($"the value '{input.Name}' is made twice");
        }

        (TensorShape shape, DataType type, long? batch) = InputShapes.Read(input);
        Batch ??= batch;
        int? channels = ChannelAxis.Find(graph, input.Name, shape.Rank) ?? ChannelAxis.Guess(shape);
        bool first = channels == 0 && shape.Rank > 1;
        TensorShape own = first ? TensorShape.Of([.. shape.Dimensions.Skip(1), shape[0]]) : shape;
        string layer = AddInputLayer(input.Name, new InputLayer { Shape = own, DType = type });
        IsChannelsFirst |= first;
        values.Add(input.Name, first ? LayerValue.ChannelsFirst(layer, own) : LayerValue.AsIs(layer, own));
    }

    private string AddInputLayer(string name, InputLayer layer)
    {
        try
        {
            return Layers.AddNamed(name, layer, []);
        }
        catch (GraphException error)
        {
            throw new FormatException($"input '{name}': {error.Message}", error);
        }
    }

    /// <summary>Whether the graph's inputs are channels first.</summary>
    private bool IsChannelsFirst { get; set; }

    private void Import(OnnxNode node)
    {
        foreach (
            string input in node.Proto.Input.Where(input =>
                input.Length > 0 && !values.ContainsKey(input) && !initializers.ContainsKey(input)
            )
        )
        {
            throw new FormatException(
                madeLater.Contains(input)
                    ? $"node '{node.Name}' ({node.Operation}) takes '{input}', which a later node makes: nodes must be sorted and "
                        + "without cycles"
                    : $"node '{node.Name}' ({node.Operation}) takes '{input}', which is neither an input, a constant nor what a node makes"
            );
        }

        OnnxValue value = Describe(node);
        for (int i = 0; i < node.Proto.Output.Count; i++)
        {
            if (node.Proto.Output[i].Length > 0)
            {
                values.Add(
                    node.Proto.Output[i],
                    i == 0 ? value : new FailedValue($"output {i + 1} of node '{node.Name}' ({node.Operation}) is not supported")
                );
            }
        }
    }

    private OnnxValue Describe(OnnxNode node)
    {
        try
        {
            traces.Follow(node, ScalarOf);
            return
                traces.Recognize(node) is { } activation
                && values.TryGetValue(activation.Argument, out OnnxValue? value)
                && value is LayerValue argument
                ? ImportedActivations.Apply(node, argument, new Activation { Function = activation.Function })
                : ImportedOperators.Find(node.Operation)(node);
        }
        catch (GraphException error)
        {
            return new FailedValue($"node '{node.Name}' ({node.Operation}): {error.Message}");
        }
        catch (ImportFailure error)
        {
            return new FailedValue(error.Message);
        }
    }

    private double? ScalarOf(string name)
    {
        if (
            !values.TryGetValue(name, out OnnxValue? value)
            && initializers.TryGetValue(name, out TensorProto? tensor)
            && tensor.Dims.All(size => size == 1)
        )
        {
            value = Value(name);
        }

        return value is ConstantValue { Count: 1 } constant ? constant.ToFloats()[0] : null;
    }

    private string OutputLayer(string name)
    {
        try
        {
            if (!values.TryGetValue(name, out _) || Value(name) is not LayerValue value)
            {
                throw new FormatException($"output '{name}' is not made by a node");
            }

            bool naturally = value.Axes.SequenceEqual(Enumerable.Range(0, value.Axes.Count));
            return !value.IsFlat && IsChannelsFirst && value.Rank is 3 or 4 && !naturally
                ? Views.Arrange(value, [.. value.Axes.Skip(1), value.Axes[0]])
                : Views.Arrange(value);
        }
        catch (ImportFailure error)
        {
            throw new FormatException(error.Message);
        }
    }
}

/// <summary>A value was asked for that could not be made; the message names the node that could not make it.</summary>
internal sealed class ImportFailure(string message) : Exception(message);
