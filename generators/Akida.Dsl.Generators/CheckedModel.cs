using Akida.Graph;
using Akida.Graph.Declarations;

namespace Akida.Dsl.Generators;

/// <summary>A declaration and what is known of it at compile time.</summary>
/// <param name="Declaration">The declaration.</param>
/// <param name="Layers">For each declared layer the shape and parameters of the default instance; none if the model has mistakes.</param>
/// <param name="Variants">The simulators to emit.</param>
internal sealed record CheckedModel(ModelDeclaration Declaration, EquatableArray<LayerFacts> Layers, EquatableArray<VariantPlan> Variants)
{
    /// <summary>Whether code can be emitted for the whole model: only what cannot be makes it incomplete, not what Akida refuses.</summary>
    public bool IsComplete => Layers.Count > 0;

    /// <summary>The name of the emitted file.</summary>
    public string FileName => FullName + ".g.cs";

    /// <summary>The full name of the class.</summary>
    public string FullName => (Declaration.Namespace.Length > 0 ? Declaration.Namespace + "." : "") + Declaration.ClassName;

    /// <summary>Compiles the default instance of a declaration.</summary>
    public static CheckedModel Create(ModelDeclaration declaration, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            AkidaVersion version = declaration.Versions.Contains(AkidaVersion.V2) ? AkidaVersion.V2 : AkidaVersion.V1;
            CompiledModel compiled = DeclarationCompiler.Compile(declaration, ModelInstance.Default(declaration, version));
            GraphIndex index = new(compiled.Graph);
            return new CheckedModel(declaration, declaration.Layers.Select((layer, i) => Facts(compiled, index, layer, compiled.LastLayers[i])).ToEquatableArray(), VariantPlan.Create(declaration));
        }
        catch (Exception error) when (error is DeclarationException or GraphException)
        {
            // The analyzer says what is wrong.
            return new CheckedModel(declaration, [], []);
        }
    }

    private static LayerFacts Facts(CompiledModel compiled, GraphIndex index, LayerDeclaration layer, string last) =>
        new(index.Shape(last), compiled.Graph.Layers.Where(node => ReferenceEquals(compiled.Origins[node.Name], layer)).Sum(index.Parameters));
}

/// <summary>What is known of a declared layer.</summary>
/// <param name="Shape">The output shape of its last graph layer.</param>
/// <param name="Parameters">The number of its weights' elements.</param>
internal sealed record LayerFacts(TensorShape Shape, long Parameters);
