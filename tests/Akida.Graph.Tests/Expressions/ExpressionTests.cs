using Akida.Graph.Expressions;

namespace Akida.Graph.Tests.Expressions;

/// <summary>What expressions over a model's options are worth, how they are written in C#, and what is said of wrong ones.</summary>
public class ExpressionTests
{
    private static readonly Dictionary<string, Scalar> Options = new()
    {
        ["Width"] = 96,
        ["Alpha"] = 0.5,
        ["Wide"] = true,
        ["Kind"] = "a",
    };

    [Theory]
    [InlineData("7 / 2", 3)]
    [InlineData("-7 / 2", -3)]
    [InlineData("-7 % 4", -3)]
    [InlineData("2 + 3 * 4", 14)]
    [InlineData("(2 + 3) * 4", 20)]
    [InlineData("10 - 4 - 3", 3)]
    [InlineData("Width / 2", 48)]
    [InlineData("Wide ? 1 : 2", 1)]
    [InlineData("!Wide ? 1 : Width > 90 ? 2 : 3", 2)]
    [InlineData("Max(Width, 100) + Min(1, 2) + Abs(-3)", 104)]
    [InlineData("-2147483647 - 1", int.MinValue)]
    public void Integers_stay_integers(string text, int expected) => Assert.Equal((Scalar)expected, Evaluate(text));

    [Theory]
    [InlineData("7 / 2.0", 3.5)]
    [InlineData("Alpha * 32", 16.0)]
    [InlineData("1.5e2", 150.0)]
    [InlineData(".25", 0.25)]
    [InlineData("Floor(2.7) + Ceiling(2.1)", 5.0)]
    [InlineData("Round(2.5)", 2.0)]
    [InlineData("Pow(2, 10)", 1024.0)]
    [InlineData("Sqrt(Width + 4)", 10.0)]
    public void One_real_number_makes_the_result_real(string text, double expected) => Assert.Equal((Scalar)expected, Evaluate(text));

    [Theory]
    [InlineData("1 < 2 && 2 <= 2", true)]
    [InlineData("1 == 1.0", true)]
    [InlineData("1 != 2 || Missing", true)]
    [InlineData("Wide && Width >= 97", false)]
    [InlineData("!true", false)]
    public void Conditions_are_true_or_false(string text, bool expected) => Assert.Equal((Scalar)expected, Evaluate(text));

    [Theory]
    [InlineData("2+3*Width", "(2 + (3 * Width))")]
    [InlineData("Wide?-1:Alpha", "(Wide ? -1 : Alpha)")]
    [InlineData("Max(1,Width)", "global::System.Math.Max(1, Width)")]
    [InlineData("1e3", "1000d")]
    public void An_expression_is_written_in_Csharp(string text, string expected) =>
        Assert.Equal(expected, ExpressionParser.Parse(text).ToCSharp());

    [Theory]
    [InlineData("1 +", "the expression ends too early", 2, 1)]
    [InlineData("", "the expression ends too early", 0, 0)]
    [InlineData("1 $ 2", "'$' is not expected here", 2, 1)]
    [InlineData("(1", "')' is missing at the end", 1, 1)]
    [InlineData("1.2.3", "'1.2.3' is no number", 0, 5)]
    [InlineData("99999999999", "'99999999999' is no number", 0, 11)]
    [InlineData("1 + Missing", "'Missing' is no option of the model, which has Alpha, Kind, Wide, Width", 4, 7)]
    [InlineData("Sin(1)", "'Sin' is no function, known are Abs, Ceiling, Floor, Max, Min, Pow, Round, Sqrt", 0, 3)]
    [InlineData("Max(1)", "Max takes 2 arguments, found 1", 0, 3)]
    [InlineData("1 / 0", "'/' divides 1 by 0, must divide by another number", 2, 1)]
    [InlineData("1.0 / 0", "'/' gives Infinity, must be a finite number", 4, 1)]
    [InlineData("Width * 99999999", "'*' gives 9599999904, which is too large for an integer", 6, 1)]
    [InlineData("Width ? 1 : 2", "'?' needs true or false, found 96", 6, 1)]
    [InlineData("-Kind", "'-' needs a number, found a", 0, 1)]
    public void A_mistake_is_named_with_its_place(string text, string message, int position, int length)
    {
        ExpressionException error = Assert.Throws<ExpressionException>(() => Evaluate(text));

        Assert.Equal((message, position, length), (error.Message, error.Position, error.Length));
    }

    [Fact]
    public void What_is_nested_too_deeply_or_too_long_is_refused()
    {
        Assert.StartsWith("the expression is nested more than 100 deep", Error(new string('(', 200)));
        Assert.StartsWith("the expression is nested more than 100 deep", Error(new string('-', 200) + "1"));
        Assert.Equal("the expression has 2001 characters, must have at most 2000", Error(new string('1', 2001)));

        static string Error(string text) => Assert.Throws<ExpressionException>(() => ExpressionParser.Parse(text)).Message;
    }

    private static Scalar Evaluate(string text) => ExpressionEvaluator.Evaluate(ExpressionParser.Parse(text), Options);
}
