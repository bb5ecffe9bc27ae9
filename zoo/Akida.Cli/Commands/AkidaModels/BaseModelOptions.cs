using System.CommandLine;
using Akida.Cli.CommandLine;
using Akida.Cli.Output;
using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Catalogue;
using Akida.Graph.Expressions;

namespace Akida.Cli.Commands.AkidaModels;

/// <summary>The options <c>-bw</c> and <c>-bl</c> of models that are built on another, and what they do.</summary>
internal abstract class BaseModelOptions
{
    private static readonly string[] Names = ["-bw", "--base_weights"];

    private readonly ArgparseOption<string?> file;

    private BaseModelOptions(Command command, ArgparseOption<string?> file)
    {
        this.file = file;
        command.Add(file);
    }

    /// <summary>Adds the options that a model needs to its command; null if it needs none.</summary>
    /// <param name="command">The command.</param>
    /// <param name="entry">The model.</param>
    /// <param name="console">Where is said what was loaded.</param>
    /// <param name="pretrained">The option that asks for a trained model, which brings all its weights.</param>
    public static BaseModelOptions? AddTo(Command command, ModelEntry entry, CliConsole console, Option pretrained) =>
        !entry.HasBackbone ? null
        : entry.Create(new Dictionary<string, Scalar>()) is IBuiltOnModel ? new RequiredBase(command, pretrained)
        : new OptionalWeights(command, console);

    /// <summary>Refuses a file, where a trained model is wanted.</summary>
    /// <exception cref="CommandException">A file is given.</exception>
    public void RefuseFile(ParseResult parsed)
    {
        if (parsed.GetValue(file) is { } path)
        {
            throw new CommandException(
                $"{string.Join('/', Names)} is {path}, but a pretrained model comes with all its weights: give one of the two"
            );
        }
    }

    /// <summary>The model with its first weights: those of the base model, where it has the layer, otherwise random ones.</summary>
    public abstract Model Initialize(IAkidaModel model, ParseResult parsed, AkidaVersion version, int seed);

    /// <summary>Any file that has layers of the same names.</summary>
    private sealed class OptionalWeights : BaseModelOptions
    {
        private readonly CliConsole console;

        public OptionalWeights(Command command, CliConsole console)
            : base(command, Options.Text(Names, "weights file loaded by layer name")) => this.console = console;

        public override Model Initialize(IAkidaModel model, ParseResult parsed, AkidaVersion version, int seed)
        {
            Model created = model.Initialize(version, seed);
            if (parsed.GetValue(file) is not { } path)
            {
                return created;
            }

            WeightSet loaded = KerasFile.ReadWeights(path, created.Graph);
            if (loaded.Layers.Count == 0)
            {
                throw new CommandException($"{path} has weights of no layer of {created.Graph.Name} for {version.Name()}");
            }

            console.Say($"Loaded the weights of {loaded.Layers.Count} of {created.Weights.Layers.Count} layers from {path}");
            return created with { Weights = created.Weights.With(loaded.All) };
        }
    }

    /// <summary>The model whose end is replaced.</summary>
    private sealed class RequiredBase : BaseModelOptions
    {
        private readonly ArgparseOption<string?> layer = Options.Text(
            ["-bl", "--base_layer"],
            "layer of the base model that the edge head replaces",
            "classifier"
        );

        public RequiredBase(Command command, Option pretrained)
            : base(command, Options.RequiredTextUnless(pretrained, Names, "file of the base model")) => command.Add(layer);

        public override Model Initialize(IAkidaModel model, ParseResult parsed, AkidaVersion version, int seed)
        {
            string path = parsed.GetRequiredValue(file)!,
                baseLayer = parsed.GetRequiredValue(layer)!;
            Model baseModel = ModelFiles.LoadKeras(path);
            Model created = ((IBuiltOnModel)model).On(baseModel.Graph, baseLayer).Initialize(version, seed);
            HashSet<string> kept = [.. Before(baseModel.Graph, baseLayer)];
            RequireSame(path, baseModel.Graph, created.Graph, kept, version);
            return created with { Weights = created.Weights.With(baseModel.Weights.All.Where(weight => kept.Contains(weight.Layer))) };
        }

        /// <summary>The layers that a layer's inputs are made of.</summary>
        private static IEnumerable<string> Before(ModelGraph graph, string layer)
        {
            GraphIndex index = new(graph);
            return index[layer].Inputs.SelectMany(input => Before(graph, input).Append(input));
        }

        private static void RequireSame(string path, ModelGraph baseGraph, ModelGraph graph, HashSet<string> kept, AkidaVersion version)
        {
            GraphIndex index = new(graph);
            LayerNode? other = baseGraph.Layers.FirstOrDefault(node =>
                kept.Contains(node.Name) && (!index.Contains(node.Name) || index[node.Name] != node)
            );
            if (other is not null)
            {
                throw new CommandException(
                    $"{path}: layer '{other.Name}' is not as in {graph.Name} for {version.Name()}; the base must be an "
                        + "akidanet_imagenet for the same version"
                );
            }
        }
    }
}
