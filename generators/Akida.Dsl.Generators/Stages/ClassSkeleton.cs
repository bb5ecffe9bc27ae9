using Akida.Graph;

namespace Akida.Dsl.Generators.Stages;

/// <summary>
/// What is emitted for a class whose declaration cannot be read as it should be: enough that the compiler has nothing to say beside the
/// analyzer.
/// </summary>
/// <param name="FileName">The name of the emitted file.</param>
/// <param name="Namespace">The namespace; empty for the global one.</param>
/// <param name="Types">The class and the types that it stands in, the outermost first, as they are declared.</param>
/// <param name="Properties">Its properties, as they are declared.</param>
/// <param name="CanBuild">Whether it is a model whose users look for <c>Build</c>.</param>
internal sealed record ClassSkeleton(
    string FileName,
    string Namespace,
    EquatableArray<string> Types,
    EquatableArray<PropertySkeleton> Properties,
    bool CanBuild
);

/// <summary>A property that would have been implemented if all were right.</summary>
/// <param name="Header">Its modifiers, type and name.</param>
/// <param name="Accessors">Its accessors, with their modifiers.</param>
internal sealed record PropertySkeleton(string Header, EquatableArray<string> Accessors);
