using System.Runtime.CompilerServices;
using Akida.Dsl.Generators.Reading;
using Akida.Graph.Declarations;
using Microsoft.CodeAnalysis;

namespace Akida.Dsl.Generators.Caching;

/// <summary>
/// The declarations that were read before. Attributes cost more to bind than everything else that is done for a key, so a class is read again only where it or
/// a file that it depends on changed, and the analyzer takes what the generator read of the same syntax.
/// </summary>
internal static class KnownDeclarations
{
    private static readonly ConditionalWeakTable<SyntaxNode, Slot> Known = new();

    /// <summary>The declaration of a class with <c>[AkidaModel]</c>.</summary>
    public static KnownDeclaration Read(INamedTypeSymbol model, Compilation compilation)
    {
        SyntaxReference[] parts = [.. model.DeclaringSyntaxReferences.Where(part => !EmittedCode.Is(part.SyntaxTree))];
        Slot slot = Known.GetOrCreateValue(parts[0].GetSyntax());
        Surroundings surroundings = Surroundings.Of(compilation);
        KnownDeclaration? known = slot.Declaration;
        if (known is null || !surroundings.Keep(known.Surroundings, known.Sources))
        {
            ModelDeclaration declaration = DeclarationReader.Read(model, LocationReader.None), placed = DeclarationReader.Read(model, LocationReader.FromSyntax);
            known = new KnownDeclaration(
                declaration, placed, declaration.Mistakes.Count > 0 || ClassForm.IsReportedByCompiler(model), surroundings, surroundings.Sources(parts.Select(part => part.SyntaxTree)));
        }

        // Seen from the latest surroundings, the next change is a small one.
        return slot.Declaration = ReferenceEquals(known.Surroundings, surroundings) ? known : known with { Surroundings = surroundings };
    }

    private sealed class Slot
    {
        public volatile KnownDeclaration? Declaration;
    }
}

/// <summary>A declaration, and what it depends on.</summary>
/// <param name="Declaration">The declaration without places, so that moving text changes nothing.</param>
/// <param name="Placed">The same with places.</param>
/// <param name="IsWrong">Whether the class could not be read as it should be.</param>
/// <param name="Surroundings">Where it was read, or found to be the same.</param>
/// <param name="Sources">The files from which it follows.</param>
internal sealed record KnownDeclaration(ModelDeclaration Declaration, ModelDeclaration Placed, bool IsWrong, Surroundings Surroundings, HashSet<SyntaxTree> Sources);
