using System.Buffers.Binary;
using PureHDF;

namespace Akida.Formats.Tests.Hostile;

/// <summary>Damaged <c>.h5</c> files: the HDF5 structure, the <c>model_config</c> in it, and the weights.</summary>
public sealed class HostileKerasFileTests(ITestOutputHelper output) : HostileReaderTests(output)
{
    private const string Input = """
        {"class_name": "InputLayer", "config": {
            "batch_input_shape": [null, 4, 4, 2], "dtype": "float32", "name": "in"}, "inbound_nodes": []}
        """;

    private const string Dense = """{"class_name": "Dense", "config": {"name": "fc", "units": 3}, "inbound_nodes": [[["in", 0, 0, {}]]]}""";

    private static readonly byte[] Python = File.ReadAllBytes(
        Path.Combine(Testing.TestFolders.Data, "constraint-cases", "dense-as-input.h5")
    );

    private static readonly byte[] Quantized = File.ReadAllBytes(
        Path.Combine(Testing.TestFolders.Data, "cases", "random_v2_0003", "quantized.h5")
    );

    protected override string FileName => "net.h5";

    protected override IReadOnlyList<byte[]> GoodFiles => [Python, Quantized, Keras(Model(Input, Dense), Weights())];

    protected override IEnumerable<HostileInput> AbsurdSizes =>
        [
            new(
                Keras(Model(InputOf("100000, 100000, 64"))),
                "layer 'in': the output is 100000×100000×64, more than 134217728 values (AKIDA_MAX_ELEMENTS sets the limit)"
            ),
            new(
                Keras(Model(InputOf("2147483647, 2147483647, 2147483647"))),
                "layer 'in': the output is 2147483647×2147483647×2147483647, more than 134217728 values"
            ),
            new(
                Keras(Model(InputOf("2147483648, 1, 1"))),
                "layer 'in': batch_input_shape is [null, 2147483648, 1, 1], must be a list of the batch size and known, positive sizes"
            ),
            new(
                Keras(Model(InputOf("4, -4, 2"))),
                "layer 'in': batch_input_shape is [null, 4, -4, 2], must be a list of the batch size and known, positive sizes"
            ),
            new(
                Keras(Model(Input, Layer("Dense", "\"units\": 2147483647"))),
                "layer 'x': the output is 4×4×2147483647, more than 134217728 values"
            ),
            new(Keras(Model(Input, Layer("Dense", "\"units\": -1"))), "layer 'x': units is -1, must be at least 1"),
            new(
                Keras(Model(Input, Layer("UpSampling2D", "\"size\": [65536, 65536]"))),
                "layer 'x': the output is 262144×262144×2, more than"
            ),
            new(
                Keras(Model(Input, Layer("UpSampling2D", "\"size\": [2147483647, 2147483647]"))),
                "layer 'x': its sizes are too large to be computed"
            ),
            new(
                Keras(Model(Input, Layer("UpSampling2D", "\"size\": [-1, -1]"))),
                "layer 'x': the output is -4×-4×2, sizes must be at least 1"
            ),
            new(
                Keras(Model(Input, Layer("ZeroPadding2D", "\"padding\": [[0, 2147483647], [0, 0]]"))),
                "layer 'x': its sizes are too large to be computed"
            ),
            new(
                Keras(Model(Input, Layer("ZeroPadding2D", "\"padding\": [[0, 1000000], [0, 1000000]]"))),
                "layer 'x': the output is 1000004×1000004×2, more than"
            ),
            new(
                Keras(Model(Input, Layer("ZeroPadding2D", "\"padding\": [[0, -1], [0, 0]]"))),
                "layer 'x': padding is [[0, -1], [0, 0]], must be"
            ),
            new(
                Keras(Model(Input, Layer("Conv2DTranspose", Convolution("\"filters\": 8", "[3, 3]", "[100000, 100000]")))),
                "layer 'x': the output is 400000×400000×8, more than"
            ),
            new(
                Keras(Model(Input, Layer("Conv2D", Convolution("\"filters\": 8", "[100000, 100000]", "[1, 1]")))),
                "layer 'x': weight 'kernel' is 100000×100000×2×8, more than"
            ),
            new(
                Keras(Model(Input, Layer("Conv2D", Convolution("\"filters\": 8", "[0, 1]", "[1, 1]")))),
                "layer 'x': kernel size 0 must be at least 1"
            ),
            new(
                Keras(Model(Input, Layer("Conv2D", Convolution("\"filters\": 8", "[1, 1]", "[1, -1]")))),
                "layer 'x': stride -1 must be at least 1"
            ),
            new(
                Keras(Model(Input, Layer("Conv2D", Convolution("\"filters\": 8, \"dilation_rate\": [-5, 1]", "[3, 3]", "[1, 1]")))),
                "layer 'x': dilation rate -5 must be at least 1"
            ),
            new(
                Keras(Model(Input, Layer("Conv2D", Convolution("\"filters\": 8, \"groups\": 0", "[3, 3]", "[1, 1]")))),
                "layer 'x': groups is 0, must divide the 2 input channels and the 8 filters"
            ),
            new(
                Keras(Model(Input, Layer("DepthwiseConv2D", Convolution("\"depth_multiplier\": -3", "[3, 3]", "[1, 1]")))),
                "layer 'x': the output is 4×4×-6, sizes must be at least 1"
            ),
            new(
                Keras(Model(Input, Layer("Reshape", "\"target_shape\": [4294967296, 4294967296]"))),
                "layer 'x': target_shape is [4294967296, 4294967296], must be"
            ),
            new(
                Keras(Model(Input, Layer("Reshape", "\"target_shape\": [1048576, 1048576, 1048576, 1048576]"))),
                "layer 'x': its sizes are too large to be computed"
            ),
            new(
                Keras(
                    Model([
                        InputOf("4096, 4096, 4"),
                        .. Enumerable.Range(0, 10).Select(i => Layer("ReLU", "\"max_value\": 6", $"r{i}", i == 0 ? "in" : $"r{i - 1}")),
                    ])
                ),
                "layer 'r3': all layers up to it put out 335544320 values, more than 268435456 (twice AKIDA_MAX_ELEMENTS)"
            ),
            new(
                Keras(Model([Input, .. Enumerable.Range(0, 5000).Select(i => Layer("ReLU", "\"max_value\": 6", $"r{i}", "in"))])),
                "model 'm' has 5001 layers, must have at most 4000"
            ),
            new(
                Keras(
                    Model([
                        Input,
                        .. Enumerable
                            .Range(0, 200)
                            .Select(i => Join($"a{i}", "in", string.Join("\", 0, 0, {}], [\"", Enumerable.Repeat("in", 100)))),
                    ])
                ),
                "model 'm' has 20200 connections between layers, must have at most 16000"
            ),
            new(
                Keras(Model(Input, Layer("MaxPooling2D", "\"pool_size\": [2147483647, 1], \"strides\": [1, 1], \"padding\": \"same\""))),
                "layer 'x': pool size 2147483647 must be at most 1048576"
            ),
            new(
                Keras(Model(Input, Layer("Conv2D", Convolution("\"filters\": 8", "[1, 1]", "[2147483647, 1]")))),
                "layer 'x': stride 2147483647 must be at most 1048576"
            ),
            new(
                Changed(Python, Dimensions(64, 10), Dimensions(long.MaxValue, 10)),
                "'/model_weights/f1/f1/kernel:0' has shape 9223372036854775807×10, must be 64×10"
            ),
            new(
                Changed(Python, Dimensions(64, 10), Dimensions(1 << 30, 1 << 30)),
                "'/model_weights/f1/f1/kernel:0' has shape 1073741824×1073741824, must be 64×10"
            ),
        ];

    protected override IEnumerable<HostileInput> Cycles =>
        [
            new(Keras(Model(Input, Layer("ReLU", "\"max_value\": 6", "a", "a"))), "layer 'a': its inputs form a cycle: a ← a"),
            new(
                Keras(Model(Input, Layer("ReLU", "\"max_value\": 6", "a", "b"), Layer("ReLU", "\"max_value\": 6", "b", "a"))),
                "layer 'a': its inputs form a cycle: a ← b ← a"
            ),
            new(
                Keras(
                    Model(
                        Input,
                        Layer("ReLU", "\"max_value\": 6", "end", "a"),
                        Join("a", "in", "c"),
                        Layer("ReLU", "\"max_value\": 6", "b", "a"),
                        Layer("ReLU", "\"max_value\": 6", "c", "b")
                    )
                ),
                "layer 'a': its inputs form a cycle: a ← c ← b ← a"
            ),
            new(
                Keras(
                    Sequential(
                        Layer("ReLU", "\"max_value\": 6, \"batch_input_shape\": [null, 4]", "in"),
                        Layer("ReLU", "\"max_value\": 6", "in")
                    )
                ),
                "the name 'in' is used twice"
            ),
            new(CircularTree(Python), "is damaged: its structure goes in circles"),
        ];

    protected override IEnumerable<HostileInput> DuplicateNames =>
        [
            new(Keras(Model(Input, Input)), "the name 'in' is used twice"),
            new(Keras(Model(Input, Dense, Dense), Weights()), "the name 'fc' is used twice"),
            new(
                Keras(Model(Input, Layer("Dense", "\"units\": 3, \"units\": 4"))),
                "model_config is not valid JSON: Duplicate property 'units'"
            ),
            new(Keras(Model(Input, Layer("ReLU", "\"max_value\": 6", ""))), "a layer has no name"),
            new(
                Keras(Model(Input, Dense), Weights() with { Names = ["fc/kernel:0", "fc/kernel:0", "fc/bias:0"] }),
                "layer 'fc': weight 'kernel' is there twice"
            ),
            new(Changed(Python, "bias:0\0"u8.ToArray(), "kernel:0\0"u8.ToArray()[..7]), "layer 'f1': weight 'bias' is missing"),
        ];

    protected override IEnumerable<HostileInput> MissingParts =>
        [
            new([], "is no HDF5 file: it does not begin with the signature of one"),
            new("not a model"u8.ToArray(), "is no HDF5 file: it does not begin with the signature of one"),
            new(Keras("{}"), "model_config has no class_name"),
            new(Keras("[]"), "model_config has no class_name"),
            new(
                Keras("""{"class_name": "Mystery", "config": {"name": "m", "layers": []}}"""),
                "model_config is of class 'Mystery', must be Functional or Sequential"
            ),
            new(Keras(Model()), "model 'm' has no input layer"),
            new(Keras(Model(Input, Layer("Dense", "\"use_bias\": true"))), "layer 'x': units is missing"),
            new(Keras(Model(Input, Layer("ReLU", "\"max_value\": 6", "x", "nothing"))), "layer 'x': input 'nothing' does not exist"),
            new(Keras(Model(Input, Dense)), "layer 'fc': its weights are missing"),
            new(Keras(Model(Input, Dense), Weights() with { Names = ["fc/bias:0"] }), "layer 'fc': weight 'kernel' is missing"),
            new(Keras(Model(Input, Dense), Weights() with { Kernel = null }), "'/model_weights/fc/fc/kernel:0' is missing"),
            new(
                Keras(Model(Input, Dense), Weights() with { Kernel = new H5Dataset(new float[6], fileDims: [3, 2]) }),
                "'/model_weights/fc/fc/kernel:0' has shape 3×2, must be 2×3"
            ),
            new(
                Keras(Model(Input, Dense), Weights() with { Kernel = new H5Dataset(new double[6], fileDims: [2, 3]) }),
                "'/model_weights/fc/fc/kernel:0' must hold 32-bit floats"
            ),
            new(Keras(Model(Input, Dense), Weights() with { Kernel = new H5Group() }), "'/model_weights/fc/fc/kernel:0' is no dataset"),
        ];

    protected override IEnumerable<HostileInput> NotFinite =>
        [
            new(Keras(Model(Input, Dense), Weights(float.NaN)), "layer 'fc': weight 'kernel' has the value NaN at 5, must be finite"),
            new(
                Keras(Model(Input, Dense), Weights(float.NegativeInfinity)),
                "layer 'fc': weight 'kernel' has the value -Infinity at 5, must be finite"
            ),
            new(
                Keras(Model(Input, Layer("ReLU", "\"max_value\": NaN"))),
                "model_config is not valid JSON: 'N' is an invalid start of a value"
            ),
            new(
                Keras(Model(Input, Layer("ReLU", "\"max_value\": 1e999"))),
                "layer 'x': max_value is 1e999, must be a finite number or null"
            ),
            new(Keras(Model(Input, Layer("ReLU", "\"max_value\": -1"))), "layer 'x': the bound of the ReLU is -1, must be at least 0"),
            new(Keras(Model(Input, Layer("Rescaling", "\"scale\": -1e999, \"offset\": 0"))), "layer 'x': scale is -1e999, must be"),
            new(
                Keras(
                    Model(
                        Input,
                        Layer("Custom>QuantizedReLU", "\"max_value\": 6, \"quant_config\": {\"output_quantizer\": {\"bitwidth\": 1e99}}")
                    )
                ),
                "layer 'x': quant_config.output_quantizer.bitwidth is 1e99, must be 1 to 32"
            ),
            new(
                Keras(Model(Input, Layer("Custom>QuantizedReLU", "\"max_value\": 6, \"quant_config\": {\"buffer_bitwidth\": -4}"))),
                "layer 'x': quant_config.buffer_bitwidth is -4, must be 1 to 32"
            ),
        ];

    protected override IEnumerable<HostileInput> DeepNesting =>
        [
            new(
                Keras(Model(Input, Layer("ReLU", $"\"max_value\": {Nested(200)}"))),
                "model_config is not valid JSON: The maximum configured depth of 64 has been exceeded"
            ),
            new(Keras(Nested(60_000)), "model_config is not valid JSON: The maximum configured depth of 64 has been exceeded"),
        ];

    protected override IEnumerable<long> Boundaries(byte[] file) => Hdf5Boundaries.Of(file);

    protected override void Read(string path) => KerasFile.Read(path);

    private static string Model(params string[] layers) =>
        $$"""{"class_name": "Functional", "config": {"name": "m", "layers": [{{string.Join(", ", layers)}}], "output_layers": []} }""";

    private static string Sequential(params string[] layers) =>
        $$"""{"class_name": "Sequential", "config": {"name": "m", "layers": [{{string.Join(", ", layers)}}]} }""";

    private static string InputOf(string sizes) => Input.Replace("4, 4, 2", sizes, StringComparison.Ordinal);

    private static string Layer(string className, string settings, string name = "x", string input = "in") =>
        $$"""{"class_name": "{{className}}", "config": {"name": "{{name}}", {{settings}}}, "inbound_nodes": [[["{{input}}", 0, 0, {}]]]}""";

    private static string Join(string name, string left, string right) =>
        $$"""{"class_name": "Add", "config": {"name": "{{name}}"}, "inbound_nodes": [[["{{left}}", 0, 0, {}], ["{{right}}", 0, 0, {}]]]}""";

    private static string Convolution(string settings, string kernel, string strides) =>
        $"{settings}, \"kernel_size\": {kernel}, \"strides\": {strides}, \"padding\": \"same\"";

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);

    /// <summary>The weights of the layer <c>fc</c>: what its group says they are, and what is there.</summary>
    private sealed record DenseWeights(string[] Names, object? Kernel);

    private static DenseWeights Weights(float last = 6) =>
        new(["fc/kernel:0", "fc/bias:0"], new H5Dataset(new[] { 1, 2, 3, 4, 5, last }, fileDims: [2, 3]));

    private static byte[] Keras(string modelConfig, DenseWeights? weights = null)
    {
        H5Group root = [];
        root.Attributes["layer_names"] = (string[])(weights is null ? ["in"] : ["in", "fc"]);
        if (weights is not null)
        {
            H5Group inner = new() { ["bias:0"] = new H5Dataset(new float[3], fileDims: [3]) };
            if (weights.Kernel is { } kernel)
            {
                inner["kernel:0"] = kernel;
            }

            H5Group group = new() { ["fc"] = inner };
            group.Attributes["weight_names"] = weights.Names;
            root["fc"] = group;
        }

        H5File file = new() { ["model_weights"] = root };
        file.Attributes["model_config"] = modelConfig;
        using MemoryStream stream = new();
        file.Write(stream);
        return stream.ToArray();
    }

    private static byte[] Dimensions(long first, long second)
    {
        byte[] bytes = new byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, first);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(sizeof(long)), second);
        return bytes;
    }

    private static byte[] Changed(byte[] file, byte[] from, byte[] to)
    {
        byte[] copy = [.. file];
        int at = copy.AsSpan().IndexOf(from);
        Assert.True(at >= 0);
        to.CopyTo(copy, at);
        return copy;
    }

    /// <summary>The file with the first tree of a group made a node whose only child is itself.</summary>
    private static byte[] CircularTree(byte[] file)
    {
        const int levelOffset = 5,
            childOffset = 32;
        byte[] copy = [.. file];
        int at = copy.AsSpan().IndexOf("TREE"u8);
        copy[at + levelOffset] = 1;
        BinaryPrimitives.WriteInt64LittleEndian(copy.AsSpan(at + childOffset), at);
        return copy;
    }
}
