using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Akida.Cli.CommandLine;
using Akida.Cli.Commands;
using Akida.Cli.Output;
using Akida.Formats;
using Akida.Graph;
using Akida.Testing;

namespace Akida.Cli.Tests;

/// <summary>
/// Every option of <c>akida_models create</c> that the Python tool has: names, type, default, choices, and what it changes.
/// </summary>
public class CreateOptionsTests
{
    /// <summary>Words of the tool that are no models of the zoo: transformers.</summary>
    private static readonly string[] Transformers = ["vit_ti16", "bc_vit_ti16", "deit_ti16", "bc_deit_ti16", "vit_urbansound"];

    /// <summary>The smallest instance of each large model, so that files stay small.</summary>
    private static readonly Dictionary<string, string[]> Small = new()
    {
        ["akidanet_imagenet"] = ["-i", "32", "-a", "0.25"],
        ["mobilenet_imagenet"] = ["-i", "32", "-a", "0.25"],
        ["akidanet18_imagenet"] = ["-i", "32"],
        ["pointnet_plus_modelnet40"] = ["-alpha", "0.5"],
        ["yolo_base"] = ["-a", "0.25"],
        ["centernet"] = ["-i", "224"],
    };

    /// <summary>A value for an option without choices that is neither its default nor that of <see cref="Small"/>.</summary>
    private static readonly Dictionary<string, string> OtherValues = new()
    {
        ["classes"] = "7",
        ["alpha"] = "0.35",
        ["number_anchors"] = "3",
        ["reg_factor"] = "0.5",
    };

    private static readonly Dictionary<string, Option[]> Words = ReadWords();

    public static TheoryData<string> Models => [.. Words.Keys];

    public static TheoryData<string, string> ModelOptions =>
        [.. Words.SelectMany(word => word.Value.Where(option => option.ChangesGraph).Select(option => (word.Key, option.Names[^1])))];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_has_the_options_of_the_tool(string model)
    {
        Command command = Find(model);

        Assert.Equal(
            Words[model].OrderBy(option => option.Names[0], StringComparer.Ordinal),
            command.Options.Select(Option.Of).OrderBy(option => option.Names[0], StringComparer.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(ModelOptions))]
    public void An_option_changes_the_model_in_all_its_forms(string model, string name)
    {
        using TemporaryFolder folder = new();
        Option option = Words[model].Single(candidate => candidate.Names[^1] == name);
        string value = option.Choices.Length > 0 ? option.Choices.First(choice => choice != option.Default) : OtherValues[option.Dest];
        string[] small =
        [
            .. BaseModel(folder, model),
            .. Small.GetValueOrDefault(model, []).Chunk(2).Where(pair => !option.Names.Contains(pair[0])).SelectMany(pair => pair),
        ];

        ModelGraph usual = Create(folder, model, small);
        ModelGraph[] changed =
        [
            Create(folder, model, [.. small, option.Names[0], value]),
            Create(folder, model, [.. small, $"{name}={value}"]),
        ];

        Assert.NotEqual(usual.Layers, changed[0].Layers);
        Assert.Equal(changed[0], changed[1]);
    }

    [Fact]
    public void Every_model_is_created_for_both_versions()
    {
        using TemporaryFolder folder = new();
        foreach (AkidaVersion version in new[] { AkidaVersion.V1, AkidaVersion.V2 })
        {
            using IDisposable scope = AkidaTarget.Set(version);
            foreach (string model in Words.Keys)
            {
                Assert.NotEmpty(Create(folder, model, [.. Small.GetValueOrDefault(model, []), .. BaseModel(folder, model)]).Layers);
            }
        }
    }

    [Theory]
    [InlineData("mobilenet_imagenet -i 32 -a 0.25 -c 7", "mobilenet_0.25_32_7.h5")]
    [InlineData("mobilenet_imagenet -i 32 -a 0.125 -c 7", "mobilenet_0.12_32_7.h5")]
    [InlineData("centernet -i 224", "centernet_base.h5")]
    [InlineData("ds_cnn_kws", "ds_cnn_kws.h5")]
    [InlineData("-s other ds_cnn_kws", "other.h5")]
    [InlineData("-s other.h5 ds_cnn_kws", "other.h5")]
    public void The_file_has_the_name_that_scripts_expect(string arguments, string expected)
    {
        using TemporaryFolder folder = new();
        string[] words = arguments.Split(' ');

        string said = CommandLine.RunIn(folder, "akida_models", "create", words);

        Assert.Equal($"Model saved as {expected}", said.TrimEnd());
        Assert.True(File.Exists(folder[expected]));
    }

    [Fact]
    public void The_help_shows_choices_and_defaults()
    {
        string help = CommandLine.RunWell("akida_models", "create", "akidanet_imagenet", "-h");

        Assert.Contains("[-i {32,64,96,128,160,192,224}]", help, StringComparison.Ordinal);
        Assert.Contains("-i, --image_size {32,64,96,128,160,192,224}", help, StringComparison.Ordinal);
        Assert.Contains("-a, --alpha ALPHA", help, StringComparison.Ordinal);
        Assert.Contains("-c, --classes CLASSES", help, StringComparison.Ordinal);
        Assert.Contains("width multiplier of the filters (default: 1)", help, StringComparison.Ordinal);
        Assert.Contains("how many outputs (default: 1000)", help, StringComparison.Ordinal);
    }

    [Fact]
    public void The_help_shows_both_spellings_of_the_edge_model() =>
        Assert.Contains(
            "akidanet_imagenet_edge, akidanet_edge_imagenet",
            CommandLine.RunWell("akida_models", "create", "-h"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("akidanet_imagenet -i 100", "option -i/--image_size: '100' is not among 32, 64, 96, 128, 160, 192, 224")]
    [InlineData("akidanet_imagenet -c many", "option -c/--classes: 'many' is not an integer")]
    [InlineData("akidanet_imagenet -a wide", "option -a/--alpha: 'wide' is not a number")]
    [InlineData("akidanet_imagenet --depth 3", "unrecognized option --depth")]
    [InlineData("akidanet_imagenet -s x.h5", "unrecognized option -s")]
    [InlineData("akidanet_edge_imagenet", "option -bw/--base_weights is required without --pretrained")]
    [InlineData("resnet", "'resnet' is not among")]
    [InlineData("yolo_base -na5", "unrecognized option -na5")]
    public void Wrong_usage_ends_with_2(string arguments, string expected)
    {
        CommandLineResult result = CommandLine.Run(["akida_models", "create", .. arguments.Split(' ')]);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("usage: akida_models create", result.Error, StringComparison.Ordinal);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("akidanet_imagenet -a 0", "layer 'conv_0': filters is 0, must be at least 1")]
    [InlineData("akidanet_imagenet -a 0.01", "layer 'conv_0': filters is 0, must be at least 1")]
    [InlineData("akidanet_imagenet -a nan", "layer 'conv_0': filters is")]
    [InlineData("akidanet_imagenet -a 1e6", "values")]
    [InlineData("akidanet_imagenet -a 1e30", "layer 'conv_0'")]
    [InlineData("ds_cnn_kws -c 7", "unrecognized option -c")]
    [InlineData("convtiny_dvs_handy -c 0", "layer 'dense': units is 0, must be at least 1")]
    [InlineData("yolo_base -na -1", "layer 'pw_detection_layer': filters is -6, must be at least 1")]
    [InlineData("centernet -c -4", "layer 'head_conv_2': filters is 0, must be at least 1")]
    public void Values_that_make_no_model_are_refused_in_one_line(string arguments, string expected)
    {
        using TemporaryFolder folder = new();

        CommandLineResult result = CommandLine.Run(["akida_models", "create", "-s", folder["x.h5"], .. arguments.Split(' ')]);

        Assert.InRange(result.ExitCode, 1, 2);
        Assert.Contains(expected, result.Error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.False(File.Exists(folder["x.h5"]));
    }

    /// <summary>The option for a model that needs a base model.</summary>
    private static string[] BaseModel(TemporaryFolder folder, string model)
    {
        if (!Words[model].Any(option => option.IsRequired))
        {
            return [];
        }

        CommandLine.RunWell("akida_models", "create", "-s", folder["base.h5"], "akidanet_imagenet", "-i", "32", "-a", "0.25");
        return ["-bw", folder["base.h5"]];
    }

    private static ModelGraph Create(TemporaryFolder folder, string model, string[] options)
    {
        CommandLine.RunWell(["akida_models", "create", "-s", folder["model.h5"], model, .. options]);
        return KerasFile.Read(folder["model.h5"]).Graph;
    }

    private static Command Find(string model)
    {
        using StringWriter nowhere = new();
        Command create = AllCommands
            .Create(new CliConsole(nowhere, nowhere, isTerminal: false))
            .Subcommands.Single(tool => tool.Name == "akida_models")
            .Subcommands.Single(word => word.Name == "create");
        return create.Subcommands.Single(word => word.Name == model || word.Aliases.Contains(model));
    }

    private static Dictionary<string, Option[]> ReadWords()
    {
        string file = Path.Combine(TestFolders.Shared is { } shared ? Path.Combine(shared, "reference") : TestFolders.Data, "cli.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
        JsonElement create = document
            .RootElement.GetProperty("guide")
            .GetProperty("akida_models")
            .GetProperty("actions")
            .GetProperty("create");
        return create
            .GetProperty("actions")
            .EnumerateObject()
            .Where(word => !Transformers.Contains(word.Name))
            .ToDictionary(
                word => word.Name,
                word =>
                    word.Value.TryGetProperty("options", out JsonElement options)
                        ? options.EnumerateArray().Select(Option.Read).ToArray()
                        : []
            );
    }

    /// <summary>An option, recorded or ours.</summary>
    private sealed record Option(string NamesText, string Type, string? Default, string ChoicesText, bool IsRequired)
    {
        public string[] Names => NamesText.Split(' ');

        public string[] Choices => ChoicesText.Split(',', StringSplitOptions.RemoveEmptyEntries);

        public string Dest => Names[^1].TrimStart('-');

        public bool ChangesGraph => Type != "str";

        public static Option Read(JsonElement option) =>
            new(
                string.Join(' ', option.GetProperty("names").EnumerateArray()),
                option.GetProperty("type").GetString()!,
                Text(option.GetProperty("default")),
                option.GetProperty("choices") is { ValueKind: JsonValueKind.Array } choices
                    ? string.Join(",", choices.EnumerateArray())
                    : "",
                option.GetProperty("required").GetBoolean()
            );

        // The tool has no --pretrained: what is required but for it is required there.
        public static Option Of(System.CommandLine.Option option)
        {
            IArgparseOption known = (IArgparseOption)option;
            string type =
                option.ValueType == typeof(int) ? "int"
                : option.ValueType == typeof(double) ? "float"
                : "str";
            string choices = known.ValueName is ['{', .. var inner, '}'] ? inner : "";
            bool isRequired = option.Required || known.RequiredUnless is { Name: "--pretrained" };
            return new Option(string.Join(' ', known.Names), type, isRequired ? null : known.DefaultText, choices, isRequired);
        }

        private static string? Text(JsonElement value) =>
            value.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.Number => value.GetDouble().ToString(CultureInfo.InvariantCulture),
                _ => value.GetString(),
            };
    }
}
