using System.Runtime.CompilerServices;
using Akida.Dsl.Generators.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Akida.Dsl.Generators.Caching;

/// <summary>
/// The classes that were read before. Attributes cost more to bind than everything else that is done for a key, so a class is read again
/// only where it or a file that it depends on changed, and the analyzer takes what the generator read of the same syntax.
/// <para>
/// Invariant: what is kept of a class is what <see cref="ClassReader"/> would read of it now. What it reads follows from the files of the
/// class, from the files that declare a name which is used in these, and so on, and from the project's options, references and global
/// usings; <see cref="Surroundings.Keep"/> says whether any of these may have changed.
/// </para>
/// </summary>
internal static class KnownClasses
{
    private static readonly ConditionalWeakTable<SyntaxNode, Slot> Known = new();

    /// <summary>What a class is, as a part of it tells. Nothing is bound where it is known.</summary>
    public static ClassReading Read(TypeDeclarationSyntax part, SemanticModel semantics)
    {
        Surroundings surroundings = Surroundings.Of(semantics.Compilation);
        return MarkerAttributes.MayBeOn(part, surroundings.MarkerAliases)
            ? Read(part, surroundings, () => semantics.GetDeclaredSymbol(part))
            : ClassReading.Nothing;
    }

    /// <summary>What a class is.</summary>
    public static ClassReading Read(INamedTypeSymbol type, Compilation compilation)
    {
        Surroundings surroundings = Surroundings.Of(compilation);
        return type.DeclaringSyntaxReferences.Where(reference => !EmittedCode.Is(reference.SyntaxTree))
                .Select(reference => reference.GetSyntax())
                .OfType<TypeDeclarationSyntax>()
                .Where(part => MarkerAttributes.MayBeOn(part, surroundings.MarkerAliases))
                .Select(part => Read(part, surroundings, () => type))
                .FirstOrDefault(reading => reading != ClassReading.Nothing)
            ?? ClassReading.Nothing;
    }

    private static ClassReading Read(TypeDeclarationSyntax part, Surroundings surroundings, Func<INamedTypeSymbol?> find)
    {
        Slot slot = Known.GetOrCreateValue(part);
        KnownClass? known = slot.Class;
        if (known is null || !surroundings.Keep(known.Surroundings, known.Sources))
        {
            INamedTypeSymbol? type = find();
            IEnumerable<SyntaxTree> files =
                type?.DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree).Where(tree => !EmittedCode.Is(tree)) ?? [];
            known = new KnownClass(
                type is null ? ClassReading.Nothing : ClassReader.Read(type, part),
                surroundings,
                surroundings.Sources(files.Append(part.SyntaxTree))
            );
        }

        // Seen from the latest surroundings, the next change is a small one.
        slot.Class = ReferenceEquals(known.Surroundings, surroundings) ? known : known with { Surroundings = surroundings };
        return known.Reading;
    }

    private sealed class Slot
    {
        public volatile KnownClass? Class;
    }

    /// <summary>What was read of a class, and what it depends on.</summary>
    /// <param name="Reading">What was read.</param>
    /// <param name="Surroundings">Where it was read, or found to be the same.</param>
    /// <param name="Sources">The files from which it follows.</param>
    private sealed record KnownClass(ClassReading Reading, Surroundings Surroundings, HashSet<SyntaxTree> Sources);
}
