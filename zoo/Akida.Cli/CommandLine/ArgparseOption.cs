using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Akida.Cli.CommandLine;

/// <summary>What the help and the reader of arguments know of an option, whatever its type.</summary>
internal interface IArgparseOption
{
    /// <summary>All names, short ones first, as the help shows them.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>What stands for the value in the help: <c>{32,64}</c> or <c>CLASSES</c>; null for a flag.</summary>
    string? ValueName { get; }

    /// <summary>The default as text, or null when there is none.</summary>
    string? DefaultText { get; }

    /// <summary>
    /// The option of an outer command without which this one is required; null if it never is, or always (<see cref="Option.Required"/>).
    /// </summary>
    Option? RequiredUnless { get; }
}

/// <summary>
/// An option with the names, values and defaults that Python's argparse allows (several names of any length after one dash).
/// </summary>
internal sealed class ArgparseOption<T> : Option<T>, IArgparseOption
{
    public ArgparseOption(IReadOnlyList<string> names, string description, Func<string, T> parse, T defaultValue, string? valueName = null)
        : base(names[^1], [.. names.SkipLast(1)])
    {
        Names = names;
        Description = description;
        ValueName = valueName ?? names[^1].TrimStart('-').ToUpperInvariant();
        DefaultText = defaultValue is null or false ? null : Convert.ToString(defaultValue, CultureInfo.InvariantCulture);
        DefaultValueFactory = _ => defaultValue;
        AllowMultipleArgumentsPerToken = false;
        if (typeof(T) == typeof(bool))
        {
            ValueName = null;
            Arity = ArgumentArity.Zero;
        }
        else
        {
            Arity = ArgumentArity.ExactlyOne;
            CustomParser = result => Parse(result, parse, defaultValue);
        }
    }

    public IReadOnlyList<string> Names { get; }

    public string? ValueName { get; }

    public string? DefaultText { get; }

    public Option? RequiredUnless { get; init; }

    private T Parse(ArgumentResult result, Func<string, T> parse, T defaultValue)
    {
        try
        {
            return parse(result.Tokens[0].Value);
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            result.AddError($"option {string.Join('/', Names)}: {error.Message}");
            return defaultValue;
        }
    }
}
