using Akida.Dsl.Generators.Stages;
using Akida.Graph;
using Akida.Graph.Declarations;
using Microsoft.CodeAnalysis;

namespace Akida.Dsl.Generators.Reading;

/// <summary>Reads a class with <c>[AkidaBlock]</c>.</summary>
internal static class BlockReader
{
    /// <summary>What a block declares.</summary>
    public static BlockClass Read(INamedTypeSymbol type)
    {
        IEnumerable<LayerDeclaration> layers = new LayerReader(LocationReader.None).Read(type).Where(layer => layer.Property is not null);
        return new BlockClass(
            type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(),
            type.Name,
            layers.Select(layer => (layer.Property!, layer.Name, layer.Kind)).ToEquatableArray()
        );
    }
}
