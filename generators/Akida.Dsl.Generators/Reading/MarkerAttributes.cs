using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Akida.Dsl.Generators.Reading;

/// <summary>The attributes that make a class one of ours, as they are written.</summary>
internal static class MarkerAttributes
{
    private const string Suffix = "Attribute";

    private static readonly string[] Classes = [nameof(AkidaModelAttribute), nameof(AkidaBlockAttribute)];

    /// <summary>
    /// Whether a part of a class has an attribute that is written as one of them is, or as another name that stands for one.
    /// </summary>
    /// <param name="part">The part.</param>
    /// <param name="aliases">The other names.</param>
    public static bool MayBeOn(TypeDeclarationSyntax part, HashSet<string> aliases)
    {
        foreach (AttributeListSyntax list in part.AttributeLists)
        {
            foreach (AttributeSyntax attribute in list.Attributes)
            {
                string name = LastName(attribute.Name),
                    full = name + Suffix;
                if (
                    Array.IndexOf(Classes, name) >= 0
                    || Array.IndexOf(Classes, full) >= 0
                    || aliases.Contains(name)
                    || aliases.Contains(full)
                )
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether a directive lets another name stand for one of them.</summary>
    public static bool IsAlias(UsingDirectiveSyntax directive) =>
        directive is { Alias: not null, Name: { } name } && Array.IndexOf(Classes, LastName(name)) >= 0;

    private static string LastName(NameSyntax name) =>
        name switch
        {
            QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
            AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
            SimpleNameSyntax simple => simple.Identifier.ValueText,
            _ => "",
        };
}
