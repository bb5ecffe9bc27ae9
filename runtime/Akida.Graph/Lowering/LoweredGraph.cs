namespace Akida.Graph.Lowering;

/// <summary>A graph on its way through lowering, and what must happen to its weights.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Edits">What happens to the weights, in order.</param>
/// <param name="Notes">What a user should know: steps that could not be applied, or that change more than numbers.</param>
public sealed record LoweredGraph(ModelGraph Graph, EquatableArray<WeightEdit> Edits, EquatableArray<string> Notes)
{
    /// <summary>A graph to which nothing has been done.</summary>
    public static LoweredGraph Begin(ModelGraph graph) => new(graph, [], []);

    /// <summary>Another graph, with more edits.</summary>
    internal LoweredGraph Then(ModelGraph graph, params WeightEdit[] edits) => new(graph, [.. Edits, .. edits], Notes);

    /// <summary>One more note.</summary>
    internal LoweredGraph Noting(string note) => this with { Notes = [.. Notes, note] };
}
