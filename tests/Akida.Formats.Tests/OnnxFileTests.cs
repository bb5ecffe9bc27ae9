using Akida.Formats.Onnx;
using Akida.Formats.Onnx.Protocol;
using Akida.Graph;
using Google.Protobuf;

namespace Akida.Formats.Tests;

/// <summary>ONNX files that are damaged, malicious or not understood: one line that names the file and the place.</summary>
public sealed class OnnxFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("akida-onnx-").FullName;

    private string ModelPath => Path.Combine(folder, "model.onnx");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Operators_that_are_not_supported_are_named()
    {
        string message = Refuse(model => model.Graph.Node[1].OpType = "LSTM");
        Assert.StartsWith(
            $"{ModelPath}: node '/net/Relu' (LSTM): the operator is not supported; supported are Add, AveragePool, ",
            message
        );
        Assert.Equal(
            Line("node '/net/Relu' (Cast): makes Int32 of a layer's output, must make floats"),
            Refuse(model =>
            {
                model.Graph.Node[1].OpType = "Cast";
                model
                    .Graph.Node[1]
                    .Attribute.Add(
                        new AttributeProto
                        {
                            Name = "to",
                            Type = AttributeProto.Types.AttributeType.Int,
                            I = (long)TensorProto.Types.DataType.Int32,
                        }
                    );
            })
        );
        Assert.Equal(
            Line("node '/net/Relu' (ConstantOfShape): fills 2,000,000 elements, all such constants together must have at most 1,048,576"),
            Refuse(model =>
            {
                model.Graph.Node[1].OpType = "ConstantOfShape";
                model.Graph.Node[1].Input[0] = "sizes";
                model.Graph.Initializer.Add(
                    new TensorProto
                    {
                        Name = "sizes",
                        DataType = (int)TensorProto.Types.DataType.Int64,
                        Dims = { 2 },
                        Int64Data = { 1000, 2000 },
                    }
                );
            })
        );
        Assert.StartsWith(
            $"{ModelPath}: node '/net/Relu' (com.other.Relu): the operator is not supported",
            Refuse(model => model.Graph.Node[1].Domain = "com.other")
        );
    }

    [Fact]
    public void Dropout_that_trains_is_refused()
    {
        Assert.Equal(
            Line(
                "node '/net/Relu' (Dropout): training_mode is true, must be false: it drops 0.25 of the values at random; export the "
                    + "model for inference"
            ),
            Refuse(model => Dropout(model, 0.25f, 1))
        );
        Assert.Equal(ModelPath, Load(model => Dropout(model, 0.25f, 0)));
        Assert.Equal(ModelPath, Load(model => Dropout(model, 0, 1)));
        Assert.Equal(
            Line("node '/net/Relu' (Dropout): input 'Conv:1' must be a constant, is computed"),
            Refuse(model =>
            {
                Dropout(model, 0.25f, 1);
                model.Graph.Node[1].Input[2] = "Conv:1";
            })
        );
        Assert.Equal(
            Line(
                "node '/net/Relu' (Dropout): is_test is 0, must be 1: it drops 0.5 of the values at random; export the model for inference"
            ),
            Refuse(model =>
            {
                model.OpsetImport[0].Version = 6;
                model.Graph.Node[1].OpType = "Dropout";
            })
        );
    }

    // The second node, as it is since the version 12 of the operators.
    private static void Dropout(ModelProto model, float ratio, int trainingMode)
    {
        model.Graph.Node[1].OpType = "Dropout";
        model.Graph.Node[1].Input.Add(["ratio", "training_mode"]);
        model.Graph.Initializer.Add(
            new TensorProto
            {
                Name = "ratio",
                DataType = (int)TensorProto.Types.DataType.Float,
                FloatData = { ratio },
            }
        );
        model.Graph.Initializer.Add(
            new TensorProto
            {
                Name = "training_mode",
                DataType = (int)TensorProto.Types.DataType.Bool,
                Int32Data = { trainingMode },
            }
        );
    }

    [Fact]
    public void Graphs_that_cannot_be_are_refused()
    {
        Assert.Equal(
            Line("node '/net/Conv' (Conv) takes 'Gemm:5', which a later node makes: nodes must be sorted and without cycles"),
            Refuse(model => model.Graph.Node[0].Input[0] = "Gemm:5")
        );
        Assert.Equal(
            Line("node '/net/Conv' (Conv) takes 'nothing', which is neither an input, a constant nor what a node makes"),
            Refuse(model => model.Graph.Node[0].Input[1] = "nothing")
        );
        Assert.Equal(Line("the value 'Conv:1' is made twice"), Refuse(model => model.Graph.Node[1].Output[0] = "Conv:1"));
        Assert.Equal(
            Line("the constant 'Constant:0' is there twice"),
            Refuse(model => model.Graph.Initializer.Add(model.Graph.Initializer[0].Clone()))
        );
        Assert.Equal(Line("the value 'x' is made twice"), Refuse(model => model.Graph.Input.Add(model.Graph.Input[0].Clone())));
        Assert.Equal(Line("output 'z' is not made by a node"), Refuse(model => model.Graph.Output[0].Name = "z"));
        Assert.Equal(Line("holds no graph"), Refuse(model => model.Graph.Node.Clear()));
        Assert.Equal(
            Line("input 'x': size 2 is 'height', must be a number from 1 to 16777216; export the model with a fixed input size"),
            Refuse(model => model.Graph.Input[0].Type.TensorType.Shape.Dim[2].DimParam = "height")
        );
    }

    [Fact]
    public void Constants_that_do_not_fit_are_refused()
    {
        Assert.Equal(
            Line("constant 'Constant:0' of sizes 4×1×3×3 takes 144 bytes, found 140"),
            Refuse(model => model.Graph.Initializer[0].RawData = ByteString.CopyFrom(new byte[140]))
        );
        Assert.Equal(
            Line($"constant 'Constant:0' has sizes 4611686018427387904×1×3×3, must be at most {Array.MaxLength / 8} values"),
            Refuse(model => model.Graph.Initializer[0].Dims[0] = 1L << 62)
        );
        Assert.Equal(
            Line("node '/net/Conv' (Conv): the kernel has 4 filters of 3 channels, the input 1 channels in 1 groups"),
            Refuse(model =>
            {
                model.Graph.Initializer[0].Dims[1] = 3;
                model.Graph.Initializer[0].Dims[2] = 1;
            })
        );
        Assert.Equal(
            Line("layer 'net': weight 'kernel' has the value NaN at 0, must be finite"),
            Refuse(model => model.Graph.Initializer[0].RawData = ByteString.CopyFrom(Enumerable.Repeat((byte)255, 144).ToArray()))
        );
        Assert.Equal(
            Line("constant 'Constant:0' has type 77, must be float, float16, double, bool or a whole number"),
            Refuse(model => model.Graph.Initializer[0].DataType = 77)
        );
    }

    [Fact]
    public void Constants_in_other_files_must_lie_beside_the_model()
    {
        ModelProto model = Small();
        byte[] bytes = model.Graph.Initializer[0].RawData.ToByteArray();
        File.WriteAllBytes(Path.Combine(folder, "weights.bin"), [0, 0, 0, 0, .. bytes]);
        Assert.Equal(ModelPath, Load(External("weights.bin", 4)));
        Assert.Equal(
            Line("node '/net/Conv' (Conv): constant 'Constant:0' takes 144 bytes, 'weights.bin' shall have 144 at 8 but is 148 long"),
            Load(External("weights.bin", 8))
        );
        foreach (string location in new[] { "/etc/passwd", "../weights.bin", "..", "a/weights.bin", "" })
        {
            Assert.Equal(
                Line($"node '/net/Conv' (Conv): constant 'Constant:0' lies in '{location}', must be a file in the folder of the model"),
                Load(External(location, 4))
            );
        }

        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(Path.Combine(folder, "link.bin"), "/etc/passwd");
            Assert.Equal(
                Line("node '/net/Conv' (Conv): constant 'Constant:0' lies in 'link.bin', which is not a file in the folder of the model"),
                Load(External("link.bin", 0))
            );
        }

        Action<ModelProto> External(string location, int offset) =>
            changed =>
            {
                TensorProto tensor = changed.Graph.Initializer[0];
                tensor.RawData = ByteString.Empty;
                tensor.DataLocation = TensorProto.Types.DataLocation.External;
                tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
                tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = offset.ToString() });
            };
    }

    [Fact]
    public void Names_become_legal_and_unique()
    {
        ModelProto model = Small();
        model.Graph.Node[0].Name = "/features/conv 1/Conv";
        model.Graph.Node[1].Name = "/features/conv 1/../Relu";
        model.Graph.Node[3].Name = "/features/conv 1/Conv";
        File.WriteAllBytes(ModelPath, model.ToByteArray());

        Assert.Equal(
            ["x", "features/conv_1", "features/conv_1/_", "net", "features/conv_1/Conv"],
            OnnxFile.Read(ModelPath).Graph.Layers.Select(node => node.Name)
        );
    }

    /// <summary>A small channels-first net: convolution, ReLU, flatten, matrix.</summary>
    internal static ModelProto Small()
    {
        OnnxBuilder builder = new() { Layer = "/net" };
        builder.Input("x", new TensorShape(1, 6, 6));
        string conv = builder.Node("Conv", ["x", Ramp(4, 1, 3, 3)]);
        string flat = builder.Node("Flatten", builder.Node("Relu", conv));
        string output = builder.Node("Gemm", [flat, Ramp(64, 3)]);
        builder.Name(output, "y");
        builder.Output("y", new TensorShape(3));
        return ModelProto.Parser.ParseFrom(builder.Build("small"));

        string Ramp(params int[] sizes)
        {
            TensorShape shape = new(sizes);
            return builder.Constant(new Tensor(shape, [.. Enumerable.Range(0, (int)shape.Elements).Select(i => (i % 7) - 3f)]));
        }
    }

    private string Line(string message) => $"{ModelPath}: {message}";

    private string Refuse(Action<ModelProto> change)
    {
        string message = Load(change);
        Assert.NotEqual(ModelPath, message);
        Assert.DoesNotContain('\n', message);
        return message;
    }

    /// <summary>The error of a changed file, or its path if there is none.</summary>
    private string Load(Action<ModelProto> change)
    {
        ModelProto model = Small();
        change(model);
        File.WriteAllBytes(ModelPath, model.ToByteArray());
        try
        {
            Assert.NotEmpty(OnnxFile.Read(ModelPath).Graph.Layers);
            return ModelPath;
        }
        catch (ModelFileException error)
        {
            return error.Message;
        }
    }
}
