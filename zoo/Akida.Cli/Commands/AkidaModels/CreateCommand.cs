using System.CommandLine;
using Akida.Cli.CommandLine;
using Akida.Cli.Output;
using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Catalogue;
using Akida.Graph.Expressions;
using Akida.Zoo;

namespace Akida.Cli.Commands.AkidaModels;

/// <summary>
/// <c>akida_models create MODEL</c>: a new model with random weights. The words and their options are those of the model classes.
/// </summary>
internal static class CreateCommand
{
    public static Command Create(CliConsole console)
    {
        ArgparseOption<string?> saveModel = Options.Text(["-s", "--save_model"], "file to write; .h5 is appended when absent");
        ArgparseOption<int> seed = Options.Integer(["--seed"], "start of the random weights", 0);
        PretrainedOptions pretrained = new();
        Command command = new("create", "Create a model with random weights, or with trained ones.") { saveModel, seed };
        pretrained.AddTo(command);
        foreach (ModelEntry entry in ModelCatalogue.All)
        {
            command.Add(CreateModel(console, entry, saveModel, seed, pretrained));
        }

        return command;
    }

    private static Command CreateModel(
        CliConsole console,
        ModelEntry entry,
        Option<string?> saveModel,
        Option<int> seed,
        PretrainedOptions pretrained
    )
    {
        Command command = new(entry.Name, entry.Summary);
        foreach (string alias in entry.Aliases)
        {
            command.Aliases.Add(alias);
        }

        (string Member, Func<ParseResult, Scalar> Value)[] options =
        [
            .. entry.Options.Where(option => option.LongName.Length > 0).Select(option => (option.Member, Add(command, option))),
        ];
        BaseModelOptions? baseModel = BaseModelOptions.AddTo(command, entry, console, pretrained.Pretrained);
        command.SetAction(parsed =>
        {
            AkidaVersion version = TargetVersion.Current;
            WarnOfVersion(console, entry, version);
            IAkidaModel model = entry.Create(options.ToDictionary(option => option.Member, option => option.Value(parsed)));
            if (pretrained.IsWanted(parsed))
            {
                baseModel?.RefuseFile(parsed);
                console.WriteLine($"Model saved as {pretrained.Save(model, version, parsed, parsed.GetValue(saveModel))}");
                return;
            }

            Model created = baseModel is null
                ? model.Initialize(version, parsed.GetValue(seed))
                : baseModel.Initialize(model, parsed, version, parsed.GetValue(seed));
            string path = FileNames.Created(
                parsed.GetValue(saveModel) ?? (entry.SavedByKerasName ? created.Graph.Name : parsed.CommandResult.IdentifierToken.Value)
            );
            KerasFile.Write(path, created);
            console.WriteLine($"Model saved as {path}");
        });
        return command;
    }

    private static void WarnOfVersion(CliConsole console, ModelEntry entry, AkidaVersion version)
    {
        if (!entry.Versions.Contains(version))
        {
            console.Warn(
                $"{entry.Name} is a model for {AkidaVersions.Names(entry.Versions)}: it cannot be converted for {version.Number()}"
            );
        }
    }

    private static Func<ParseResult, Scalar> Add(Command command, ModelOption option)
    {
        string[] names = [.. new[] { option.ShortName, option.LongName }.Where(name => name.Length > 0).Distinct()];
        return option.Default.Kind switch
        {
            ScalarKind.Integer => With(
                Options.Integer(names, option.Help, (int)option.Default.Number, Choices(option, choice => (int)choice.Number)),
                value => value
            ),
            ScalarKind.Real => With(
                Options.Real(names, option.Help, option.Default.Number, Choices(option, choice => choice.Number)),
                value => value
            ),
            ScalarKind.Boolean => With(Options.Flag(names, option.Help), value => value),
            _ => With(Options.Text(names, option.Help, option.Default.Text, Choices(option, choice => choice.Text!)), value => value!),
        };

        Func<ParseResult, Scalar> With<T>(Option<T> added, Func<T?, Scalar> convert)
        {
            command.Add(added);
            return parsed => convert(parsed.GetValue(added));
        }
    }

    private static IReadOnlyList<T>? Choices<T>(ModelOption option, Func<Scalar, T> convert) =>
        option.Choices.Count == 0 ? null : [.. option.Choices.Select(convert)];
}
