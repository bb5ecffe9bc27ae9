using Akida.Graph;
using Akida.Graph.Declarations;

namespace Akida.Dsl.Generators.Stages;

/// <summary>A declaration and what is known of it at compile time.</summary>
/// <param name="Declaration">The declaration.</param>
/// <param name="Handles">The layer properties in order, with what is known of the default instance.</param>
/// <param name="Simulators">The simulators to emit.</param>
internal sealed record CheckedModel(
    ModelDeclaration Declaration,
    EquatableArray<LayerHandle> Handles,
    EquatableArray<VariantSimulator> Simulators
)
{
    /// <summary>Whether code can be emitted for the whole model: only what cannot be makes it incomplete, not what Akida refuses.</summary>
    public bool IsComplete { get; private init; }

    /// <summary>The name of the emitted file.</summary>
    public string FileName => EmittedFile.Of(Declaration.Namespace, Declaration.ClassName) + ".g.cs";

    /// <summary>Compiles the default instance of a declaration.</summary>
    public static CheckedModel Create(ModelDeclaration declaration, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            AkidaVersion version = declaration.Versions.Contains(AkidaVersion.V2) ? AkidaVersion.V2 : AkidaVersion.V1;
            InstanceCompiler compiler = new(declaration);
            CompiledModel compiled = compiler.Compile(ModelInstance.Default(declaration, version));
            return new CheckedModel(
                declaration,
                LayerHandle.Create(declaration, compiled, version),
                VariantSimulator.Create(declaration, compiler)
            )
            {
                IsComplete = true,
            };
        }
        catch (Exception error) when (error is DeclarationException or GraphException)
        {
            // The analyzer says what is wrong.
            return new CheckedModel(declaration, LayerHandle.CreateWithoutFacts(declaration), []);
        }
    }
}
