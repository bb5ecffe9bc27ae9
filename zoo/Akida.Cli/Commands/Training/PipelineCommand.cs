using System.CommandLine;
using Akida.Cli.CommandLine;
using Akida.Cli.Output;
using Akida.Zoo.Pipelines;

namespace Akida.Cli.Commands.Training;

/// <summary>A training tool as a command: its words and options are those that the pipeline declares.</summary>
internal static class PipelineCommand
{
    public static Command Create(CliConsole console, ITrainingPipeline pipeline)
    {
        Command command = new(pipeline.Name, pipeline.Description);
        foreach (PipelineAction action in pipeline.Actions)
        {
            command.Add(Create(console, action));
        }

        return command;
    }

    private static Command Create(CliConsole console, PipelineAction action)
    {
        Command command = new(action.Name, Sentence(action.Description));
        Action<ParseResult, PipelineArguments>[] readers = [.. action.Options.Select(option => Add(command, option))];
        command.SetAction(parsed =>
        {
            PipelineArguments arguments = new();
            foreach (Action<ParseResult, PipelineArguments> read in readers)
            {
                read(parsed, arguments);
            }

            using ConsolePipelineHost host = new(console);
            action.Run(arguments, host);
        });
        return command;
    }

    private static Action<ParseResult, PipelineArguments> Add(Command command, PipelineOption option)
    {
        string[] names = [.. option.Names];
        switch (option)
        {
            case PipelineOption<string> { Required: true } text:
                return Bind(command, text, Options.RequiredText(names, option.Description));
            case PipelineOption<string> text:
                return Bind(command, text, Options.Text(names, option.Description, text.Default, ChoicesOf(text)));
            case PipelineOption<int> { Required: true, Positive: true } number:
                return Bind(command, number, Options.RequiredPositiveInteger(names, option.Description));
            case PipelineOption<int> { Positive: true } number:
                return Bind(command, number, Options.PositiveInteger(names, option.Description, number.Default));
            case PipelineOption<int> { Required: false } number:
                return Bind(command, number, Options.Integer(names, option.Description, number.Default, ChoicesOf(number)));
            case PipelineOption<double> { Required: false } number:
                return Bind(command, number, Options.Real(names, option.Description, number.Default, ChoicesOf(number)));
            case PipelineOption<bool> { Required: false } flag:
                return Bind(command, flag, Options.Flag(names, option.Description));
            default:
                throw new NotSupportedException($"option {string.Join('/', names)} is of a kind that the command line does not have");
        }
    }

    private static Action<ParseResult, PipelineArguments> Bind<T, TAdded>(Command command, PipelineOption<T> option, Option<TAdded> added)
        where TAdded : T?
    {
        command.Add(added);
        return (parsed, arguments) => arguments.With(option, parsed.GetValue(added));
    }

    private static IReadOnlyList<T>? ChoicesOf<T>(PipelineOption<T> option) => option.Choices.Count > 0 ? option.Choices : null;

    private static string Sentence(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}.";
}
