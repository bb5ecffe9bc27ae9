using Akida.Formats.Onnx.Qdq;
using Akida.Graph;
using Akida.Graph.Catalogue;
using Akida.Graph.Expressions;
using Akida.Graph.Lowering;
using Akida.Graph.Operations;
using Akida.Integers;
using Akida.Quantization.Quantizing;
using Akida.Simulator.Execution;
using Akida.Zoo;

namespace Akida.Benchmarks;

/// <summary>
/// A model that is there twice: in the zoo, and as an int8 file for ONNX Runtime in <c>benchmarks/models</c>; or a temporal one, of which
/// ONNX Runtime runs what we export.
/// </summary>
/// <param name="Name">The ONNX file, without <c>.int8.onnx</c>.</param>
/// <param name="ZooName">The model of the zoo.</param>
/// <param name="Options">Its options by property name.</param>
internal sealed record BenchmarkModel(string Name, string ZooName, Dictionary<string, Scalar> Options)
{
    // Enough for ranges; the speed does not depend on them.
    private const int CalibrationSamples = 8;

    /// <summary>8-bit weights and activations.</summary>
    public static BitWidths Eight { get; } = BitWidths.Default;

    /// <summary>4-bit weights and activations, but for the first layer's weights.</summary>
    public static BitWidths Four { get; } = new(8, 4, 4);

    /// <summary>The temporal models, which take a frame at a time.</summary>
    public static IReadOnlyList<BenchmarkModel> Streams { get; } =
    [
        .. ((string[])["tenn_spatiotemporal_dvs128", "tenn_spatiotemporal_eye", "tenn_spatiotemporal_jester"]).Select(
            name => new BenchmarkModel(name, name, []) { IsStream = true }
        ),
    ];

    /// <summary>All models; the last of them only where the folder of references beside the checkout has their files.</summary>
    public static IReadOnlyList<BenchmarkModel> All { get; } =
    [
        new("ds_cnn_kws", "ds_cnn_kws", []),
        new("gxnor_mnist", "gxnor_mnist", []),
        new("vgg_utk_face", "vgg_utk_face", []),
        new("akidanet_160_050", "akidanet_imagenet", new() { ["ImageSize"] = 160, ["Alpha"] = 0.5 }),
        new("akidanet_224_100", "akidanet_imagenet", new() { ["ImageSize"] = 224, ["Alpha"] = 1.0 }),
        .. new BenchmarkModel[]
        {
            new("pointnet_modelnet40", "pointnet_plus_modelnet40", []),
            new("convtiny_dvs_handy", "convtiny_dvs_handy", []),
            new("convtiny_dvs_gesture", "convtiny_dvs_gesture", []),
            new("akida_unet_portrait128", "akida_unet_portrait128", []),
            new("yolo_224_050", "yolo_base", []),
            new("mobilenet_224_100", "mobilenet_imagenet", []),
            new("akidanet18_224", "akidanet18_imagenet", []),
            new("centernet_384", "centernet", []),
        }.Where(model => File.Exists(model.OnnxPath)),
    ];

    /// <summary>The int8 file for ONNX Runtime: one of ours, or of the folder of references.</summary>
    public string OnnxPath
    {
        get
        {
            string file = Name + ".int8.onnx",
                own = Path.Combine(AppContext.BaseDirectory, "models", file);
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Akida.Dsl.slnx")))
            {
                folder = folder.Parent;
            }

            return File.Exists(own) || folder is null ? own : Path.Combine(folder.FullName, "..", "shared", "bench", file);
        }
    }

    /// <summary>Whether the model is temporal and takes a frame at a time.</summary>
    public bool IsStream { get; private init; }

    /// <summary>Whether the zoo has the model.</summary>
    public bool IsInZoo => Entry is not null;

    private ModelEntry? Entry => Zoo.ModelCatalogue.All.FirstOrDefault(entry => entry.Name == ZooName);

    /// <summary>The float model for Akida 2.0, with random weights.</summary>
    public Model Float()
    {
        ModelGraph graph = (Entry ?? throw new InvalidOperationException($"the zoo has no {ZooName}"))
            .Create(Options)
            .Build(AkidaVersion.V2);
        return new Model(graph, WeightInitialization.Create(graph, seed: 1));
    }

    /// <summary>What ONNX Runtime runs: the int8 file, or the export of a temporal model of 8 bits.</summary>
    public byte[] Onnx() => IsStream ? QdqExport.ToBytes(Quantised(Eight)) : File.ReadAllBytes(OnnxPath);

    /// <summary>The integer program of the model for Akida 2.0, with random weights.</summary>
    /// <param name="bits">Its bits; 8 if not given.</param>
    public IntegerProgram Program(BitWidths? bits = null) => QuantizedProgram.From(Quantised(bits ?? Eight));

    /// <summary>The simulator that the zoo has emitted for the model and its bits, or null.</summary>
    public EmittedSimulator? Emitted(IntegerProgram program, BitWidths bits) =>
        (Name, bits) switch
        {
            ("gxnor_mnist", (8, 8, 8)) => new GxnorMnist.SimulatorV2I8W8A8(program),
            ("gxnor_mnist", (8, 4, 4)) => new GxnorMnist.SimulatorV2I8W4A4(program),
            ("ds_cnn_kws", (8, 4, 4)) => new DsCnnKws.SimulatorV2I8W4A4(program),
            ("akidanet_160_050", (8, 8, 8)) => new AkidaNetImageNet.SimulatorV2I8W8A8ImageSize160Alpha05(program),
            _ => null,
        };

    /// <remarks>ONNX Runtime has integer kernels only where an output has one range, so that is what temporal models have.</remarks>
    private Model Quantised(BitWidths bits)
    {
        Model model = Float();
        DataType type = model.Graph.Input.Operation is InputLayer { DType: DataType.Int8 } ? DataType.Int8 : DataType.UInt8;
        Samples samples = Samples.Random(model.Graph, type, CalibrationSamples, seed: 1);
        return Quantizer
            .Quantize(
                model,
                IsStream ? samples with { BatchSize = 1 } : samples,
                new QuantizationSettings { Bits = bits, PerTensorActivations = IsStream }
            )
            .Model;
    }
}
