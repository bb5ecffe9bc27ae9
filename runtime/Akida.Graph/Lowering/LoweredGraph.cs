namespace Akida.Graph.Lowering;

/// <summary>A graph on its way through lowering, and what must happen to its weights.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Edits">What happens to the weights, in order.</param>
/// <param name="Notes">What a user should know: steps that could not be applied, or that change more than numbers.</param>
public sealed record LoweredGraph(ModelGraph Graph, EquatableArray<WeightEdit> Edits, EquatableArray<LoweringNote> Notes)
{
    private GraphIndex? index;

    /// <summary>Where the layers come from that lowering adds.</summary>
    public EquatableArray<LayerOrigin> Origins { get; init; } = [];

    /// <summary>What the quantiser refuses; lowering goes on as well as it can.</summary>
    public EquatableArray<Refusal> Refusals { get; init; } = [];

    /// <summary>Answers about the graph; made once for it, as steps ask at every layer.</summary>
    /// <exception cref="GraphException">A layer's inputs do not fit; the error names the layer.</exception>
    internal GraphIndex Index => index is { } known && ReferenceEquals(known.Graph, Graph) ? known : index = new GraphIndex(Graph);

    /// <summary>A graph to which nothing has been done.</summary>
    public static LoweredGraph Begin(ModelGraph graph) => new(graph, [], []);

    /// <summary>Another graph, with more edits.</summary>
    internal LoweredGraph Then(ModelGraph graph, params WeightEdit[] edits) => this with { Graph = graph, Edits = [.. Edits, .. edits] };

    /// <summary>One more note about a layer; by a rule where one is about it.</summary>
    internal LoweredGraph Noting(string layer, string text, string? rule = null) => this with { Notes = [.. Notes, new(layer, text, rule)] };

    /// <summary>One more layer that comes from another.</summary>
    internal LoweredGraph Adding(string layer, string source) => this with { Origins = [.. Origins, new(layer, source)] };

    /// <summary>One more refusal.</summary>
    internal LoweredGraph Refusing(Refusal refusal) => this with { Refusals = [.. Refusals, refusal] };
}

/// <summary>What a user should know of how a model was lowered.</summary>
/// <param name="Layer">The layer that it is about.</param>
/// <param name="Text">What happened there.</param>
/// <param name="Rule">The name of the rule that is about it, or null.</param>
public sealed record LoweringNote(string Layer, string Text, string? Rule = null)
{
    /// <summary>The note with its layer.</summary>
    public string Message => $"layer '{Layer}': {Text}";
}

/// <summary>A layer that lowering adds.</summary>
/// <param name="Layer">Its name.</param>
/// <param name="Source">The layer that it is added for or that it is a part of.</param>
public sealed record LayerOrigin(string Layer, string Source);

/// <summary>What cannot be lowered.</summary>
/// <param name="Rule">The name of the rule that it breaks.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Setting">The Keras setting that is wrong, or null.</param>
/// <param name="Found">What was found.</param>
/// <param name="Allowed">What is allowed.</param>
public sealed record Refusal(string Rule, string Layer, string? Setting, string Found, string Allowed);
