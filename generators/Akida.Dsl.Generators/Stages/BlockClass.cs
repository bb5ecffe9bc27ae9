using Akida.Graph;

namespace Akida.Dsl.Generators.Stages;

/// <summary>A class with <c>[AkidaBlock]</c> as far as code is emitted for it: models take its layers from its attributes.</summary>
/// <param name="Namespace">Its namespace; empty for the global one.</param>
/// <param name="ClassName">Its name.</param>
/// <param name="Properties">Its layer properties, with the names that the layers have inside the block and what declares them.</param>
internal sealed record BlockClass(
    string Namespace,
    string ClassName,
    EquatableArray<(string Property, string LayerName, string Kind)> Properties
)
{
    /// <summary>The name of the emitted file.</summary>
    public string FileName => EmittedFile.Of(Namespace, ClassName) + ".g.cs";
}
