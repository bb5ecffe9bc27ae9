using Akida.Graph.Lowering;
using Akida.Graph.Mapping;

namespace Akida.Graph.Rules;

/// <summary>What quantising and converting make of a model, by the code that does both.</summary>
public sealed class LoweredModel
{
    private readonly IReadOnlyDictionary<string, string> origins;
    private readonly Dictionary<string, AkidaBlock> blocksByLayer;
    private readonly ILookup<string, AkidaBlock> blocksByInput;

    private LoweredModel(
        GraphIndex graph,
        AkidaVersion version,
        IReadOnlyList<Refusal> refusals,
        IReadOnlyList<LoweringNote> notes,
        IReadOnlyDictionary<string, string> origins
    )
    {
        (Graph, Refusals, Notes) = (graph, refusals, notes);
        this.origins = origins;
        Blocks = BlockMapper.Map(graph, version);
        blocksByInput = Blocks.SelectMany(Inputs, (block, input) => (input, block)).ToLookup(pair => pair.input, pair => pair.block);
        blocksByLayer = new Dictionary<string, AkidaBlock>(graph.Graph.Layers.Count);
        foreach (AkidaBlock block in Blocks)
        {
            foreach (LayerNode layer in block.Layers)
            {
                blocksByLayer[layer.Name] = block;
            }
        }
    }

    /// <summary>The quantised graph.</summary>
    public GraphIndex Graph { get; }

    /// <summary>The layers of each Akida layer; the type is null where there is no such Akida layer.</summary>
    public IReadOnlyList<AkidaBlock> Blocks { get; }

    /// <summary>What the quantiser refuses on the way; the graph is made as well as it can be.</summary>
    public IReadOnlyList<Refusal> Refusals { get; }

    /// <summary>What a user should know of how the model was lowered.</summary>
    public IReadOnlyList<LoweringNote> Notes { get; }

    /// <summary>A float model, lowered; its weights are as they begin if nothing is known of them.</summary>
    public static LoweredModel FromFloat(GraphIndex model, RuleOptions options)
    {
        BitWidths bits = options.Bits ?? BitWidths.UsualFor(options.Version);
        try
        {
            LoweredGraph lowered = options.Weights is { } weights
                ? QuantizerPlacement.Place(Sanitizer.Sanitize(model.Graph, weights), new QuantizationSettings { Bits = bits })
                : options.Lower(model.Graph, bits);
            return FromLowered(lowered, options.Version);
        }
        catch (GraphException error)
        {
            // A rewritten layer does not fit any more: no block can be said.
            string layer = error.Layer is { } named && model.Contains(named) ? named : model.Graph.Layers[0].Name;
            Refusal refusal = new(
                RefusalReason.NoQuantizedForm,
                layer,
                error.Setting,
                error.Message,
                "must fit its inputs in the form that can be quantised"
            );
            return new LoweredModel(model, options.Version, [refusal], [], new Dictionary<string, string>());
        }
    }

    /// <summary>A graph that was lowered.</summary>
    public static LoweredModel FromLowered(LoweredGraph lowered, AkidaVersion version) =>
        new(
            lowered.Index,
            version,
            lowered.Refusals,
            lowered.Notes,
            lowered.Origins.ToDictionary(origin => origin.Layer, origin => origin.Source)
        );

    /// <summary>A model that is quantised already.</summary>
    public static LoweredModel FromQuantized(GraphIndex model, AkidaVersion version) =>
        new(model, version, [], [], new Dictionary<string, string>());

    /// <summary>The block that a layer is part of, or null.</summary>
    public AkidaBlock? BlockOf(string layer) => blocksByLayer.TryGetValue(layer, out AkidaBlock? block) ? block : null;

    /// <summary>The blocks that take the output of a block.</summary>
    public IEnumerable<AkidaBlock> Following(AkidaBlock block) => blocksByInput[block.Last.Name];

    /// <summary>The name of the layer of the model before lowering from which a layer comes.</summary>
    public string OriginOf(string layer)
    {
        while (origins.TryGetValue(layer, out string? source))
        {
            layer = source;
        }

        return layer;
    }

    /// <summary>The layers whose outputs a block takes, each once.</summary>
    private static IEnumerable<string> Inputs(AkidaBlock block) => block.Inputs.Count == 1 ? [block.Inputs[0]] : block.Inputs.Distinct();
}
