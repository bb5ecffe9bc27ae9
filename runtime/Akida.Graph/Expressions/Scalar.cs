using System.Globalization;

namespace Akida.Graph.Expressions;

/// <summary>The type of a <see cref="Scalar"/>.</summary>
public enum ScalarKind
{
    /// <summary>An <see cref="int"/>.</summary>
    Integer,

    /// <summary>A <see cref="double"/>.</summary>
    Real,

    /// <summary>A <see cref="bool"/>.</summary>
    Boolean,

    /// <summary>A <see cref="string"/>.</summary>
    Text,
}

/// <summary>A value of an option or of an expression.</summary>
/// <param name="Kind">Its type.</param>
/// <param name="Number">The number; 1 for true, 0 for false.</param>
/// <param name="Text">The text of a <see cref="ScalarKind.Text"/>.</param>
public readonly record struct Scalar(ScalarKind Kind, double Number, string? Text = null)
{
    /// <summary>An integer.</summary>
    public static implicit operator Scalar(int value) => new(ScalarKind.Integer, value);

    /// <summary>A real number.</summary>
    public static implicit operator Scalar(double value) => new(ScalarKind.Real, value);

    /// <summary>A truth value.</summary>
    public static implicit operator Scalar(bool value) => new(ScalarKind.Boolean, value ? 1 : 0);

    /// <summary>A text.</summary>
    public static implicit operator Scalar(string value) => new(ScalarKind.Text, 0, value);

    /// <summary>Whether the value is a number.</summary>
    public bool IsNumber => Kind is ScalarKind.Integer or ScalarKind.Real;

    /// <summary>Whether the value is <c>true</c>.</summary>
    public bool IsTrue => Kind == ScalarKind.Boolean && Number != 0;

    /// <summary>The value as a size: truncated to an integer, as Python's <c>int()</c> does.</summary>
    public int ToSize() => (int)Number;

    /// <summary>The value as a boxed <see cref="int"/>, <see cref="double"/>, <see cref="bool"/> or <see cref="string"/>.</summary>
    public object ToObject() =>
        Kind switch
        {
            ScalarKind.Integer => (int)Number,
            ScalarKind.Real => Number,
            ScalarKind.Boolean => IsTrue,
            _ => Text!,
        };

    /// <summary>
    /// The value of a boxed <see cref="int"/>, <see cref="double"/>, <see cref="bool"/> or <see cref="string"/>; null for anything else.
    /// </summary>
    public static Scalar? FromObject(object? value) =>
        value switch
        {
            int number => number,
            double number => number,
            float number => (double)number,
            bool truth => truth,
            string text => text,
            _ => null,
        };

    /// <summary>The value as a C# literal.</summary>
    public string ToCSharp() =>
        Kind switch
        {
            ScalarKind.Integer => Number.ToString("0", CultureInfo.InvariantCulture),
            ScalarKind.Real => Number.ToString("R", CultureInfo.InvariantCulture) + "d",
            ScalarKind.Boolean => IsTrue ? "true" : "false",
            _ => $"\"{string.Concat(Text!.Select(ToCSharp))}\"",
        };

    /// <summary>A letter as it stands in a C# literal; what could end a line is written as a number.</summary>
    private static string ToCSharp(char letter) =>
        letter switch
        {
            '\\' or '"' => "\\" + letter,
            < ' ' or '\u007f' or '\u0085' or '\u2028' or '\u2029' => "\\u" + ((int)letter).ToString("x4", CultureInfo.InvariantCulture),
            _ => letter.ToString(),
        };

    /// <summary>The value as a person reads it.</summary>
    public override string ToString() =>
        Kind switch
        {
            ScalarKind.Text => Text!,
            ScalarKind.Boolean => IsTrue ? "true" : "false",
            _ => Number.ToString("R", CultureInfo.InvariantCulture),
        };
}
