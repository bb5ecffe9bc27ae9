using Akida.Graph.Lowering;
using Akida.Graph.Mapping;

namespace Akida.Graph.Rules;

/// <summary>What quantising and converting make of a model, by the code that does both.</summary>
public sealed class LoweredModel
{
    private readonly IReadOnlyDictionary<string, string> origins;

    private LoweredModel(GraphIndex graph, IReadOnlyList<AkidaBlock> blocks, IReadOnlyList<Refusal> refusals, IReadOnlyDictionary<string, string> origins)
    {
        (Graph, Blocks, Refusals) = (graph, blocks, refusals);
        this.origins = origins;
    }

    /// <summary>The quantised graph.</summary>
    public GraphIndex Graph { get; }

    /// <summary>the layers of each Akida layer.</summary>
    public IReadOnlyList<AkidaBlock> Blocks { get; }

    /// <summary>What quantising refuses on the way; the graph is made as if it did not.</summary>
    public IReadOnlyList<Refusal> Refusals { get; }

    /// <summary>A float model, lowered.</summary>
    public static LoweredModel FromFloat(ModelGraph model, QuantizationSettings settings, AkidaVersion version)
    {
        LoweredGraph lowered = QuantizerPlacement.Place(Sanitizer.Sanitize(model, new InitialWeightFacts()), settings);
        return Create(new GraphIndex(lowered.Graph), version, lowered.Refusals, lowered.Origins.ToDictionary(origin => origin.Layer, origin => origin.Source));
    }

    /// <summary>A model that is quantised already.</summary>
    public static LoweredModel FromQuantized(GraphIndex model, AkidaVersion version) => Create(model, version, [], new Dictionary<string, string>());

    /// <summary>The name of the layer of the model before lowering from which a layer comes.</summary>
    public string OriginOf(string layer)
    {
        while (origins.TryGetValue(layer, out string? source))
        {
            layer = source;
        }

        return layer;
    }

    private static LoweredModel Create(GraphIndex graph, AkidaVersion version, IReadOnlyList<Refusal> refusals, IReadOnlyDictionary<string, string> origins) =>
        new(graph, BlockMapper.Map(graph, version), refusals, origins);
}
