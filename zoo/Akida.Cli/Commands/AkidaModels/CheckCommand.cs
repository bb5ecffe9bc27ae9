using System.CommandLine;
using System.CommandLine.Parsing;
using Akida.Cli.CommandLine;
using Akida.Cli.Output;
using Akida.Graph;
using Akida.Graph.Lowering;
using Akida.Reports;
using Akida.Reports.Checks;

namespace Akida.Cli.Commands.AkidaModels;

/// <summary>
/// <c>akida_models check</c>: what Akida does not accept in a float model, Keras or ONNX. It ends with 0 when the model fits every version
/// that is checked, with 1 when it does not.
/// </summary>
internal sealed class CheckCommand
{
    private const int DoesNotFit = 1;

    private const string UsualBits = $"8 for {AkidaVersions.V2Word} and 4 for {AkidaVersions.V1Word} if not given";

    private static readonly Dictionary<string, AkidaVersion> VersionNames = AkidaVersions.All.ToDictionary(known => known.Word());

    private static readonly Dictionary<string, AkidaDevice> DeviceNames = AkidaDevices.All.ToDictionary(known => known.Word());

    private readonly ArgparseOption<string> model = CommonOptions.Model();
    private readonly ArgparseOption<string?> version = Options.Text(
        ["--version"],
        "the Akida version; both if not given",
        choices: [.. VersionNames.Keys]
    );
    private readonly ArgparseOption<int?> inputBits = Options.OptionalPositiveInteger(
        ["-i", "--input_weight_bits"],
        "bits of the first layer's weights; 8 if not given"
    );
    private readonly ArgparseOption<int?> weightBits = Options.OptionalPositiveInteger(
        ["-w", "--weight_bits"],
        $"bits of weights; {UsualBits}"
    );
    private readonly ArgparseOption<int?> activationBits = Options.OptionalPositiveInteger(
        ["-a", "--activation_bits"],
        $"bits of activations; {UsualBits}"
    );
    private readonly ArgparseOption<string?> device = Options.Text(
        ["--device"],
        "the device, whose limits then are errors and not warnings; only its version is checked",
        choices: [.. DeviceNames.Keys]
    );

    private readonly ArgparseOption<bool> json = Options.Flag(["--json"], "print JSON for programs");

    /// <summary>The command.</summary>
    public static Command Create(CliConsole console)
    {
        CheckCommand options = new();
        Command command = new("check", "Say what Akida does not accept in a float model (.h5 or .onnx).")
        {
            options.model,
            options.version,
            options.inputBits,
            options.weightBits,
            options.activationBits,
            options.device,
            options.json,
        };
        command.Validators.Add(options.RequireMatchingDevice);
        command.SetAction(parsed => options.Run(console, parsed));
        return command;
    }

    private void RequireMatchingDevice(CommandResult parsed)
    {
        if (
            Text(parsed, version) is { } asked
            && Text(parsed, device) is { } name
            && DeviceNames.TryGetValue(name, out AkidaDevice known)
            && known.Version().Word() != asked
        )
        {
            parsed.AddError($"option --device: {name} is a device of {known.Version().Word()}, --version says {asked}");
        }
    }

    // The words themselves: the values cannot be asked for where they are wrong.
    private static string? Text(CommandResult parsed, Option option) =>
        parsed.GetResult(option)?.Tokens is [{ Value: var text }] ? text : null;

    private int Run(CliConsole console, ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(model);
        Model loaded = ModelFiles.LoadKeras(path);
        if (loaded.Graph.IsQuantized)
        {
            throw new CommandException($"{path} is quantised, must be a float model");
        }

        AkidaDevice? named = parsed.GetValue(device) is { } name ? DeviceNames[name] : null;
        AkidaVersion[] versions =
            named is { } known ? [known.Version()]
            : parsed.GetValue(version) is { } one ? [VersionNames[one]]
            : [.. AkidaVersions.All];
        ModelCheck check = new(
            loaded.Graph.Name,
            [.. versions.Select(checkedVersion => VersionCheck.Of(loaded, checkedVersion, Bits(checkedVersion, parsed), named))]
        );
        if (parsed.GetValue(json))
        {
            console.WriteLine(check.ToJson());
        }
        else
        {
            Write(console, path, check);
        }

        return check.Fits ? 0 : DoesNotFit;
    }

    private BitWidths Bits(AkidaVersion checkedVersion, ParseResult parsed)
    {
        BitWidths usual = BitWidths.UsualFor(checkedVersion);
        return new BitWidths(
            parsed.GetValue(inputBits) ?? usual.Input,
            parsed.GetValue(weightBits) ?? usual.Weight,
            parsed.GetValue(activationBits) ?? usual.Activation
        );
    }

    /// <summary>A table on a terminal, elsewhere a line for each finding.</summary>
    private static void Write(CliConsole console, string file, ModelCheck check)
    {
        foreach (VersionCheck one in check.Versions)
        {
            if (one.Findings.Count > 0 && console.IsTerminal)
            {
                TableView.Write(console, one.ToTable($"{file}, {one.Version}"));
            }
            else
            {
                foreach (CheckedFinding finding in one.Findings)
                {
                    console.WriteLine(VisibleText.Of($"{file}, {one.Version}: {finding}"));
                }
            }

            console.WriteLine(VisibleText.Of($"{file}: {one.Verdict}"));
        }
    }
}
