using Akida.Dsl.Generators.Diagnostics;
using Akida.Dsl.Generators.Stages;
using Akida.Graph;
using Akida.Graph.Declarations;
using Microsoft.CodeAnalysis;

namespace Akida.Dsl.Generators.Reading;

/// <summary>
/// What was read of a class: what it declares or, if it could not be read as it should be, what is emitted and said instead.
/// </summary>
/// <param name="Declared">What it declares.</param>
/// <param name="Skeleton">What is emitted for a wrong class.</param>
/// <param name="Hidden">The mistakes of which builds would not hear.</param>
internal sealed record ReadClass<T>(T? Declared, ClassSkeleton? Skeleton, EquatableArray<HiddenMistake> Hidden)
    where T : class
{
    /// <summary>Nothing: another part of the class is read.</summary>
    public static ReadClass<T> None { get; } = new(null, null, []);

    /// <summary>A class without mistakes.</summary>
    public static ReadClass<T> Right(T declared) => new(declared, null, []);

    /// <summary>A class with mistakes.</summary>
    public static ReadClass<T> Wrong(INamedTypeSymbol type, IEnumerable<ModelMistake> mistakes, bool canBuild) =>
        new(null, SkeletonReader.Read(type, canBuild), ClassForm.EndsBuilds(type) ? new ClassPlaces(type).Hide(mistakes) : []);
}
