using System.CommandLine;
using System.Globalization;

namespace Akida.Cli.CommandLine;

/// <summary>What the arguments ask for.</summary>
/// <param name="Command">The innermost command that was named.</param>
internal abstract record ArgparseResult(Command Command)
{
    /// <summary>
    /// To run the command; <paramref name="Arguments"/> are the same arguments in the one form that System.CommandLine and argparse read
    /// alike.
    /// </summary>
    public sealed record Run(Command Command, IReadOnlyList<string> Arguments) : ArgparseResult(Command);

    /// <summary>To show the command's help.</summary>
    public sealed record Help(Command Command) : ArgparseResult(Command);

    /// <summary>Nothing that is allowed.</summary>
    public sealed record Error(Command Command, string Message) : ArgparseResult(Command);
}

/// <summary>
/// Reads arguments as Python's argparse does, since scripts for the tools rely on it: <c>-c7</c>, <c>-c=7</c>, <c>-bs 100</c>, prefixes
/// that fit one option only, the last of a repeated option, negative numbers as values. An outer command's options stand before the inner
/// command's word.
/// </summary>
internal sealed class ArgparseReader
{
    private static readonly string[] HelpNames = ["-h", "--help"];

    private readonly Queue<string> remaining;
    private readonly List<string> read = [];
    private readonly Dictionary<Option, string> options = [];
    private readonly List<string> positionals = [];
    private Command command;

    private ArgparseReader(Command root, IEnumerable<string> arguments)
    {
        command = root;
        remaining = new Queue<string>(arguments);
    }

    /// <summary>
    /// Reads <paramref name="arguments"/>, the first of which may be the word of a subcommand of <paramref name="root"/>.
    /// </summary>
    public static ArgparseResult Read(Command root, IEnumerable<string> arguments)
    {
        ArgparseReader reader = new(root, arguments);
        try
        {
            return reader.Read();
        }
        catch (FormatException error)
        {
            return new ArgparseResult.Error(reader.command, error.Message);
        }
    }

    private ArgparseResult Read()
    {
        while (remaining.TryDequeue(out string? token))
        {
            if (token == "--")
            {
                positionals.AddRange(remaining);
                remaining.Clear();
            }
            else if (!IsOption(token))
            {
                ReadWord(token);
            }
            else if (Match(token) is not { } match)
            {
                throw new FormatException($"unrecognized option {token}");
            }
            else if (match.Option is null)
            {
                return new ArgparseResult.Help(command);
            }
            else
            {
                ReadOption(match.Option, token, match.Value);
            }
        }

        CloseLevel();
        if (command.Subcommands.Count > 0)
        {
            throw new FormatException($"one of these words is missing: {Words()}");
        }

        if (command.Arguments.FirstOrDefault(argument => argument.Arity.MinimumNumberOfValues > 0) is { } missing && positionals.Count == 0)
        {
            throw new FormatException($"{missing.Name} is missing");
        }

        return new ArgparseResult.Run(command, [.. read, .. positionals.Count > 0 ? positionals.Prepend("--") : []]);
    }

    private void ReadWord(string word)
    {
        if (command.Subcommands.Count == 0)
        {
            if (positionals.Count >= command.Arguments.Sum(argument => argument.Arity.MaximumNumberOfValues))
            {
                throw new FormatException($"unrecognized argument '{word}'");
            }

            positionals.Add(word);
            return;
        }

        Command inner =
            command.Subcommands.FirstOrDefault(candidate => candidate.Name == word || candidate.Aliases.Contains(word))
            ?? throw new FormatException($"'{word}' is not among {Words()}");
        CloseLevel();
        read.Add(word);
        command = inner;
    }

    private void ReadOption(Option option, string token, string? glued)
    {
        if (option.Arity.MaximumNumberOfValues > 0)
        {
            options[option] =
                glued
                ?? (
                    remaining.TryPeek(out string? next) && next != "--" && !IsOption(next)
                        ? remaining.Dequeue()
                        : throw new FormatException($"option {string.Join('/', NamesOf(option))} expects a value")
                );
            return;
        }

        // One-letter flags may be written together: -vx for -v -x.
        if (
            glued is not null
            && (
                token.StartsWith("--", StringComparison.Ordinal) || token.Contains('=') || !Names().Any(name => name.Name == "-" + glued[0])
            )
        )
        {
            throw new FormatException($"option {string.Join('/', NamesOf(option))} takes no value, found '{glued}'");
        }

        options[option] = "";
        if (glued is not null && Match("-" + glued) is { Option: { } chained } match)
        {
            ReadOption(chained, "-" + glued, match.Value);
        }
    }

    private void CloseLevel()
    {
        foreach (Option missing in command.Options.Where(option => !options.ContainsKey(option)))
        {
            if (missing.Required)
            {
                throw new FormatException($"option {string.Join('/', NamesOf(missing))} is required");
            }

            if (missing is IArgparseOption { RequiredUnless: { } instead } && !read.Contains(instead.Name))
            {
                throw new FormatException($"option {string.Join('/', NamesOf(missing))} is required without {instead.Name}");
            }
        }

        read.AddRange(options.Select(pair => pair.Key.Arity.MaximumNumberOfValues > 0 ? $"{pair.Key.Name}={pair.Value}" : pair.Key.Name));
        options.Clear();
    }

    // The option that a token names, if any (null within the result is the help), and the value that is glued to it.
    private (Option? Option, string? Value)? Match(string token)
    {
        (string Name, Option? Option)[] names = [.. Names()];
        int equals = token.IndexOf('=');
        string name = equals < 0 ? token : token[..equals];
        string? value = equals < 0 ? null : token[(equals + 1)..];

        foreach ((string candidate, Option? option) in names)
        {
            if (candidate == token || candidate == name)
            {
                return (option, candidate == token ? null : value);
            }
        }

        List<(string Name, Option? Option, string? Value)> matches =
        [
            .. names
                .Where(candidate => candidate.Name.StartsWith(name, StringComparison.Ordinal))
                .Select(candidate => (candidate.Name, candidate.Option, value)),
        ];
        if (token[1] != '-')
        {
            matches.AddRange(
                names
                    .Where(candidate => candidate.Name == token[..2])
                    .Select(candidate => (candidate.Name, candidate.Option, (string?)token[2..]))
            );
        }

        return matches.Select(match => (match.Option, match.Value)).Distinct().ToArray() switch
        {
            [] => null,
            [var single] => single,
            _ => throw new FormatException(
                $"{token} is ambiguous: it could be {string.Join(" or ", matches.Select(match => match.Name).Distinct())}"
            ),
        };
    }

    private IEnumerable<(string Name, Option? Option)> Names() =>
        HelpNames
            .Select(name => (name, (Option?)null))
            .Concat(command.Options.SelectMany(option => NamesOf(option).Select(name => (name, (Option?)option))));

    private string Words() => string.Join(", ", command.Subcommands.Where(word => !word.Hidden).Select(word => word.Name));

    private static IReadOnlyList<string> NamesOf(Option option) => ((IArgparseOption)option).Names;

    private static bool IsOption(string token) =>
        token.Length > 1
        && token[0] == '-'
        && !token.Contains(' ')
        && !double.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
