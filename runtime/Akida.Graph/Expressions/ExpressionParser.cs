using System.Globalization;

namespace Akida.Graph.Expressions;

/// <summary>
/// Parses expressions: numbers, names, <c>+ - * / %</c>, comparisons, <c>&amp;&amp; || !</c>, <c>?:</c>, calls and parentheses, as in C#.
/// </summary>
public sealed class ExpressionParser
{
    private static readonly string[][] BinaryOperators =
    [
        ["||"],
        ["&&"],
        ["==", "!="],
        ["<=", ">=", "<", ">"],
        ["+", "-"],
        ["*", "/", "%"],
    ];

    private const int DeepestNesting = 100;

    // Operators in a row nest, too: an expression becomes as deep as it is long.
    private const int LongestText = 2000;

    private readonly string text;
    private int position;
    private int depth;

    private ExpressionParser(string text) => this.text = text;

    /// <summary>Parses the whole of <paramref name="text"/>.</summary>
    /// <exception cref="ExpressionException">It is no expression.</exception>
    public static Expression Parse(string text)
    {
        if (text.Length > LongestText)
        {
            throw new ExpressionException($"the expression has {text.Length} characters, must have at most {LongestText}", 0, text.Length);
        }

        ExpressionParser parser = new(text);
        Expression expression = parser.ParseConditional();
        parser.SkipSpace();
        return parser.position == text.Length ? expression : throw parser.Unexpected();
    }

    private Expression ParseConditional()
    {
        if (++depth > DeepestNesting)
        {
            throw new ExpressionException(
                $"the expression is nested more than {DeepestNesting} deep",
                position,
                Math.Max(text.Length - position, 1)
            );
        }

        Expression condition = ParseBinary(0);
        SkipSpace();
        int start = position;
        if (Accept("?"))
        {
            Expression whenTrue = ParseConditional();
            Expect(":");
            condition = new Conditional(condition, whenTrue, ParseConditional(), start);
        }

        depth--;
        return condition;
    }

    private Expression ParseBinary(int level)
    {
        if (level == BinaryOperators.Length)
        {
            return ParseUnary();
        }

        Expression left = ParseBinary(level + 1);
        while (true)
        {
            SkipSpace();
            int start = position;
            string? found = BinaryOperators[level].FirstOrDefault(Accept);
            if (found is null)
            {
                return left;
            }

            left = new Binary(found, left, ParseBinary(level + 1), start);
        }
    }

    private Expression ParseUnary()
    {
        SkipSpace();
        int start = position;
        if (Accept("-"))
        {
            return new Unary("-", ParseNested(), start);
        }

        return Accept("!") ? new Unary("!", ParseNested(), start) : ParsePrimary();

        Expression ParseNested()
        {
            if (++depth > DeepestNesting)
            {
                throw new ExpressionException($"the expression is nested more than {DeepestNesting} deep", position, 1);
            }

            Expression operand = ParseUnary();
            depth--;
            return operand;
        }
    }

    private Expression ParsePrimary()
    {
        SkipSpace();
        int start = position;
        if (Accept("("))
        {
            Expression inner = ParseConditional();
            Expect(")");
            return inner;
        }

        if (position < text.Length && (char.IsDigit(text[position]) || text[position] == '.'))
        {
            return ParseNumber();
        }

        if (position < text.Length && (char.IsLetter(text[position]) || text[position] == '_'))
        {
            string word = ParseWord();
            return word switch
            {
                "true" => new Constant(true),
                "false" => new Constant(false),
                _ => Accept("(") ? ParseCall(word, start) : new Name(word, start),
            };
        }

        throw Unexpected();
    }

    private Call ParseCall(string function, int start)
    {
        List<Expression> arguments = [ParseConditional()];
        SkipSpace();
        while (Accept(","))
        {
            arguments.Add(ParseConditional());
            SkipSpace();
        }

        Expect(")");
        return new Call(function, arguments.ToEquatableArray(), start);
    }

    private Constant ParseNumber()
    {
        int start = position;
        bool real = false;
        while (position < text.Length && (char.IsDigit(text[position]) || text[position] is '.' or 'e' or 'E' || IsExponentSign(start)))
        {
            real |= !char.IsDigit(text[position]);
            position++;
        }

        string digits = text.Substring(start, position - start);
        if (!real && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int integer))
        {
            return new Constant(integer);
        }

        return
            double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && real
            && !double.IsInfinity(number)
            ? new Constant(number)
            : throw new ExpressionException($"'{digits}' is no number", start, digits.Length);
    }

    private bool IsExponentSign(int start) => text[position] is '+' or '-' && position > start && text[position - 1] is 'e' or 'E';

    private string ParseWord()
    {
        int start = position;
        while (position < text.Length && (char.IsLetterOrDigit(text[position]) || text[position] == '_'))
        {
            position++;
        }

        return text.Substring(start, position - start);
    }

    private void SkipSpace()
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
        {
            position++;
        }
    }

    private bool Accept(string token)
    {
        if (string.CompareOrdinal(text, position, token, 0, token.Length) != 0)
        {
            return false;
        }

        position += token.Length;
        return true;
    }

    private void Expect(string token)
    {
        SkipSpace();
        if (!Accept(token))
        {
            throw position < text.Length
                ? Unexpected()
                : new ExpressionException($"'{token}' is missing at the end", Math.Max(position - 1, 0), 1);
        }
    }

    private ExpressionException Unexpected() =>
        position < text.Length
            ? new ExpressionException($"'{text[position]}' is not expected here", position, 1)
            : new ExpressionException("the expression ends too early", Math.Max(position - 1, 0), Math.Min(text.Length, 1));
}
