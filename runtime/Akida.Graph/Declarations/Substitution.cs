using System.Globalization;
using System.Text.RegularExpressions;
using Akida.Graph.Expressions;

namespace Akida.Graph.Declarations;

/// <summary>Puts values in the place of names: a block's parameters, a backbone's options, the counter of a repetition.</summary>
/// <param name="values">The values by name.</param>
public sealed class Substitution(IReadOnlyDictionary<string, Argument> values)
{
    private static readonly Regex Identifier = new(@"(?<![\w.])[A-Za-z_]\w*(?!\s*\()");
    private static readonly HashSet<string> Keywords = ["true", "false"];
    private static readonly Regex Hole = new(@"\{([^{}:]*)\}");

    /// <summary>The names in a layer's expressions, in order.</summary>
    public static IEnumerable<string> NamesIn(LayerDeclaration layer) =>
        layer.Arguments.SelectMany(argument => NamesIn(argument.Value)).Distinct();

    private static IEnumerable<string> NamesIn(ArgumentValue value) =>
        value switch
        {
            ExpressionValue expression => Identifier
                .Matches(expression.Text)
                .Cast<Match>()
                .Select(match => match.Value)
                .Where(name => !Keywords.Contains(name)),
            ListValue list => list.Items.SelectMany(NamesIn),
            _ => [],
        };

    /// <summary>A layer with the values in its name and arguments.</summary>
    public LayerDeclaration Apply(LayerDeclaration layer) =>
        layer with
        {
            Name = Hole.Replace(layer.Name, hole => Text(hole.Groups[1].Value) ?? hole.Value),
            Arguments = layer.Arguments.Select(argument => argument with { Value = Apply(argument.Value) }).ToEquatableArray(),
        };

    private ArgumentValue Apply(ArgumentValue value) =>
        value switch
        {
            ExpressionValue expression when values.TryGetValue(expression.Text.Trim(), out Argument? whole) => whole.Value,
            ExpressionValue expression => Apply(expression),
            ListValue list => new ListValue(list.Items.Select(Apply).ToEquatableArray()),
            _ => value,
        };

    private ExpressionValue Apply(ExpressionValue expression)
    {
        string text = Identifier.Replace(
            expression.Text,
            name => values.TryGetValue(name.Value, out Argument? argument) ? InExpression(argument.Value) ?? name.Value : name.Value
        );
        return text == expression.Text ? expression : new ExpressionValue(text, -1);
    }

    private static string? InExpression(ArgumentValue value) =>
        value switch
        {
            ExpressionValue expression => $"({expression.Text})",
            LiteralValue { Value: { Kind: ScalarKind.Real } real } => real.Number.ToString(
                real.Number % 1 == 0 ? "0.0" : "R",
                CultureInfo.InvariantCulture
            ),
            LiteralValue { Value: { Kind: not ScalarKind.Text } literal } => literal.ToString(),
            _ => null,
        };

    /// <summary>What stands in a name: a text, or the value of an expression that needs nothing else.</summary>
    private string? Text(string hole)
    {
        if (values.TryGetValue(hole, out Argument? argument) && argument.Value is LiteralValue { Value: { } literal })
        {
            return literal.ToString();
        }

        try
        {
            return ExpressionEvaluator
                .Evaluate(ExpressionParser.Parse(Apply(new ExpressionValue(hole, -1)).Text), new Dictionary<string, Scalar>())
                .ToString();
        }
        catch (ExpressionException)
        {
            return null;
        }
    }
}
