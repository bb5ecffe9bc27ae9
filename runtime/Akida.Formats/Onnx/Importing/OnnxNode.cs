using Akida.Formats.Onnx.Protocol;

namespace Akida.Formats.Onnx.Importing;

/// <summary>A node while it is imported: its settings and inputs.</summary>
/// <param name="proto">The node.</param>
/// <param name="index">Where it is in the graph.</param>
/// <param name="import">The import.</param>
internal sealed class OnnxNode(NodeProto proto, int index, OnnxImport import)
{
    /// <summary>The node's name; that of its output where it has none.</summary>
    public string Name { get; } =
        proto.Name.Length > 0 ? proto.Name : proto.Output.FirstOrDefault(name => name.Length > 0) ?? $"node_{index}";

    /// <summary>The operator, with its domain unless that is ONNX's own.</summary>
    public string Operation { get; } = proto.Domain is "" or "ai.onnx" ? proto.OpType : $"{proto.Domain}.{proto.OpType}";

    public NodeProto Proto => proto;

    public OnnxImport Import => import;

    public ImportedLayers Layers => import.Layers;

    public LayerViews Views => import.Views;

    /// <summary>How many inputs are named.</summary>
    public int InputCount => proto.Input.Count;

    /// <summary>Whether an input is given.</summary>
    public bool Has(int input) => input < proto.Input.Count && proto.Input[input].Length > 0;

    /// <summary>An input.</summary>
    public OnnxValue Input(int input) =>
        Has(input) ? import.Value(proto.Input[input]) : throw new GraphException($"input {input + 1} is missing");

    /// <summary>An input that is computed.</summary>
    public LayerValue Layer(int input) =>
        Input(input) as LayerValue
        ?? throw new GraphException($"input '{proto.Input[input]}' is a constant, must be what a layer puts out");

    /// <summary>An input that is computed, of so many dimensions after the batch.</summary>
    public LayerValue Layer(int input, int rank)
    {
        LayerValue value = Layer(input);
        return value.Rank == rank
            ? value
            : throw new GraphException(
                $"input '{proto.Input[input]}' is N×{new TensorShape(value.Sizes)}, must have {rank + 1} dimensions"
            );
    }

    /// <summary>A constant input.</summary>
    public ConstantValue Constant(int input) =>
        Input(input) as ConstantValue ?? throw new GraphException($"input '{proto.Input[input]}' must be a constant, is computed");

    /// <summary>A constant input of so many dimensions.</summary>
    public ConstantValue Constant(int input, int rank)
    {
        ConstantValue constant = Constant(input);
        return constant.Shape.Rank == rank
            ? constant
            : throw new GraphException($"constant '{proto.Input[input]}' is {constant.Shape}, must have {rank} dimensions");
    }

    /// <summary>A constant input of one float per channel.</summary>
    public Tensor Vector(int input, int length)
    {
        ConstantValue constant = Constant(input);
        return constant.Count == length
            ? new Tensor(new TensorShape(length), constant.ToFloats())
            : throw new GraphException($"constant '{proto.Input[input]}' is {constant.Shape}, must hold {length} values");
    }

    /// <summary>A constant input of one float.</summary>
    public double Scalar(int input)
    {
        ConstantValue constant = Constant(input);
        return constant.Count == 1
            ? Finite($"constant '{proto.Input[input]}'", constant.ToFloats()[0])
            : throw new GraphException($"constant '{proto.Input[input]}' is {constant.Shape}, must be one value");
    }

    /// <summary>
    /// Whole numbers that are a setting in old versions of an operator and a constant input in new ones; null where they are neither.
    /// </summary>
    public long[]? Numbers(string attribute, int input)
    {
        if (!Has(input))
        {
            return Find(attribute) is { } found ? [.. found.Ints] : null;
        }

        return Constant(input).Integers ?? throw new GraphException($"constant '{proto.Input[input]}' must hold whole numbers");
    }

    public bool HasSetting(string name) => Find(name) is not null;

    public long Integer(string name, long absent) => Find(name)?.I ?? absent;

    public double Real(string name, double absent) => Find(name) is { } found ? Finite(name, found.F) : absent;

    public string Text(string name, string absent) => Find(name)?.S.ToStringUtf8() ?? absent;

    /// <summary>A list of sizes, each from <paramref name="least"/>.</summary>
    public int[] Sizes(string name, int[] absent, int least = 1)
    {
        if (Find(name) is not { } found)
        {
            return absent;
        }

        if (found.Ints.Count != absent.Length || found.Ints.Any(size => size < least || size > ModelLimits.Window))
        {
            throw new GraphException(
                $"{name} is [{string.Join(", ", found.Ints)}], must be {absent.Length} numbers from {least} to {ModelLimits.Window}"
            );
        }

        return [.. found.Ints.Select(size => (int)size)];
    }

    /// <summary>A setting that must have a value, if it is given.</summary>
    public void Require(string name, long value)
    {
        if (Integer(name, value) is var found && found != value)
        {
            throw new GraphException($"{name} is {found}, must be {value}");
        }
    }

    /// <summary>An axis, counted from 0 without the batch.</summary>
    public static int Axis(long axis, int rank)
    {
        long counted = axis < 0 ? axis + rank + 1 : axis;
        return counted >= 1 && counted <= rank
            ? (int)counted - 1
            : throw new GraphException($"axis is {axis}, must be one of the {rank} axes after the batch");
    }

    /// <summary>Adds the layer of this node.</summary>
    public string Add(Akida.Graph.Operations.Operation operation, string input, params (string Name, Tensor Value)[] weights) =>
        Layers.Add(this, operation, [input], weights);

    private static double Finite(string what, double value) =>
        double.IsFinite(value) ? value : throw new GraphException($"{what} is {value}, must be a finite number");

    public AttributeProto? Find(string name) => proto.Attribute.FirstOrDefault(attribute => attribute.Name == name);
}
