using System.CommandLine;
using System.Globalization;

namespace Akida.Cli.CommandLine;

/// <summary>Makes options of the types that the tools have. Names go from short to long.</summary>
internal static class Options
{
    public static ArgparseOption<string?> Text(
        string[] names,
        string description,
        string? defaultValue = null,
        IReadOnlyList<string>? choices = null
    ) => new(names, description, text => Among(text, text, choices), defaultValue, ChoicesText(choices));

    public static ArgparseOption<string> RequiredText(string[] names, string description) =>
        new(names, description, text => text, null!) { Required = true };

    /// <summary>A text that must be given unless an option of an outer command is.</summary>
    public static ArgparseOption<string?> RequiredTextUnless(Option instead, string[] names, string description) =>
        new(names, description, text => text, null) { RequiredUnless = instead };

    public static ArgparseOption<bool> Flag(string[] names, string description) => new(names, description, bool.Parse, false);

    public static ArgparseOption<int> Integer(string[] names, string description, int defaultValue, IReadOnlyList<int>? choices = null) =>
        new(names, description, text => Among(ParseInteger(text), text, choices), defaultValue, ChoicesText(choices));

    public static ArgparseOption<int?> OptionalInteger(string[] names, string description) =>
        new(names, description, text => ParseInteger(text), null);

    public static ArgparseOption<int> PositiveInteger(string[] names, string description, int defaultValue) =>
        new(names, description, ParsePositive, defaultValue);

    public static ArgparseOption<int> RequiredPositiveInteger(string[] names, string description) =>
        new(names, description, ParsePositive, 0) { Required = true };

    public static ArgparseOption<int?> OptionalPositiveInteger(string[] names, string description) =>
        new(names, description, text => ParsePositive(text), null);

    public static ArgparseOption<double> Real(
        string[] names,
        string description,
        double defaultValue,
        IReadOnlyList<double>? choices = null
    ) => new(names, description, text => Among(ParseReal(text), text, choices), defaultValue, ChoicesText(choices));

    public static ArgparseOption<double> RequiredReal(string[] names, string description) =>
        new(names, description, ParseReal, 0) { Required = true };

    /// <summary>Sizes separated by commas, each above 0.</summary>
    public static ArgparseOption<int[]?> Shape(string[] names, string description) =>
        new(names, description, text => [.. text.Split(',').Select(ParsePositive)], null);

    /// <summary>Names separated by commas.</summary>
    public static ArgparseOption<string[]?> TextList(string[] names, string description) =>
        new(names, description, text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), null);

    private static int ParseInteger(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new FormatException($"'{text}' is not an integer");

    private static int ParsePositive(string text) =>
        ParseInteger(text) is > 0 and int value ? value : throw new FormatException($"{text} must be above 0");

    private static double ParseReal(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new FormatException($"'{text}' is not a number");

    private static T Among<T>(T value, string text, IReadOnlyList<T>? choices) =>
        choices is null || choices.Contains(value)
            ? value
            : throw new FormatException($"'{text}' is not among {string.Join(", ", choices.Select(Invariant))}");

    private static string? ChoicesText<T>(IReadOnlyList<T>? choices) =>
        choices is null ? null : $"{{{string.Join(',', choices.Select(Invariant))}}}";

    private static string? Invariant<T>(T value) => Convert.ToString(value, CultureInfo.InvariantCulture);
}
