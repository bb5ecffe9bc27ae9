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

    /// <summary>One more note about a layer.</summary>
    internal LoweredGraph Noting(NoteKind kind, string layer, string text) => this with { Notes = [.. Notes, new(kind, layer, text)] };

    /// <summary>One more layer that comes from another.</summary>
    internal LoweredGraph Adding(string layer, string source) => this with { Origins = [.. Origins, new(layer, source)] };

    /// <summary>One more refusal.</summary>
    internal LoweredGraph Refusing(Refusal refusal) => this with { Refusals = [.. Refusals, refusal] };
}

/// <summary>What a note is about.</summary>
public enum NoteKind
{
    /// <summary>A rescaling's offset or scales could not be folded.</summary>
    RescalingStays,

    /// <summary>A normalisation could not move before a pooling.</summary>
    NormalizationStays,

    /// <summary>A model of clips could not become one of frames.</summary>
    ClipsStay,

    /// <summary>Zeros became padding that lies elsewhere, so the windows move.</summary>
    WindowsMove,
}

/// <summary>What a user should know of how a model was lowered.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Layer">The layer that it is about.</param>
/// <param name="Text">What happened there.</param>
public sealed record LoweringNote(NoteKind Kind, string Layer, string Text)
{
    /// <summary>The note with its layer.</summary>
    public string Message => $"layer '{Layer}': {Text}";
}

/// <summary>A layer that lowering adds.</summary>
/// <param name="Layer">Its name.</param>
/// <param name="Source">The layer that it is added for or that it is a part of.</param>
public sealed record LayerOrigin(string Layer, string Source);

/// <summary>Why something cannot be lowered: each is what one rule is about.</summary>
public enum RefusalReason
{
    /// <summary>A layer without which nothing can be quantised has no quantised form.</summary>
    NoQuantizedForm,

    /// <summary>A batch normalisation cannot become part of the weights before it.</summary>
    UnfoldableNormalization,

    /// <summary>A reshape does what no Akida layer does.</summary>
    UnfittingReshape,
}

/// <summary>What cannot be lowered.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Setting">The Keras setting that is wrong, or null.</param>
/// <param name="Found">What was found.</param>
/// <param name="Allowed">What is allowed.</param>
public sealed record Refusal(RefusalReason Reason, string Layer, string? Setting, string Found, string Allowed);
