using System.Text.RegularExpressions;
using Akida.Graph.Building;
using Akida.Graph.Expressions;

namespace Akida.Graph.Declarations;

/// <summary>
/// Names with expressions in braces, such as <c>akidanet_{Alpha:F2}_{ImageSize}</c>: an expression, and a format as in C#.
/// </summary>
public static class NameTemplate
{
    private static readonly Regex Hole = new(@"\{([^{}:]*)(:[^{}]*)?\}");

    /// <summary>The name for these values.</summary>
    /// <exception cref="DeclarationException">An expression is wrong.</exception>
    public static string Fill(string template, IReadOnlyDictionary<string, Scalar> values, TextLocation location) =>
        Hole.Replace(
            template,
            hole =>
            {
                Scalar value = ArgumentBinder.Evaluate(
                    new ExpressionValue(hole.Groups[1].Value, -1),
                    new Argument("Name", new LiteralValue(template), location),
                    values
                );
                return value.ToObject() is IFormattable formattable && Format(hole) is { } format
                    ? Names.Format(formattable, format)
                    : value.ToString();
            }
        );

    /// <summary>The same as a C# expression.</summary>
    public static string ToCSharp(string template) =>
        Hole.IsMatch(template)
            ? "global::System.FormattableString.Invariant($\"" + Hole.Replace(template, hole => "{" + ToCSharp(hole) + "}") + "\")"
            : ((Scalar)template).ToCSharp();

    private static string ToCSharp(Match hole)
    {
        string expression = ExpressionParser.Parse(hole.Groups[1].Value).ToCSharp();
        return Format(hole) is { } format
            ? $"(global::Akida.Graph.Building.Names.Format({expression}, {((Scalar)format).ToCSharp()}))"
            : expression;
    }

    private static string? Format(Match hole) => hole.Groups[2].Length > 0 ? hole.Groups[2].Value.Substring(1) : null;
}
