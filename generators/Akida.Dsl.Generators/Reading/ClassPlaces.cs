using Akida.Dsl.Generators.Diagnostics;
using Akida.Graph;
using Akida.Graph.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Akida.Dsl.Generators.Reading;

/// <summary>The places of a class as Roslyn has them.</summary>
/// <param name="type">The class.</param>
internal sealed class ClassPlaces(INamedTypeSymbol type)
{
    /// <summary>A place in the class; the class's name where it is not known.</summary>
    public Location Of(TextLocation place)
    {
        SyntaxTree? tree = type
            .DeclaringSyntaxReferences.Select(part => part.SyntaxTree)
            .FirstOrDefault(candidate => candidate.FilePath == place.Path);
        return tree is null || place.Length == 0 ? type.Locations[0] : Location.Create(tree, new TextSpan(place.Start, place.Length));
    }

    /// <summary>Mistakes of the class that outlive its syntax.</summary>
    public EquatableArray<HiddenMistake> Hide(IEnumerable<ModelMistake> mistakes) => mistakes.Select(Hide).ToEquatableArray();

    private HiddenMistake Hide(ModelMistake mistake)
    {
        Location location = Of(mistake.Location);
        FileLinePositionSpan lines = location.GetLineSpan();
        return new HiddenMistake(mistake.Error, mistake.Message, lines.Path, location.SourceSpan, lines.Span);
    }
}
