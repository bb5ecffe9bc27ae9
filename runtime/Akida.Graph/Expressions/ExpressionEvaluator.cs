namespace Akida.Graph.Expressions;

/// <summary>Gives the value of an expression for given option values.</summary>
public static class ExpressionEvaluator
{
    /// <summary>The functions of <see cref="Math"/> that expressions may call, with the number of arguments.</summary>
    public static IReadOnlyDictionary<string, int> Functions { get; } =
        new Dictionary<string, int>
        {
            ["Min"] = 2,
            ["Max"] = 2,
            ["Floor"] = 1,
            ["Ceiling"] = 1,
            ["Round"] = 1,
            ["Sqrt"] = 1,
            ["Pow"] = 2,
            ["Abs"] = 1,
        };

    /// <summary>The value of <paramref name="expression"/>.</summary>
    /// <exception cref="ExpressionException">A name is unknown, a type is wrong or a number is divided by zero.</exception>
    public static Scalar Evaluate(Expression expression, IReadOnlyDictionary<string, Scalar> names) =>
        expression switch
        {
            Constant constant => constant.Value,
            Name name => names.TryGetValue(name.Identifier, out Scalar value)
                ? value
                : throw new ExpressionException(Unknown(name.Identifier, names.Keys), name.Position, name.Identifier.Length)
                {
                    IsUnknownName = true,
                },
            Unary unary => EvaluateUnary(unary, Evaluate(unary.Operand, names)),
            Binary binary => EvaluateBinary(binary, names),
            Conditional conditional => Truth(Evaluate(conditional.Condition, names), conditional.Position, "?")
                ? Evaluate(conditional.WhenTrue, names)
                : Evaluate(conditional.WhenFalse, names),
            Call call => EvaluateCall(call, names),
            _ => throw new InvalidOperationException($"unknown expression {expression}"),
        };

    private static string Unknown(string name, IEnumerable<string> known)
    {
        string list = string.Join(", ", known.OrderBy(key => key, StringComparer.Ordinal));
        return list.Length > 0
            ? $"'{name}' is no option of the model, which has {list}"
            : $"'{name}' is no option of the model, which has none";
    }

    private static Scalar EvaluateUnary(Unary unary, Scalar operand)
    {
        if (unary.Operator == "!")
        {
            return !Truth(operand, unary.Position, "!");
        }

        RequireNumber(operand, unary.Position, "-");
        return Number(-operand.Number, operand.Kind == ScalarKind.Integer, "-", unary.Position);
    }

    private static Scalar EvaluateBinary(Binary binary, IReadOnlyDictionary<string, Scalar> names)
    {
        Scalar left = Evaluate(binary.Left, names);
        if (binary.Operator is "&&" or "||")
        {
            bool first = Truth(left, binary.Position, binary.Operator);
            return binary.Operator == "&&" == first ? Truth(Evaluate(binary.Right, names), binary.Position, binary.Operator) : first;
        }

        Scalar right = Evaluate(binary.Right, names);
        if (binary.Operator is "==" or "!=")
        {
            bool equal = left.Number == right.Number && left.Text == right.Text;
            return equal == (binary.Operator == "==");
        }

        RequireNumber(left, binary.Position, binary.Operator);
        RequireNumber(right, binary.Position, binary.Operator);
        double a = left.Number,
            b = right.Number;
        if (binary.Operator is "<" or ">" or "<=" or ">=")
        {
            return binary.Operator switch
            {
                "<" => a < b,
                ">" => a > b,
                "<=" => a <= b,
                _ => a >= b,
            };
        }

        bool integers = left.Kind == ScalarKind.Integer && right.Kind == ScalarKind.Integer;
        if (integers && b == 0 && (binary.Operator is "/" or "%"))
        {
            throw new ExpressionException(
                FormattableString.Invariant($"'{binary.Operator}' divides {a} by 0, must divide by another number"),
                binary.Position,
                1
            );
        }

        double result = binary.Operator switch
        {
            "+" => a + b,
            "-" => a - b,
            "*" => a * b,
            "/" => integers ? Math.Truncate(a / b) : a / b,
            _ => a % b,
        };
        return Number(result, integers, binary.Operator, binary.Position);
    }

    private static Scalar EvaluateCall(Call call, IReadOnlyDictionary<string, Scalar> names)
    {
        if (!Functions.TryGetValue(call.Function, out int count))
        {
            throw new ExpressionException(
                $"'{call.Function}' is no function, known are "
                    + $"{string.Join(", ", Functions.Keys.OrderBy(key => key, StringComparer.Ordinal))}",
                call.Position,
                call.Function.Length
            );
        }

        if (call.Arguments.Count != count)
        {
            throw new ExpressionException(
                $"{call.Function} takes {count} arguments, found {call.Arguments.Count}",
                call.Position,
                call.Function.Length
            );
        }

        Scalar[] values = [.. call.Arguments.Select(argument => Evaluate(argument, names))];
        foreach (Scalar value in values)
        {
            RequireNumber(value, call.Position, call.Function);
        }

        double x = values[0].Number;
        bool integers = values.All(value => value.Kind == ScalarKind.Integer);
        (double result, bool isInteger) = call.Function switch
        {
            "Min" => (Math.Min(x, values[1].Number), integers),
            "Max" => (Math.Max(x, values[1].Number), integers),
            "Abs" => (Math.Abs(x), integers),
            "Floor" => (Math.Floor(x), false),
            "Ceiling" => (Math.Ceiling(x), false),
            "Round" => (Math.Round(x), false),
            "Sqrt" => (Math.Sqrt(x), false),
            _ => (Math.Pow(x, values[1].Number), false),
        };
        return Number(result, isInteger, call.Function, call.Position);
    }

    /// <summary>A result as a number of its type, which must be able to hold it.</summary>
    private static Scalar Number(double value, bool isInteger, string symbol, int position)
    {
        if (isInteger)
        {
            return value is >= int.MinValue and <= int.MaxValue
                ? (int)value
                : throw new ExpressionException(
                    FormattableString.Invariant($"'{symbol}' gives {value}, which is too large for an integer"),
                    position,
                    symbol.Length
                );
        }

        return double.IsNaN(value) || double.IsInfinity(value)
            ? throw new ExpressionException(
                FormattableString.Invariant($"'{symbol}' gives {value}, must be a finite number"),
                position,
                symbol.Length
            )
            : value;
    }

    private static bool Truth(Scalar value, int position, string symbol) =>
        value.Kind == ScalarKind.Boolean
            ? value.IsTrue
            : throw new ExpressionException($"'{symbol}' needs true or false, found {value}", position, symbol.Length);

    private static void RequireNumber(Scalar value, int position, string symbol)
    {
        if (!value.IsNumber)
        {
            throw new ExpressionException($"'{symbol}' needs a number, found {value}", position, symbol.Length);
        }
    }
}
