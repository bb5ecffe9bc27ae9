using Akida.Dsl.Generators.Stages;
using Akida.Graph;
using Akida.Graph.Declarations;

namespace Akida.Dsl.Generators.Reading;

/// <summary>What a class is to the generator and to the analyzer.</summary>
/// <param name="Model">What it is as a model, for the generator: without places, so that moving text changes nothing.</param>
/// <param name="Block">What it is as a block.</param>
internal sealed record ClassReading(ReadClass<ModelDeclaration> Model, ReadClass<BlockClass> Block)
{
    /// <summary>A class that is neither, or a part of a class that does not say what it is.</summary>
    public static ClassReading Nothing { get; } = new(ReadClass<ModelDeclaration>.None, ReadClass<BlockClass>.None);

    /// <summary>
    /// The declaration of a model with places, for the analyzer to check; null where its class has what stands in <see cref="Mistakes"/>.
    /// </summary>
    public ModelDeclaration? Placed { get; init; }

    /// <summary>What the analyzer says of the class itself.</summary>
    public EquatableArray<ModelMistake> Mistakes { get; init; } = [];
}
