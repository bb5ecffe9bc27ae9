using System.Globalization;
using Akida.Formats;
using Akida.Graph;

namespace Akida.Verification;

/// <summary>
/// The arrays of <c>outputs.npz</c>: <c>input</c>, and for a layer <c>LAYER:values</c>, <c>LAYER:frac_bits</c> and <c>LAYER:scales</c>, or
/// <c>LAYER:float</c>, for all samples, or <c>SAMPLE:LAYER:…</c> for one. Arrays of other names are passed over.
/// </summary>
internal sealed class RecordedOutputs
{
    private const string InputName = "input";
    private readonly string path;
    private readonly Dictionary<(string Layer, string Kind, int? Sample), (string Name, NpyArray Array)> arrays = [];

    private RecordedOutputs(string path, IReadOnlyDictionary<string, NpyArray> all)
    {
        this.path = path;
        Input = all.TryGetValue(InputName, out NpyArray? input) ? input : throw new ModelFileException(path, $"has no array '{InputName}'");
        Count =
            input.Shape.Count == 0
                ? throw new ModelFileException(path, $"array '{InputName}' is one number, must be a stack of inputs")
                : input.Shape[0];
        foreach ((string name, NpyArray array) in all)
        {
            Add(name, array);
        }
    }

    /// <summary>The inputs, stacked.</summary>
    public NpyArray Input { get; }

    /// <summary>The number of inputs.</summary>
    public int Count { get; }

    /// <summary>The names of the layers of which something is recorded.</summary>
    public IEnumerable<string> Layers => arrays.Keys.Select(key => key.Layer).Distinct();

    /// <summary>Reads a file.</summary>
    /// <exception cref="ModelFileException">The file is missing or damaged, or an array is not as its name says.</exception>
    public static RecordedOutputs Read(string path) => new(path, NpzFile.Read(path));

    /// <summary>What is recorded of a layer for a sample.</summary>
    public RecordedLayer Find(string layer, int sample)
    {
        NpyArray? values = ForSample(layer, "values", sample),
            floats = ForSample(layer, "float", sample);
        return new RecordedLayer
        {
            Shape = (values ?? floats) is { } any ? new TensorShape(any.Shape) : null,
            Integers = values?.ToInt64s(),
            Floats = floats?.ToSingles(),
            FracBits = Shared(layer, "frac_bits", sample) is { } bits ? Array.ConvertAll(bits.ToSingles(), value => (int)value) : null,
            Scales = Shared(layer, "scales", sample)?.ToSingles(),
        };
    }

    private NpyArray? ForSample(string layer, string kind, int sample) =>
        arrays.TryGetValue((layer, kind, sample), out var single) ? single.Array.Item(0)
        : arrays.TryGetValue((layer, kind, null), out var all) ? all.Array.Item(sample)
        : null;

    private NpyArray? Shared(string layer, string kind, int sample) =>
        arrays.TryGetValue((layer, kind, sample), out var single) || arrays.TryGetValue((layer, kind, null), out single)
            ? single.Array
            : null;

    private void Add(string name, NpyArray array)
    {
        int end = name.LastIndexOf(':');
        string kind = name[(end + 1)..];
        if (end <= 0 || kind is not ("values" or "float" or "frac_bits" or "scales"))
        {
            return;
        }

        int start = name.IndexOf(':') + 1;
        int? sample =
            start <= end && int.TryParse(name.AsSpan(0, start - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                ? number
                : null;
        Check(name, kind, array, sample);
        arrays[(name[(sample is null ? 0 : start)..end], kind, sample)] = (name, array);
    }

    private void Check(string name, string kind, NpyArray array, int? sample)
    {
        bool isFloat = array.Values is float[] or double[] or Half[];
        if (array.Values is string[] || (isFloat && kind == "values"))
        {
            throw Wrong(
                name,
                $"holds {array.Values.GetType().GetElementType()!.Name} values, must hold {(kind == "values" ? "integers" : "numbers")}"
            );
        }

        if (kind == "frac_bits" && array.ToSingles().Any(value => value != (int)value))
        {
            throw Wrong(name, "holds numbers that are not whole");
        }

        if (sample >= Count)
        {
            throw Wrong(name, $"is of sample {sample}, '{InputName}' has {Count} samples, counted from 0");
        }

        int expected = sample is null ? Count : 1;
        if (kind is "values" or "float" && (array.Shape.Count == 0 || array.Shape[0] != expected))
        {
            throw Wrong(
                name,
                $"is {new TensorShape(array.Shape)}, must begin with {expected} as "
                    + $"{(sample is null ? $"'{InputName}' does" : "it is of one sample")}"
            );
        }

        if (kind is "frac_bits" or "scales" && (array.Shape.Count > 1 || array.Values.Length == 0))
        {
            throw Wrong(name, $"is {new TensorShape(array.Shape)}, must be one number or a list of them");
        }
    }

    private ModelFileException Wrong(string name, string message) => new(path, $"array '{name}' {message}");
}
