using System.Runtime.InteropServices;
using Akida.Formats.Onnx.Protocol;
using Google.Protobuf;

namespace Akida.Formats.Onnx;

/// <summary>Collects the operators and constants of an ONNX graph; every value gets a name of its own.</summary>
internal sealed class OnnxBuilder
{
    /// <summary>The version of the standard operators.</summary>
    private const int OperatorSet = 17;

    /// <summary>The version of the file format that goes with it.</summary>
    private const int FormatVersion = 8;

    /// <summary>The name of the batch size.</summary>
    private const string Batch = "N";

    private readonly GraphProto graph = new();
    private readonly Dictionary<string, int> nodeNames = [];
    private int values;

    /// <summary>The layer whose operators are added; they are named after it, as other exporters do.</summary>
    public string Layer { private get; set; } = "";

    /// <summary>Adds an operator of one output and gives the output's name.</summary>
    public string Node(string operation, IEnumerable<string> inputs, params (string Name, object Value)[] attributes)
    {
        string output = NewName(operation);
        NodeProto node = new() { Name = NodeName(operation), OpType = operation };
        node.Input.Add(inputs);
        node.Output.Add(output);
        node.Attribute.Add(attributes.Select(Attribute));
        graph.Node.Add(node);
        return output;
    }

    /// <summary>Adds an operator of one input.</summary>
    public string Node(string operation, string input, params (string Name, object Value)[] attributes) =>
        Node(operation, [input], attributes);

    /// <summary>Adds an operator that does nothing but name a value.</summary>
    public void Name(string value, string name)
    {
        NodeProto node = new() { Name = name, OpType = "Identity" };
        node.Input.Add(value);
        node.Output.Add(name);
        graph.Node.Add(node);
    }

    /// <summary>Adds a constant.</summary>
    public string Constant(Tensor tensor) =>
        Constant(
            TensorProto.Types.DataType.Float,
            tensor.Shape.Dimensions.Select(size => (long)size),
            MemoryMarshal.AsBytes<float>(tensor.Values)
        );

    /// <summary>Adds a scalar constant.</summary>
    public string Constant(float value) => Constant(new Tensor(value));

    /// <summary>Adds a constant list of whole numbers.</summary>
    public string Constant(params long[] numbers) =>
        Constant(TensorProto.Types.DataType.Int64, [numbers.Length], MemoryMarshal.AsBytes<long>(numbers));

    /// <summary>Adds an input of the model.</summary>
    public void Input(string name, TensorShape shape, TensorProto.Types.DataType type = TensorProto.Types.DataType.Float) =>
        graph.Input.Add(Value(name, shape, batched: true, type));

    /// <summary>Adds an output of the model.</summary>
    public void Output(string name, TensorShape shape, bool batched = true) => graph.Output.Add(Value(name, shape, batched));

    /// <summary>The file's bytes.</summary>
    public byte[] Build(string modelName)
    {
        graph.Name = modelName;
        ModelProto model = new()
        {
            IrVersion = FormatVersion,
            ProducerName = "Akida.Dsl",
            Graph = graph,
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = OperatorSet });
        return model.ToByteArray();
    }

    /// <summary>Adds a constant of a type, of bytes in little-endian order.</summary>
    public string Constant(TensorProto.Types.DataType type, IEnumerable<long> dimensions, ReadOnlySpan<byte> bytes)
    {
        string name = NewName("Constant");
        TensorProto tensor = new()
        {
            Name = name,
            DataType = (int)type,
            RawData = ByteString.CopyFrom(bytes),
        };
        tensor.Dims.Add(dimensions);
        graph.Initializer.Add(tensor);
        return name;
    }

    private string NodeName(string operation)
    {
        string name = $"{Layer}/{operation}";
        int count = nodeNames.GetValueOrDefault(name);
        nodeNames[name] = count + 1;
        return count == 0 ? name : $"{name}_{count}";
    }

    private string NewName(string operation) => $"{operation}:{values++}";

    private static AttributeProto Attribute((string Name, object Value) attribute)
    {
        AttributeProto result = new() { Name = attribute.Name };
        switch (attribute.Value)
        {
            case float value:
                result.F = value;
                result.Type = AttributeProto.Types.AttributeType.Float;
                break;
            case int value:
                result.I = value;
                result.Type = AttributeProto.Types.AttributeType.Int;
                break;
            case string value:
                result.S = ByteString.CopyFromUtf8(value);
                result.Type = AttributeProto.Types.AttributeType.String;
                break;
            case int[] list:
                result.Ints.Add(list.Select(item => (long)item));
                result.Type = AttributeProto.Types.AttributeType.Ints;
                break;
            default:
                throw new ArgumentException(
                    $"attribute '{attribute.Name}' has the type {attribute.Value.GetType()}, must be float, int, string or int[]"
                );
        }

        return result;
    }

    private static ValueInfoProto Value(
        string name,
        TensorShape shape,
        bool batched,
        TensorProto.Types.DataType type = TensorProto.Types.DataType.Float
    )
    {
        TensorShapeProto dimensions = new();
        if (batched)
        {
            dimensions.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = Batch });
        }

        dimensions.Dim.Add(shape.Dimensions.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        TypeProto.Types.Tensor tensor = new() { ElemType = (int)type, Shape = dimensions };
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = tensor },
        };
    }
}
