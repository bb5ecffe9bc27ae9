using System.Reflection;
using Akida.Graph;
using Akida.Graph.Declarations;
using Akida.Graph.Expressions;

namespace Akida.Dsl.Generators.Emitting;

/// <summary>A record to be written: its type and its settings as <c>Name = value</c>.</summary>
internal sealed record EmittedRecord(string TypeName, IReadOnlyList<string> Settings);

/// <summary>
/// Writes the record of a layer out as a C# object initialiser: what <see cref="ArgumentBinder"/> makes at compile time, for run time.
/// </summary>
internal static class RecordEmitter
{
    public static EmittedRecord Emit(LayerDeclaration layer)
    {
        Type type = LayerKinds.All[layer.Kind];
        IReadOnlyDictionary<string, Argument> v1 = EffectiveArguments.For(layer, AkidaVersion.V1);
        IReadOnlyDictionary<string, Argument> v2 = EffectiveArguments.For(layer, AkidaVersion.V2);
        object defaults = Activator.CreateInstance(type);
        IEnumerable<string> settings =
            from name in v2.Keys.Concat(v1.Keys).Distinct()
            let property = LayerKinds.Settings(layer.Kind)[name]
            select $"{name} = {Setting(property, defaults, v1, v2)}";
        return new EmittedRecord($"global::{type.FullName}", [.. settings]);
    }

    private static string Setting(
        PropertyInfo property,
        object defaults,
        IReadOnlyDictionary<string, Argument> v1,
        IReadOnlyDictionary<string, Argument> v2
    )
    {
        if (
            v1.TryGetValue(property.Name, out Argument? one)
            && v2.TryGetValue(property.Name, out Argument? other)
            && ReferenceEquals(one, other)
        )
        {
            return Format(property.PropertyType, one.Value);
        }

        string first = Value(v1),
            second = Value(v2);
        return first == second ? second : $"version == global::Akida.AkidaVersion.V1 ? {first} : {second}";

        string Value(IReadOnlyDictionary<string, Argument> arguments) =>
            arguments.TryGetValue(property.Name, out Argument? argument)
                ? Format(property.PropertyType, argument.Value)
                : Default(property.GetValue(defaults));
    }

    private static string Default(object? value) =>
        value switch
        {
            null => "null",
            Enum member => $"global::Akida.{member.GetType().Name}.{member}",
            Size2D size => $"new({size.Height}, {size.Width})",
            Size3D size => $"new({size.Time}, {size.Height}, {size.Width})",
            _ => Scalar.FromObject(value)?.ToCSharp() ?? "default",
        };

    private static string Format(Type type, ArgumentValue value)
    {
        Type target = Nullable.GetUnderlyingType(type) ?? type;
        if (target == typeof(TensorShape) || target == typeof(Size2D) || target == typeof(Size3D))
        {
            return value is ListValue list ? $"new({string.Join(", ", list.Items.Select(Size))})" : Size(value);
        }

        if (target == typeof((int, int)))
        {
            string[] margins = [.. Items(value).Select(Size)];
            return $"({margins[0]}, {margins[margins.Length - 1]})";
        }

        if (target == typeof(EquatableArray<int>))
        {
            return $"[{string.Join(", ", Items(value).Select(Size))}]";
        }

        if (target == typeof(EquatableArray<double>))
        {
            return $"[{string.Join(", ", Items(value).Select(Text))}]";
        }

        return target == typeof(int) ? Size(value) : Text(value);
    }

    private static IEnumerable<ArgumentValue> Items(ArgumentValue value) => value is ListValue list ? list.Items : [value];

    private static string Size(ArgumentValue value) =>
        value is ExpressionValue expression
            ? ExpressionParser.Parse(expression.Text) is Name name
                ? name.ToCSharp()
                : $"(int){Text(expression)}"
            : Text(value);

    private static string Text(ArgumentValue value) =>
        value switch
        {
            LiteralValue literal => literal.Value?.ToCSharp() ?? "null",
            EnumValue member => $"global::Akida.{member.EnumType}.{member.Member}",
            ExpressionValue expression => Parenthesised(ExpressionParser.Parse(expression.Text).ToCSharp()),
            _ => throw new InvalidOperationException($"{value} is no single value"),
        };

    private static string Parenthesised(string code) => code.StartsWith("(", StringComparison.Ordinal) ? code : $"({code})";
}
