using System.Reflection;
using Akida.Graph.Expressions;

namespace Akida.Graph.Declarations;

/// <summary>
/// Makes the record of a layer kind from arguments: each sets the property of its name. Used at compile time only; emitted code writes the
/// same record out.
/// </summary>
public static class ArgumentBinder
{
    /// <summary>The numbers that are no sizes: a negative one counts from the end.</summary>
    private static readonly string[] CountedFromTheEnd = ["Axis"];

    /// <summary>A new record of a kind.</summary>
    /// <exception cref="DeclarationException">An argument has no such property, or a value that it cannot take.</exception>
    public static object Bind(
        LayerDeclaration layer,
        IReadOnlyDictionary<string, Argument> arguments,
        IReadOnlyDictionary<string, Scalar> options
    )
    {
        object record = Activator.CreateInstance(LayerKinds.All[layer.Kind]);
        IReadOnlyDictionary<string, PropertyInfo> settings = LayerKinds.Settings(layer.Kind);
        foreach (KeyValuePair<string, Argument> pair in arguments)
        {
            Argument argument = pair.Value;
            if (!settings.TryGetValue(pair.Key, out PropertyInfo? property))
            {
                throw new DeclarationException(DeclarationError.BadShape, $"{layer.Kind} has no setting {pair.Key}", argument.Location);
            }

            property.SetValue(record, Convert(property.PropertyType, argument, argument.Value, options));
        }

        return record;
    }

    /// <summary>The value of an expression.</summary>
    /// <exception cref="DeclarationException">The expression is wrong; the location is that of the characters that are.</exception>
    public static Scalar Evaluate(ExpressionValue expression, Argument argument, IReadOnlyDictionary<string, Scalar> options)
    {
        try
        {
            Expression parsed = ExpressionParser.Parse(expression.Text);
            return ExpressionEvaluator.Evaluate(parsed, options);
        }
        catch (ExpressionException error)
        {
            TextLocation location =
                expression.TextStart < 0
                    ? argument.Location
                    : new TextLocation(argument.Location.Path, expression.TextStart + error.Position, Math.Max(error.Length, 1));
            throw new DeclarationException(
                error.IsUnknownName ? DeclarationError.UnknownName : DeclarationError.BadExpression,
                error.Message,
                location
            );
        }
    }

    private static object? Convert(Type type, Argument argument, ArgumentValue value, IReadOnlyDictionary<string, Scalar> options)
    {
        Type target = Nullable.GetUnderlyingType(type) ?? type;
        if (target.IsEnum && value is EnumValue member)
        {
            return Enum.Parse(target, member.Member);
        }

        if (target == typeof(Size2D))
        {
            return value is ListValue pair
                ? pair.Items.Count == 2
                    ? new Size2D(ToSize(argument, pair.Items[0], options), ToSize(argument, pair.Items[1], options))
                    : throw Wrong(argument, "a size or a pair of sizes", $"{pair.Items.Count} values")
                : new Size2D(ToSize(argument, value, options));
        }

        if (target == typeof(Size3D))
        {
            return value is ListValue { Items.Count: 3 } sizes
                ? new Size3D(
                    ToSize(argument, sizes.Items[0], options),
                    ToSize(argument, sizes.Items[1], options),
                    ToSize(argument, sizes.Items[2], options)
                )
                : throw Wrong(argument, "three sizes", value is ListValue list ? $"{list.Items.Count} values" : "one value");
        }

        if (target == typeof(TensorShape))
        {
            int[] sizes = [.. ToList(value).Select(item => ToSize(argument, item, options))];
            return sizes.Length > 0
                ? TensorShape.Of(sizes)
                : throw new DeclarationException(
                    DeclarationError.BadSize,
                    $"{argument.Name} is empty, must have at least one size, such as 32, 32, 3",
                    argument.Location
                );
        }

        if (target == typeof(EquatableArray<int>))
        {
            return ToList(value).Select(item => ToInteger(argument, item, options)).ToEquatableArray();
        }

        if (target == typeof(EquatableArray<double>))
        {
            return ToList(value).Select(item => ToScalar(argument, item, options)!.Value.Number).ToEquatableArray();
        }

        if (target == typeof((int, int)))
        {
            return ToMargins(argument, value, options);
        }

        if (target == typeof(int))
        {
            return CountedFromTheEnd.Contains(argument.Name) ? ToInteger(argument, value, options) : ToSize(argument, value, options);
        }

        Scalar? scalar = ToScalar(argument, value, options);
        return (target.Name, scalar) switch
        {
            (nameof(String), null) => null,
            (nameof(String), { Kind: ScalarKind.Text } text) => text.Text,
            (nameof(Double), { IsNumber: true } number) => number.Number,
            (nameof(Boolean), { Kind: ScalarKind.Boolean } truth) => truth.IsTrue,
            _ => throw Wrong(argument, target.Name.ToLowerInvariant(), scalar?.ToString() ?? "null"),
        };
    }

    /// <summary>What is added or cut away before and after.</summary>
    private static (int Before, int After) ToMargins(Argument argument, ArgumentValue value, IReadOnlyDictionary<string, Scalar> options)
    {
        int[] margins = [.. ToList(value).Select(item => ToInteger(argument, item, options))];
        return margins is not ([_] or [_, _]) ? throw Wrong(argument, "a number or a pair of numbers", $"{margins.Length} values")
            : margins.Min() >= 0 ? (margins[0], margins[margins.Length - 1])
            : throw new DeclarationException(
                DeclarationError.BadSize,
                $"{argument.Name} is {margins.Min()}, must be at least 0",
                argument.Location
            );
    }

    private static IEnumerable<ArgumentValue> ToList(ArgumentValue value) => value is ListValue list ? list.Items : [value];

    private static Scalar? ToScalar(Argument argument, ArgumentValue value, IReadOnlyDictionary<string, Scalar> options) =>
        value switch
        {
            LiteralValue literal => literal.Value,
            ExpressionValue expression => Evaluate(expression, argument, options),
            _ => throw Wrong(argument, "one value", value.ToString()),
        };

    private static int ToInteger(Argument argument, ArgumentValue value, IReadOnlyDictionary<string, Scalar> options)
    {
        Scalar? scalar = ToScalar(argument, value, options);
        return scalar is { IsNumber: true, Number: >= int.MinValue and <= int.MaxValue } number
            ? number.ToSize()
            : throw Wrong(argument, scalar is { IsNumber: true } ? "a number of 32 bits" : "a number", scalar?.ToString() ?? "null");
    }

    private static int ToSize(Argument argument, ArgumentValue value, IReadOnlyDictionary<string, Scalar> options)
    {
        int size = ToInteger(argument, value, options);
        string text = value is ExpressionValue expression ? $"'{expression.Text}' is {size}" : $"{argument.Name} is {size}";
        return size >= 1
            ? size
            : throw new DeclarationException(DeclarationError.BadSize, $"{text}, must be at least 1", argument.Location);
    }

    private static DeclarationException Wrong(Argument argument, string expected, string found) =>
        new(DeclarationError.BadExpression, $"{argument.Name} must be {expected}, found {found}", argument.Location);
}
