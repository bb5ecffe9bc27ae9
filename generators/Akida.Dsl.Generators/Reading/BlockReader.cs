using Akida.Dsl.Generators.Stages;
using Akida.Graph;
using Akida.Graph.Declarations;
using Microsoft.CodeAnalysis;

namespace Akida.Dsl.Generators.Reading;

/// <summary>Reads a class with <c>[AkidaBlock]</c>.</summary>
internal static class BlockReader
{
    /// <summary>What a block declares; nothing of a class that is a model, too.</summary>
    public static ReadClass<BlockClass> Read(INamedTypeSymbol type)
    {
        if (ClassForm.IsModel(type))
        {
            return ReadClass<BlockClass>.None;
        }

        ModelMistake[] mistakes = [.. new ClassForm(type, LocationReader.FromSyntax).CheckBlock()];
        return mistakes.Length > 0 || ClassForm.IsReportedByCompiler(type)
            ? ReadClass<BlockClass>.Wrong(type, mistakes, canBuild: false)
            : ReadClass<BlockClass>.Right(Declared(type));
    }

    private static BlockClass Declared(INamedTypeSymbol type)
    {
        IEnumerable<LayerDeclaration> layers = new LayerReader(LocationReader.None).Read(type).Where(layer => layer.Property is not null);
        return new BlockClass(
            type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(),
            type.Name,
            layers.Select(layer => (layer.Property!, layer.Name, layer.Kind)).ToEquatableArray());
    }
}
