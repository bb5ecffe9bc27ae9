using System.CommandLine;
using Akida.Cli.CommandLine;
using Akida.Formats;
using Akida.Graph.Catalogue;
using Akida.Zoo.Pretrained;

namespace Akida.Cli.Commands.AkidaModels;

/// <summary>The options of <c>create</c> that take a trained model from a mirror in place of random weights.</summary>
internal sealed class PretrainedOptions
{
    private readonly ArgparseOption<bool> pretrained = Options.Flag(
        ["--pretrained"],
        "take the trained model from the mirror, in place of random weights"
    );
    private readonly ArgparseOption<string?> mirror = Options.Text(
        ["--mirror"],
        $"folder or address of trained models and their SHA256SUMS, {Mirror.Variable} if not given"
    );
    private readonly ArgparseOption<string?> bits = Options.Text(
        ["--bits"],
        "which trained model to take if there are several, such as i8_w4_a4 or float"
    );

    /// <summary>The option that asks for a trained model.</summary>
    public Option Pretrained => pretrained;

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(pretrained);
        command.Add(mirror);
        command.Add(bits);
    }

    /// <summary>Whether a trained model is wanted.</summary>
    /// <exception cref="CommandException">It is not, but other options are about one.</exception>
    public bool IsWanted(ParseResult parsed) =>
        parsed.GetValue(pretrained) || parsed.GetValue(mirror) is null && parsed.GetValue(bits) is null
            ? parsed.GetValue(pretrained)
            : throw new CommandException("--mirror and --bits are about trained models: give --pretrained too");

    /// <summary>Writes the trained model as it was published.</summary>
    /// <returns>The file written.</returns>
    public string Save(IAkidaModel model, AkidaVersion version, ParseResult parsed, string? saveAs)
    {
        PretrainedStore store = new(parsed.GetValue(mirror) is { } address ? Mirror.Of(address) : null);
        string fetched = store.Fetch(model, version, parsed.GetValue(bits));
        string path = FileNames.Created(saveAs ?? Path.GetFileName(fetched));
        AtomicFile.Write(
            path,
            stream =>
            {
                using FileStream source = File.OpenRead(fetched);
                source.CopyTo(stream);
            }
        );
        return path;
    }
}
