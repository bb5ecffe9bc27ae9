using Akida.Graph;
using Akida.Graph.Catalogue;
using Akida.Graph.Expressions;
using Akida.Graph.Lowering;
using Akida.Integers;
using Akida.Quantization.Quantizing;

namespace Akida.Benchmarks;

/// <summary>A model that is there twice: in the zoo, and as an int8 file for ONNX Runtime in <c>benchmarks/models</c>.</summary>
/// <param name="Name">The ONNX file, without <c>.int8.onnx</c>.</param>
/// <param name="ZooName">The model of the zoo.</param>
/// <param name="Options">Its options by property name.</param>
internal sealed record BenchmarkModel(string Name, string ZooName, Dictionary<string, Scalar> Options)
{
    // Enough for ranges; the speed does not depend on them.
    private const int CalibrationSamples = 8;

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

    /// <summary>The 8-bit integer program of the model for Akida 2.0, with random weights.</summary>
    public IntegerProgram Program()
    {
        Model model = Float();
        return QuantizedProgram.From(
            Quantizer
                .Quantize(model, Samples.Random(model.Graph, DataType.UInt8, CalibrationSamples, seed: 1), new QuantizationSettings())
                .Model
        );
    }
}
