using System.CommandLine;
using System.Globalization;
using Akida.Cli.CommandLine;
using Akida.Cli.Output;
using Akida.Formats;
using Akida.Inference;
using Akida.Integers;
using Akida.Quantization.Quantizing;
using Akida.Reports;
using Akida.Reports.Sparsity;

namespace Akida.Cli.Commands.AkidaModels;

/// <summary><c>akida_models sparsity</c>: how many of the values that layers put out are zero.</summary>
internal static class SparsityCommand
{
    private const int LongestBar = 40;
    private const int ShortestBar = 10;
    private const string PictureExtension = ".png";

    public static Command Create(CliConsole console)
    {
        ArgparseOption<string> model = CommonOptions.Model();
        ArgparseOption<string[]?> layerNames = Options.TextList(["-l", "--layer_names"], "only these layers, comma separated");
        ArgparseOption<int> count = Options.PositiveInteger(["-ns", "--n_samples"], "how many samples are used", 10);
        ArgparseOption<string?> samples = Options.Text(
            ["-sa", "--samples"],
            "npz file of samples (array named 'data'); random ones if not given"
        );
        ArgparseOption<bool> verbose = Options.Flag(["-v", "--verbose"], "every layer, not only the mean");
        ArgparseOption<string?> plot = Options.Text(["--plot"], "png file to draw a bar for each layer into");
        Command command = new("sparsity", "Show the share of zeros in the outputs of layers.")
        {
            model,
            layerNames,
            count,
            samples,
            verbose,
            plot,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(model);
            string? picture = PicturePath(parsed.GetValue(plot));
            ModelFile file = ModelFile.Load(path);
            ModelRunner runner = ModelRunner.Of(file);
            IReadOnlyList<string> layers = Choose(file, path, runner, parsed.GetValue(layerNames));
            string? archive = parsed.GetValue(samples);
            NpyArray data = archive is null
                ? RandomSamples.Create(runner.InputShape, runner.InputType, parsed.GetValue(count), seed: 0)
                : SampleFiles.Take(archive, "data", parsed.GetValue(count));
            IEnumerable<IReadOnlyDictionary<string, LayerValues>> running = runner.Run(data, layers, archive ?? "random samples");
            ModelSparsity sparsity = ModelSparsity.Measure(console.Follow(running, "running", data.Shape[0]), layers);
            Show(console, sparsity, parsed.GetValue(verbose));
            if (picture is not null)
            {
                byte[] png = SparsityPlot.Create(Path.GetFileName(path), sparsity);
                AtomicFile.Write(picture, stream => stream.Write(png));
                console.WriteLine($"Plot saved as {picture}");
            }
        });
        return command;
    }

    private static IReadOnlyList<string> Choose(ModelFile file, string path, ModelRunner runner, string[]? names)
    {
        if (names?.FirstOrDefault(name => !runner.Layers.Contains(name)) is { } unknown)
        {
            throw new CommandException($"{path} has no layer '{unknown}'");
        }

        IReadOnlyList<string> layers = names is { Length: > 0 } ? names : [.. ModelSparsity.DefaultLayers(file)];
        return layers.Count > 0 ? layers : throw new CommandException($"{path} has no layer whose sparsity could be measured");
    }

    private static void Show(CliConsole console, ModelSparsity sparsity, bool verbose)
    {
        int textWidth = sparsity.Layers.Max(layer => VisibleText.Of(layer.Layer).Length) + " : 0.123 ".Length;
        int barWidth = Math.Clamp(console.Width - textWidth - 1, ShortestBar, LongestBar);
        foreach (LayerSparsity layer in verbose ? sparsity.Layers : [])
        {
            string line = $"{VisibleText.Of(layer.Layer)} : {Math.Round(layer.Share, 3).ToString("0.0##", CultureInfo.InvariantCulture)}";
            console.WriteLine(console.IsTerminal ? line.PadRight(textWidth) + Bar(layer.Share, barWidth) : line);
        }

        console.WriteLine($"Mean sparsity : {sparsity.Mean.ToString(CultureInfo.InvariantCulture)}");
    }

    // The whole width is drawn, so that it shows how far a bar could go.
    private static string Bar(double share, int width)
    {
        int full = (int)Math.Round(share * width);
        return new string('█', full) + new string('░', width - full);
    }

    private static string? PicturePath(string? path) =>
        path is null || Path.GetExtension(path).Equals(PictureExtension, StringComparison.OrdinalIgnoreCase)
            ? path
            : throw new CommandException($"{path}: the plot is a PNG picture, its name must end in {PictureExtension}");
}
