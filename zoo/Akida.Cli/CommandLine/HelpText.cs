using System.CommandLine;
using System.Text;

namespace Akida.Cli.CommandLine;

/// <summary>The usage line and the help of a command.</summary>
internal static class HelpText
{
    private const int Width = 100;
    private const int TextColumn = 34;

    /// <summary>The words that lead to a command: <c>akida_models create ds_cnn_kws</c>.</summary>
    public static string Words(Command command)
    {
        List<string> words = [];
        for (Command? current = command; current is not null; current = current.Parents.OfType<Command>().FirstOrDefault())
        {
            words.Insert(0, current.Name);
        }

        // The program is called by the name of the tool: its own name is no part of what users type.
        return string.Join(' ', words.Count > 1 ? words.Skip(1) : words);
    }

    /// <summary>One paragraph: the command with its options in brackets, the required ones without.</summary>
    public static string Usage(Command command)
    {
        string start = "usage: " + Words(command);
        IEnumerable<string> parts = command
            .Options.OrderByDescending(option => option.Required)
            .Select(UsageOf)
            .Prepend("[-h]")
            .Concat(
                command.Arguments.Select(argument => argument.Arity.MaximumNumberOfValues > 1 ? $"{argument.Name} ..." : argument.Name)
            );
        if (command.Subcommands.Count > 0)
        {
            parts = parts.Append("WORD").Append("...");
        }

        return Wrap(start, parts, start.Length + 1);
    }

    /// <summary>Usage, description, inner commands and options.</summary>
    public static string Help(Command command)
    {
        StringBuilder text = new();
        text.AppendLine(Usage(command)).AppendLine().AppendLine(command.Description);
        Command[] inner = [.. command.Subcommands.Where(word => !word.Hidden)];
        if (inner.Length > 0)
        {
            text.AppendLine().AppendLine("words:");
            foreach (Command word in inner)
            {
                AppendEntry(text, string.Join(", ", word.Aliases.Prepend(word.Name)), word.Description ?? "");
            }
        }

        if (command.Arguments.Count > 0)
        {
            text.AppendLine().AppendLine("arguments:");
            foreach (Argument argument in command.Arguments)
            {
                AppendEntry(text, argument.Name, argument.Description ?? "");
            }
        }

        text.AppendLine().AppendLine("options:");
        AppendEntry(text, "-h, --help", "show this help and end");
        foreach (Option option in command.Options)
        {
            IArgparseOption known = (IArgparseOption)option;
            string? remark =
                option.Required ? "required"
                : known.RequiredUnless is { } instead ? $"required without {instead.Name}"
                : known.DefaultText is { } value ? $"default: {value}"
                : null;
            AppendEntry(text, Heading(known), remark is null ? option.Description ?? "" : $"{option.Description} ({remark})");
        }

        return text.ToString();
    }

    private static string Heading(IArgparseOption option) =>
        option.ValueName is null ? string.Join(", ", option.Names) : $"{string.Join(", ", option.Names)} {option.ValueName}";

    private static string UsageOf(Option option)
    {
        IArgparseOption known = (IArgparseOption)option;
        string usage = known.ValueName is null ? known.Names[0] : $"{known.Names[0]} {known.ValueName}";
        return option.Required ? usage : $"[{usage}]";
    }

    private static void AppendEntry(StringBuilder text, string heading, string description)
    {
        string start = "  " + heading;
        if (start.Length >= TextColumn - 1)
        {
            text.AppendLine(start);
            start = "";
        }

        text.AppendLine(Wrap(start.PadRight(TextColumn - 1), description.Split(' '), TextColumn));
    }

    private static string Wrap(string start, IEnumerable<string> parts, int indent)
    {
        StringBuilder text = new(start);
        int column = start.Length;
        foreach (string part in parts)
        {
            if (column + 1 + part.Length > Width && column > indent)
            {
                text.AppendLine().Append(' ', indent - 1);
                column = indent - 1;
            }

            text.Append(' ').Append(part);
            column += 1 + part.Length;
        }

        return text.ToString();
    }
}
