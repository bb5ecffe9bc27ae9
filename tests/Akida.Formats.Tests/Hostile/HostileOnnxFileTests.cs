using Akida.Formats.Onnx;
using Akida.Formats.Onnx.Protocol;
using Akida.Graph;
using Akida.Graph.Operations;
using Google.Protobuf;

namespace Akida.Formats.Tests.Hostile;

/// <summary>
/// Damaged ONNX files: the protobuf structure, the graph and its constants. What constants in other files may say is in
/// <see cref="OnnxFileTests"/>.
/// </summary>
public sealed class HostileOnnxFileTests(ITestOutputHelper output) : HostileReaderTests(output)
{
    private const int GraphField = 7,
        NodeField = 1,
        OutputField = 2,
        OperatorField = 4,
        AttributeField = 5,
        SubgraphField = 6;

    // Of a field that no message has: a group, the old form of a message, ends with a tag of its own.
    private const byte StartOfGroup = (15 << 3) | 3;

    protected override string FileName => "net.onnx";

    protected override IReadOnlyList<byte[]> GoodFiles =>
        [
            Changed(_ => { }),
            OnnxExport.ToBytes(KerasFile.Read(Path.Combine(Testing.TestFolders.Data, "constraint-cases", "dense-as-input.h5"))),
        ];

    protected override IEnumerable<HostileInput> AbsurdSizes =>
        [
            new(
                Changed(model => SetInput(model, 100000, 100000, 64)),
                "input 'x': the output is 100000×64×100000, more than 134217728 values"
            ),
            new(
                Changed(model => SetInput(model, long.MaxValue, 1, 1)),
                "input 'x': size 1 is 9223372036854775807, must be a number from 1 to 16777216"
            ),
            new(Changed(model => SetInput(model, -6, 6, 1)), "input 'x': size 1 is -6, must be a number from 1 to 16777216"),
            new(
                Changed(model => model.Graph.Initializer[0].Dims[0] = long.MaxValue),
                $"constant 'Constant:0' has sizes 9223372036854775807×1×3×3, must be at most {Array.MaxLength / 8} values"
            ),
            new(
                Changed(model => model.Graph.Initializer[0].Dims[0] = -4),
                $"constant 'Constant:0' has sizes -4×1×3×3, must be at most {Array.MaxLength / 8} values"
            ),
            new(
                Changed(model =>
                {
                    model.Graph.Initializer[0].Dims[0] = int.MaxValue;
                    model.Graph.Initializer[0].Dims[1] = int.MaxValue;
                    model.Graph.Initializer[0].Dims[2] = int.MaxValue;
                }),
                "constant 'Constant:0' has sizes 2147483647×2147483647×2147483647×3, must be at most"
            ),
            new(
                Changed(model => model.Graph.Initializer[0].Dims[0] = 5),
                "constant 'Constant:0' of sizes 5×1×3×3 takes 180 bytes, found 144"
            ),
            new(
                Changed(model => model.Graph.Node[0].Attribute.Add(Numbers("pads", long.MaxValue, 0, 0, 0))),
                "node '/net/Conv' (Conv): pads is [9223372036854775807, 0, 0, 0], must be 4 numbers from 0 to 1048576"
            ),
            new(
                Changed(model => model.Graph.Node[0].Attribute.Add(Numbers("pads", 1048576, 1048576, 1048576, 1048576))),
                "node '/net/Conv' (Conv): the output is "
            ),
            new(
                Changed(model => model.Graph.Node[0].Attribute.Add(Numbers("strides", 0, -1))),
                "node '/net/Conv' (Conv): strides is [0, -1], must be 2 numbers from 1 to 1048576"
            ),
            new(Changed(model => model.Graph.Node[0].Attribute.Add(Numbers("dilations", 1048576, 1048576))), "node '/net/Conv' (Conv): "),
            new(Resize(1e9f), "node 'resize' (Resize): its factors are 1000000000 and 1000000000"),
            new(Resize(10000), "node 'resize' (Resize): its factors are 10000 and 10000"),
        ];

    protected override IEnumerable<HostileInput> Cycles =>
        [
            new(
                Changed(model => model.Graph.Node[0].Input[0] = model.Graph.Node[0].Output[0]),
                "node '/net/Conv' (Conv) takes 'Conv:1', which a later node makes: nodes must be sorted and without cycles"
            ),
            new(
                Changed(model => model.Graph.Node[0].Input[0] = "y"),
                "node '/net/Conv' (Conv) takes 'y', which a later node makes: nodes must be sorted and without cycles"
            ),
            new(Changed(model => model.Graph.Node[0].Output[0] = "x"), "the value 'x' is made twice"),
        ];

    protected override IEnumerable<HostileInput> DuplicateNames =>
        [
            new(
                Changed(model => model.Graph.Initializer.Add(model.Graph.Initializer[0].Clone())),
                "the constant 'Constant:0' is there twice"
            ),
            new(Changed(model => model.Graph.Input.Add(model.Graph.Input[0].Clone())), "the value 'x' is made twice"),
            new(Changed(model => model.Graph.Node.Add(model.Graph.Node[0].Clone())), "the value 'Conv:1' is made twice"),
            new(Changed(model => model.Graph.Node[0].Output[0] = "Constant:0"), "the value 'Constant:0' is made twice"),
        ];

    protected override IEnumerable<HostileInput> MissingParts =>
        [
            new([], "holds no graph"),
            new("not a model"u8.ToArray(), "is not a readable ONNX file"),
            new(Changed(model => model.Graph.Node.Clear()), "holds no graph"),
            new(Changed(model => model.OpsetImport.Clear()), "does not say the version of its operators (opset_import)"),
            new(Changed(model => model.Graph.Output.Clear()), "the graph has no output"),
            new(
                Changed(model => model.Graph.Initializer.RemoveAt(0)),
                "node '/net/Conv' (Conv) takes 'Constant:0', which is neither an input, a constant nor what a node makes"
            ),
            new(Changed(model => model.Graph.Node[0].Input.RemoveAt(1)), "node '/net/Conv' (Conv): input 2 is missing"),
            new(
                Changed(model => model.Graph.Initializer[0].RawData = ByteString.Empty),
                "constant 'Constant:0' of sizes 4×1×3×3 takes 144 bytes, found 0"
            ),
            new(
                Changed(model => model.Graph.Initializer[0].DataType = 99),
                "constant 'Constant:0' has type 99, must be float, float16, double, bool or a whole number"
            ),
            new(
                Changed(model => model.Graph.Initializer[0].DataLocation = TensorProto.Types.DataLocation.External),
                "node '/net/Conv' (Conv): constant 'Constant:0' lies in '', must be a file in the folder of the model"
            ),
            new(Changed(model => model.Graph.Node[1].OpType = "If"), "node '/net/Relu' (If): the operator is not supported"),
        ];

    protected override IEnumerable<HostileInput> NotFinite =>
        [
            new(
                Changed(model => model.Graph.Initializer[0].RawData = Floats(36, float.NaN)),
                "layer 'net': weight 'kernel' has the value NaN at 0, must be finite"
            ),
            new(
                Changed(model => model.Graph.Initializer[0].RawData = Floats(36, float.NegativeInfinity)),
                "layer 'net': weight 'kernel' has the value -Infinity at 0, must be finite"
            ),
            new(Leaky(float.NaN), "node '/net/Relu' (LeakyRelu): alpha is NaN, must be a finite number"),
            new(Leaky(float.PositiveInfinity), "node '/net/Relu' (LeakyRelu): alpha is Infinity, must be a finite number"),
            new(Resize(float.NaN), "node 'resize' (Resize): "),
            new(Resize(float.PositiveInfinity), "node 'resize' (Resize): "),
            new(Resize(-2), "node 'resize' (Resize): "),
        ];

    protected override IEnumerable<HostileInput> DeepNesting =>
        [
            new(Subgraphs(200), "node 'deep' (If): the operator is not supported"),
            new(Subgraphs(10_000), "node 'deep' (If): the operator is not supported"),
            new(
                [.. Enumerable.Repeat(StartOfGroup, 100_000)],
                "is not a readable ONNX file: Protocol message had too many levels of nesting"
            ),
        ];

    protected override IEnumerable<long> Boundaries(byte[] file) => ProtobufBoundaries.Of(file);

    protected override void Read(string path) => OnnxFile.Read(path);

    private static byte[] Changed(Action<ModelProto> change)
    {
        ModelProto model = OnnxFileTests.Small();
        change(model);
        return model.ToByteArray();
    }

    private static void SetInput(ModelProto model, params long[] sizes)
    {
        for (int i = 0; i < sizes.Length; i++)
        {
            model.Graph.Input[0].Type.TensorType.Shape.Dim[i + 1].DimValue = sizes[i];
        }
    }

    private static AttributeProto Numbers(string name, params long[] values)
    {
        AttributeProto attribute = new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.Add(values);
        return attribute;
    }

    private static byte[] Leaky(float alpha) =>
        Changed(model =>
        {
            model.Graph.Node[1].OpType = "LeakyRelu";
            model
                .Graph.Node[1]
                .Attribute.Add(
                    new AttributeProto
                    {
                        Name = "alpha",
                        Type = AttributeProto.Types.AttributeType.Float,
                        F = alpha,
                    }
                );
        });

    /// <summary>A model whose output is its input made larger by a factor.</summary>
    private static byte[] Resize(float factor) =>
        Changed(model =>
        {
            TensorProto scales = new()
            {
                Name = "scales",
                DataType = 1,
                RawData = ByteString.CopyFrom([.. new[] { 1, 1, factor, factor }.SelectMany(BitConverter.GetBytes)]),
            };
            scales.Dims.Add(4);
            model.Graph.Initializer.Add(scales);
            NodeProto node = new() { Name = "resize", OpType = "Resize" };
            node.Input.Add(["x", "", "scales"]);
            node.Output.Add("large");
            foreach (
                (string setting, string value) in new[]
                {
                    ("mode", "nearest"),
                    ("coordinate_transformation_mode", "asymmetric"),
                    ("nearest_mode", "floor"),
                }
            )
            {
                node.Attribute.Add(
                    new AttributeProto
                    {
                        Name = setting,
                        Type = AttributeProto.Types.AttributeType.String,
                        S = ByteString.CopyFromUtf8(value),
                    }
                );
            }

            model.Graph.Node.Add(node);
            model.Graph.Output[0].Name = "large";
        });

    private static ByteString Floats(int count, float value) =>
        ByteString.CopyFrom([.. Enumerable.Repeat(value, count).SelectMany(BitConverter.GetBytes)]);

    /// <summary>A graph whose output a node makes that has a graph in an attribute, and so on.</summary>
    private static byte[] Subgraphs(int depth)
    {
        byte[] node = [];
        for (int i = 0; i < depth; i++)
        {
            node =
            [
                .. Field(OutputField, "deep"u8),
                .. Field(OperatorField, "If"u8),
                .. Field(AttributeField, Field(SubgraphField, Field(NodeField, node))),
            ];
        }

        return [.. Changed(model => model.Graph.Output[0].Name = "deep"), .. Field(GraphField, Field(NodeField, node))];
    }

    private static byte[] Field(int number, ReadOnlySpan<byte> contents)
    {
        const int lengthDelimited = 2;
        using MemoryStream stream = new();
        CodedOutputStream writer = new(stream);
        writer.WriteTag(number, (WireFormat.WireType)lengthDelimited);
        writer.WriteBytes(ByteString.CopyFrom(contents));
        writer.Flush();
        return stream.ToArray();
    }
}
