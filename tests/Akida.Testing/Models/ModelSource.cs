using System.Globalization;
using System.Reflection;
using Akida.Graph;
using Akida.Graph.Declarations;
using Akida.Graph.Lowering;
using Akida.Graph.Operations;

namespace Akida.Testing.Models;

/// <summary>
/// Writes a graph in the DSL: a class with a variant, whose attributes are found by the names of the operations and their settings.
/// </summary>
public sealed class ModelSource
{
    private readonly ModelGraph graph;
    private readonly Dictionary<string, string> members;

    private ModelSource(ModelGraph graph)
    {
        this.graph = graph;
        members = graph
            .Layers.Select((layer, place) => (layer, place))
            .ToDictionary(item => item.layer.Name, item => IsOnClass(item.layer, item.place) ? item.layer.Name : $"Layer{item.place}");
    }

    /// <summary>The class of a model.</summary>
    /// <param name="graph">Its layers, which are not quantised.</param>
    /// <param name="className">The name of the class.</param>
    /// <param name="version">The Akida version.</param>
    /// <param name="bits">The bits of its variant.</param>
    /// <param name="variant">The name of the variant's simulator.</param>
    /// <exception cref="NotSupportedException">The DSL has no attribute for a layer.</exception>
    public static string Write(ModelGraph graph, string className, AkidaVersion version, BitWidths bits, string variant)
    {
        ModelSource source = new(graph);
        ILookup<bool, LayerNode> layers = graph.Layers.ToLookup(layer => source.members[layer.Name] == layer.Name);
        return $$"""
            using Akida;
            [AkidaModel({{Text(className)}}, Versions = [AkidaVersion.{{version}}])]
            [{{string.Join(", ", layers[true].Select(source.Attribute))}}]
            [Variant(
                Version = AkidaVersion.{{version}}, Name = {{Text(variant)}},
                InputWeightBits = {{bits.Input}}, WeightBits = {{bits.Weight}}, ActivationBits = {{bits.Activation}}
            )]
            public sealed partial class {{className}}
            {
            {{string.Join(
                "\n",
                layers[false].Select(layer =>
                    $"    [{source.Attribute(layer)}] public partial Layer {source.members[layer.Name]} {{ get; }}"
                )
            )}}
            }
            """;
    }

    /// <summary>The input, and a rescaling right behind it, stand on the class.</summary>
    private static bool IsOnClass(LayerNode layer, int place) => place == 0 || (place == 1 && layer.Operation is Rescaling);

    private string Attribute(LayerNode layer)
    {
        Operation operation = layer.Operation;
        string kind = operation is InputLayer ? "Input" : operation.GetType().Name;
        if (
            typeof(AkidaModelAttribute).Assembly.GetType($"Akida.{kind}Attribute") is not { } attribute
            || !LayerKinds.All.TryGetValue(kind, out Type? record)
            || (operation is Rescaling && members[layer.Name] != layer.Name)
        )
        {
            throw new NotSupportedException($"layer '{layer.Name}': the DSL cannot declare a {kind} here");
        }

        ParameterInfo[] positional =
        [
            .. attribute
                .GetConstructors()
                .MaxBy(constructor => constructor.GetParameters().Length)!
                .GetParameters()
                .Where(parameter => parameter.Name != "from"),
        ];
        IEnumerable<string> arguments = positional
            .Select(parameter => Positional(parameter, SettingOf(operation, Pascal(parameter.Name!))!))
            .Concat(Inputs(layer))
            .Append($"Name = {Text(layer.Name)}")
            .Concat(
                from property in attribute.GetProperties()
                where property.CanWrite && property.Name != nameof(LayerAttribute.Name) && record.GetProperty(property.Name) is not null
                let value = SettingOf(operation, property.Name)
                where
                    value is not null
                    && (operation is InputLayer || !value.Equals(SettingOf(Activator.CreateInstance(record)!, property.Name)))
                select $"{property.Name} = {Value(value)}"
            );
        return $"{kind}({string.Join(", ", arguments)})";
    }

    private IEnumerable<string> Inputs(LayerNode layer)
    {
        string[] inputs = [.. layer.Inputs.Select(input => Text(members[input]))];
        if (inputs.Length > 1)
        {
            return inputs;
        }

        int place = graph.Layers.TakeWhile(other => other.Name != layer.Name).Count();
        return inputs.Length == 0 || graph.Layers[place - 1].Name == layer.Inputs[0] ? [] : [$"From = {inputs[0]}"];
    }

    private static object? SettingOf(object record, string name) => record.GetType().GetProperty(name)?.GetValue(record);

    private static string Positional(ParameterInfo parameter, object value) =>
        parameter.ParameterType.IsArray ? string.Join(", ", Items(value)) : Value(value);

    private static string Value(object value) => Items(value) is [var item] ? item : $"new[] {{ {string.Join(", ", Items(value))} }}";

    private static string[] Items(object value) =>
        value switch
        {
            TensorShape shape => [.. shape.Dimensions.Select(Number)],
            Size2D size => [Number(size.Height), Number(size.Width)],
            Size3D size => [Number(size.Time), Number(size.Height), Number(size.Width)],
            ValueTuple<int, int> margins => [Number(margins.Item1), Number(margins.Item2)],
            EquatableArray<int> numbers => [.. numbers.Select(Number)],
            EquatableArray<double> numbers => [.. numbers.Select(Number)],
            int number => [Number(number)],
            double number => [Number(number)],
            bool truth => [truth ? "true" : "false"],
            Enum member => [$"{member.GetType().Name}.{member}"],
            string text => [Text(text)],
            _ => throw new NotSupportedException($"a setting of type {value.GetType().Name}"),
        };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture) + "d";

    private static string Text(string text) => $"\"{text}\"";

    private static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
