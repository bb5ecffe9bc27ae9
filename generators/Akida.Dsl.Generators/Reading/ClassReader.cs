using Akida.Dsl.Generators.Stages;
using Akida.Graph;
using Akida.Graph.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Akida.Dsl.Generators.Reading.ArgumentReader;

namespace Akida.Dsl.Generators.Reading;

/// <summary>Reads a class as the model or the block that its attribute says it is.</summary>
internal static class ClassReader
{
    /// <summary>What a class is, told at one part of it: the first that has the attribute.</summary>
    public static ClassReading Read(INamedTypeSymbol type, TypeDeclarationSyntax part) =>
        Find(type, "AkidaModel") is { } model
            ? IsOn(part, model)
                ? ReadModel(type)
                : ClassReading.Nothing
            : Find(type, "AkidaBlock") is { } block && IsOn(part, block)
                ? ReadBlock(type)
                : ClassReading.Nothing;

    private static ClassReading ReadModel(INamedTypeSymbol type)
    {
        ModelDeclaration placed = DeclarationReader.Read(type, LocationReader.FromSyntax);
        INamedTypeSymbol? namesake = ClassForm.NamesakeOf(type);
        ReadClass<ModelDeclaration> model =
            namesake is not null || placed.Mistakes.Count > 0 || ClassForm.IsReportedByCompiler(type)
                ? ReadClass<ModelDeclaration>.Wrong(type, placed.Mistakes, canBuild: true)
                : ReadClass<ModelDeclaration>.Right(DeclarationReader.Read(type, LocationReader.None));
        ClassReading reading = new(model, ReadClass<BlockClass>.None);
        return namesake is null
            ? reading with
            {
                Placed = placed,
            }
            : reading with
            {
                Mistakes = [new ClassForm(type, LocationReader.FromSyntax).NamesakeMistake(namesake)],
            };
    }

    private static ClassReading ReadBlock(INamedTypeSymbol type)
    {
        ModelMistake[] mistakes = [.. new ClassForm(type, LocationReader.FromSyntax).CheckBlock()];
        ReadClass<BlockClass> block =
            mistakes.Length > 0 || ClassForm.IsReportedByCompiler(type)
                ? ReadClass<BlockClass>.Wrong(type, mistakes, canBuild: false)
                : ReadClass<BlockClass>.Right(BlockReader.Read(type));
        return new ClassReading(ReadClass<ModelDeclaration>.None, block) { Mistakes = mistakes.ToEquatableArray() };
    }

    private static AttributeData? Find(INamedTypeSymbol type, string name) =>
        type.GetAttributes().FirstOrDefault(attribute => Name(attribute) == name);

    /// <summary>
    /// Whether an attribute stands on a part of a class: a file that was just copied declares its class once more, and must not take the
    /// code of all models away.
    /// </summary>
    private static bool IsOn(TypeDeclarationSyntax part, AttributeData attribute) =>
        attribute.ApplicationSyntaxReference is not { } place || (place.SyntaxTree == part.SyntaxTree && part.Span.Contains(place.Span));
}
