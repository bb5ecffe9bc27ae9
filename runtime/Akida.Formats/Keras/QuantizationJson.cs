using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Akida.Formats.Json;

namespace Akida.Formats;

/// <summary>
/// QuantizeML's quantisation settings as JSON: a layer's <c>quant_config</c> in a Keras file, and files of them by layer
/// (<c>q_config.json</c>).
/// </summary>
public static class QuantizationJson
{
    private static readonly JsonCodec<int> Bits = JsonCodec.Map(
        JsonCodec.Int,
        "1 to 32",
        bits => bits is >= 1 and <= 32,
        bits => bits,
        bits => bits
    );

    private static readonly JsonCodec<int?> Axis = JsonCodec.Nullable(JsonCodec.Int);

    internal static JsonCodec<QuantizerAxis> QuantizerAxis { get; } =
        JsonCodec.Words((Graph.QuantizerAxis.PerTensor, "per-tensor"), (Graph.QuantizerAxis.PerAxis, "per-axis"));

    /// <summary>The settings in a JSON object.</summary>
    /// <exception cref="GraphException">A key is unknown or its value is not allowed.</exception>
    public static QuantizationConfig Read(JsonElement element)
    {
        JsonSettingsReader settings = new(element, "quant_config");
        QuantizationConfig config = Exchange(settings, QuantizationConfig.Empty);
        settings.RefuseOthers();
        return config;
    }

    /// <summary>The JSON object of settings; absent ones are left out.</summary>
    public static JsonObject Write(QuantizationConfig config)
    {
        JsonObject json = [];
        Exchange(new JsonSettingsWriter(json), config);
        return json;
    }

    /// <summary>Reads a file of settings by layer.</summary>
    /// <exception cref="ModelFileException">The file is missing or is no such file; the message names the layer.</exception>
    public static IReadOnlyDictionary<string, QuantizationConfig> ReadFile(string path) =>
        ModelFileException.Wrap(
            path,
            "JSON",
            () =>
            {
                using JsonDocument document = JsonDocument.Parse(
                    File.ReadAllBytes(path),
                    new JsonDocumentOptions { AllowDuplicateProperties = false }
                );
                if (document.RootElement.ValueKind != JsonValueKind.Object)
                {
                    throw new GraphException("must hold a JSON object of settings by layer");
                }

                Dictionary<string, QuantizationConfig> layers = [];
                foreach (JsonProperty layer in document.RootElement.EnumerateObject())
                {
                    try
                    {
                        layers[layer.Name] = Read(layer.Value);
                    }
                    catch (GraphException error)
                    {
                        throw error.About(layer.Name);
                    }
                }

                return layers;
            }
        );

    /// <summary>Writes a file of settings by layer, indented by four.</summary>
    /// <exception cref="ModelFileException">The file cannot be written.</exception>
    public static void WriteFile(string path, IEnumerable<KeyValuePair<string, QuantizationConfig>> layers)
    {
        JsonObject json = [];
        foreach ((string layer, QuantizationConfig config) in layers)
        {
            json[layer] = Write(config);
        }

        JsonWriterOptions options = new()
        {
            Indented = true,
            IndentSize = 4,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        AtomicFile.Write(
            path,
            stream =>
            {
                using Utf8JsonWriter writer = new(stream, options);
                json.WriteTo(writer);
            }
        );
    }

    private static QuantizationConfig Exchange(JsonSettings settings, QuantizationConfig config) =>
        config with
        {
            OutputQuantizer = settings.Optional("output_quantizer", config.OutputQuantizer, new() { Bitwidth = 8 }, ExchangeOutput),
            WeightQuantizer = settings.Optional("weight_quantizer", config.WeightQuantizer, new() { Bitwidth = 8 }, ExchangeWeight),
            DepthwiseWeightQuantizer = settings.Optional(
                "dw_weight_quantizer",
                config.DepthwiseWeightQuantizer,
                new() { Bitwidth = 8 },
                ExchangeWeight
            ),
            PointwiseWeightQuantizer = settings.Optional(
                "pw_weight_quantizer",
                config.PointwiseWeightQuantizer,
                new() { Bitwidth = 8 },
                ExchangeWeight
            ),
            BiasQuantizer = settings.Optional("bias_quantizer", config.BiasQuantizer, new() { Bitwidth = 8 }, ExchangeWeight),
            MaxValueQuantizer = settings.Optional("max_value_quantizer", config.MaxValueQuantizer, new() { Bitwidth = 8 }, ExchangeWeight),
            BufferBitwidth = settings.Optional("buffer_bitwidth", Bits, config.BufferBitwidth),
            LutBitwidth = settings.Optional("lut_bitwidth", Bits, config.LutBitwidth),
        };

    private static OutputQuantizerConfig ExchangeOutput(JsonSettings settings, OutputQuantizerConfig quantizer) =>
        quantizer with
        {
            Bitwidth = settings.Required("bitwidth", Bits, quantizer.Bitwidth),
            Signed = settings.Optional("signed", JsonCodec.Bool, quantizer.Signed),
            Axis = settings.Optional("axis", QuantizerAxis, quantizer.Axis),
            ScaleBits = settings.Optional("scale_bits", Bits, quantizer.ScaleBits),
            BufferBitwidth = settings.Optional("buffer_bitwidth", Bits, quantizer.BufferBitwidth),
        };

    private static WeightQuantizerConfig ExchangeWeight(JsonSettings settings, WeightQuantizerConfig quantizer)
    {
        quantizer = quantizer with
        {
            Bitwidth = settings.Required("bitwidth", Bits, quantizer.Bitwidth),
            Signed = settings.Optional("signed", JsonCodec.Bool, quantizer.Signed),
        };
        return settings.Has("axis", quantizer.HasAxis)
            ? quantizer with
            {
                HasAxis = true,
                Axis = settings.Value("axis", Axis, quantizer.Axis),
            }
            : quantizer;
    }
}
