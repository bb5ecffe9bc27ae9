using System.Text.RegularExpressions;
using Akida.Graph;

namespace Akida.Cli;

/// <summary>The names of files that the commands write when they are not told. Scripts rely on them.</summary>
internal static partial class FileNames
{
    /// <summary>The name with <c>.h5</c> appended unless it is there.</summary>
    public static string Created(string name) => name.EndsWith(".h5", StringComparison.Ordinal) ? name : name + ".h5";

    /// <summary>For example <c>ds_cnn_kws_i8_w4_a4.h5</c>; a suffix of an earlier quantisation is replaced.</summary>
    public static string Quantized(string model, BitWidths bits) =>
        $"{QuantizationBase(model)}_i{bits.Input}_w{bits.Weight}_a{bits.Activation}.h5";

    /// <summary>For example <c>ds_cnn_kws_mine.h5</c> for the settings <c>mine.json</c>.</summary>
    public static string QuantizedWith(string model, string configuration) =>
        $"{QuantizationBase(model)}_{Path.GetFileNameWithoutExtension(configuration)}.h5";

    /// <summary>The name that the user gave, as a Keras file: that is what quantised models are, ONNX ones too.</summary>
    public static string QuantizedAs(string name) => Stem(name) + ".h5";

    /// <summary>For example <c>ds_cnn_kws_quant_config.json</c>.</summary>
    public static string Configuration(string model) => Stem(model) + "_quant_config.json";

    /// <summary>For example <c>net_64_96.h5</c>.</summary>
    public static string Reshaped(string model, int height, int width) => $"{Stem(model)}_{height}_{width}.h5";

    /// <summary>For example <c>net_unfused.h5</c>.</summary>
    public static string Unfused(string model) => Stem(model) + "_unfused.h5";

    /// <summary>The ONNX file beside the model, or the name that the user gave with its extension.</summary>
    public static string Exported(string model, string? name) => name is null ? Stem(model) + ".onnx" : Stem(name) + ".onnx";

    /// <summary>The weights' archive beside the model.</summary>
    public static string Weights(string model) => Stem(model) + ".npz";

    private static string QuantizationBase(string model)
    {
        string stem = Stem(model);
        Match suffix = QuantizationSuffix().Match(stem);
        return suffix.Success ? stem[..suffix.Index] : stem;
    }

    private static string Stem(string path) => path[..^Path.GetExtension(path).Length];

    [GeneratedRegex("_i[0-9]_w[0-9]_a[0-9]")]
    private static partial Regex QuantizationSuffix();
}
