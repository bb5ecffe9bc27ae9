using Akida.Dsl.Generators.Stages;
using Akida.Graph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Akida.Dsl.Generators.Reading;

/// <summary>Reads of a wrong class what its other part must have.</summary>
internal static class SkeletonReader
{
    private static readonly SymbolDisplayFormat TypeFormat = SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
    );

    /// <summary>The skeleton of a class; null where another part of it would only be one mistake more.</summary>
    /// <param name="type">The class.</param>
    /// <param name="canBuild">Whether it is a model.</param>
    public static ClassSkeleton? Read(INamedTypeSymbol type, bool canBuild)
    {
        if (!ClassForm.IsPartialThroughout(type))
        {
            return null;
        }

        INamedTypeSymbol[] types = [.. Around(type)];
        string space = type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString();
        string[] headers = [.. types.Select(Header)];
        string name = string.Join(".", types.Select(part => part.MetadataName.Replace('`', '_')));
        IEnumerable<IGrouping<string, IPropertySymbol>> properties = LayerReader
            .Properties(type)
            .Where(ClassForm.Awaits)
            .GroupBy(property => property.Name);
        return new ClassSkeleton(
            $"{EmittedFile.Of(space, name)}.Skeleton{Hash(space + string.Concat(headers)):x8}.g.cs",
            space,
            headers.ToEquatableArray(),
            properties.Select(twins => Read(twins.First())).ToEquatableArray(),
            canBuild
                && type is { IsStatic: false, TypeKind: TypeKind.Class }
                && type.GetMembers("Build").IsEmpty
                && type.GetMembers("Entry").IsEmpty
        );
    }

    /// <summary>Tells apart what the names of files do not: kinds of types, and upper and lower case.</summary>
    private static uint Hash(string text) => text.Aggregate(2166136261u, (hash, letter) => unchecked((hash ^ letter) * 16777619u));

    private static IEnumerable<INamedTypeSymbol> Around(INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? Around(outer).Append(type) : [type];

    private static string Header(INamedTypeSymbol type)
    {
        string kind = (type.TypeKind, type.IsRecord) switch
        {
            (TypeKind.Struct, true) => "record struct",
            (TypeKind.Struct, false) => "struct",
            (TypeKind.Interface, _) => "interface",
            (_, true) => "record",
            _ => "class",
        };
        string parameters = type.TypeParameters.IsEmpty
            ? ""
            : $"<{string.Join(", ", type.TypeParameters.Select(parameter => Escape(parameter.Name)))}>";
        return $"partial {kind} {Escape(type.Name)}{parameters}";
    }

    private static PropertySkeleton Read(IPropertySymbol property)
    {
        Accessibility accessibility = property.DeclaredAccessibility;
        string[] modifiers =
        [
            .. new[]
            {
                (accessibility != Accessibility.Private || IsSaid(property), SyntaxFacts.GetText(accessibility)),
                (property.IsStatic, "static"),
                (property.IsVirtual, "virtual"),
                (property.IsOverride, "override"),
                (property.IsSealed, "sealed"),
                (property.IsRequired, "required"),
            }
                .Where(modifier => modifier.Item1)
                .Select(modifier => modifier.Item2),
        ];
        string header =
            $"{string.Join(" ", modifiers)} partial {property.Type.ToDisplayString(TypeFormat)} {Escape(property.Name)}".TrimStart();
        IMethodSymbol[] accessors = [.. new[] { property.GetMethod, property.SetMethod }.OfType<IMethodSymbol>()];
        return new PropertySkeleton(header, accessors.Select(Accessor).ToEquatableArray());

        string Accessor(IMethodSymbol accessor)
        {
            string keyword =
                accessor.MethodKind == MethodKind.PropertyGet ? "get"
                : accessor.IsInitOnly ? "init"
                : "set";
            return accessor.DeclaredAccessibility == accessibility
                ? keyword
                : $"{SyntaxFacts.GetText(accessor.DeclaredAccessibility)} {keyword}";
        }
    }

    /// <summary>Whether <c>private</c> is written out: both parts of a property must say it, or neither.</summary>
    private static bool IsSaid(IPropertySymbol property) =>
        property.DeclaringSyntaxReferences.Any(part =>
            part.GetSyntax() is MemberDeclarationSyntax member && member.Modifiers.Any(SyntaxKind.PrivateKeyword)
        );

    private static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}
