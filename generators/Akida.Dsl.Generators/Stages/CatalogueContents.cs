using Akida.Graph;

namespace Akida.Dsl.Generators.Stages;

/// <summary>A model of the assembly.</summary>
/// <param name="Namespace">The namespace of its class; empty for the global one.</param>
/// <param name="ClassName">The name of its class.</param>
/// <param name="ModelName">The name of the model.</param>
/// <param name="IsPublic">Whether other assemblies see the class.</param>
/// <param name="IsListed">Whether it is in the catalogue: a model with mistakes is not.</param>
internal sealed record CatalogueItem(string Namespace, string ClassName, string ModelName, bool IsPublic, bool IsListed)
{
    /// <summary>The class with its namespace.</summary>
    public string FullName => Namespace.Length > 0 ? $"{Namespace}.{ClassName}" : ClassName;
}

/// <summary>The models of an assembly.</summary>
/// <param name="Namespace">The assembly's name, as a namespace.</param>
/// <param name="Items">Its models.</param>
internal sealed record CatalogueContents(string Namespace, EquatableArray<CatalogueItem> Items);
