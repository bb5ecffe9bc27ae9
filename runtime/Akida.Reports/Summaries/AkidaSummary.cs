using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Akida.Graph;
using Akida.Integers;

namespace Akida.Reports.Summaries;

/// <summary>Summaries of converted models.</summary>
internal static class AkidaSummary
{
    /// <summary>The summary of a model.</summary>
    /// <exception cref="GraphException">The layers do not fit together.</exception>
    public static ModelSummary Of(AkidaModel model)
    {
        IntegerProgram program = AkidaProgram.From(model);
        Dictionary<string, TensorShape> shapes = program.Layers.ToDictionary(layer => layer.Name, layer => layer.Output.Shape);
        IReadOnlyDictionary<string, IntegerWeightedLayer> weighted = AkidaProgram.WeightedLayers(program);
        return new ModelSummary(
            model.Name,
            "akida",
            [.. model.Layers.Select(layer => Of(layer, shapes[layer.Name], weighted.GetValueOrDefault(layer.Name)?.MultiplyAdds ?? 0))]
        );
    }

    private static LayerSummary Of(AkidaLayer layer, TensorShape shape, long multiplyAdds) =>
        new(
            layer.Name,
            layer.Type,
            layer.Inbounds,
            shape.Dimensions,
            multiplyAdds,
            [
                .. layer.Variables.Select(variable => new WeightSummary(
                    variable.Name,
                    variable.Shape.Dimensions,
                    BitsOf(variable, layer),
                    false,
                    variable.IsKernel ? ZerosOf(variable) : null
                )),
            ],
            new JsonObject(layer.Parameters.Select(parameter => KeyValuePair.Create(parameter.Name, Json(parameter.Value))))
        );

    private static long? ZerosOf(AkidaVariable variable) =>
        variable.Values is sbyte[] values ? values.LongCount(value => value == 0) : null;

    private static int BitsOf(AkidaVariable variable, AkidaLayer layer) =>
        variable.IsKernel && layer.WeightBits is { } bits ? bits : Marshal.SizeOf(variable.Values.GetType().GetElementType()!) * 8;

    private static JsonNode? Json(object value) =>
        value switch
        {
            int number => number,
            bool flag => flag,
            EquatableArray<int> list => new JsonArray([.. list.Select(item => JsonValue.Create(item))]),
            _ => value.ToString(),
        };
}
