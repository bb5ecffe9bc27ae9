using Akida.Graph;
using Akida.Graph.Mapping;

namespace Akida.Quantization.Conversion;

/// <summary>Collects the parameters and variables of one Akida layer.</summary>
internal sealed class LayerBuilder(string name, string type, EquatableArray<string> inbounds)
{
    private readonly List<AkidaParameter> parameters = [];
    private readonly List<AkidaVariable> variables = [];

    public LayerBuilder Set(string parameter, object value)
    {
        parameters.Add(new AkidaParameter(parameter, value));
        return this;
    }

    public LayerBuilder Add(string variable, TensorShape shape, Array values)
    {
        variables.Add(new AkidaVariable(variable, shape, values));
        return this;
    }

    /// <summary>A vector, one value per channel.</summary>
    public LayerBuilder Add(string variable, Array values) => Add(variable, new TensorShape(values.Length), values);

    public AkidaLayer Build() => new(name, type, inbounds, parameters.ToEquatableArray(), variables.ToEquatableArray());

    /// <summary>The values for <paramref name="channels"/> channels; one value stands for all.</summary>
    public static T[] Spread<T>(EquatableArray<int> values, int channels, Func<int, T> convert) =>
        [.. Enumerable.Range(0, channels).Select(c => convert(values[values.Count == 1 ? 0 : c]))];
}
