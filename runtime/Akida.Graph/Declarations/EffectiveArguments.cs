using System.Reflection;

namespace Akida.Graph.Declarations;

/// <summary>
/// Which arguments are in force for a layer: the defaults of its class, then its own; with <c>V1</c> or <c>V2</c> behind the name for one
/// version only.
/// </summary>
public static class EffectiveArguments
{
    private static readonly string[] VersionSuffixes = ["V1", "V2"];

    /// <summary>The arguments of a layer for a version, by property name.</summary>
    public static IReadOnlyDictionary<string, Argument> For(LayerDeclaration layer, AkidaVersion version)
    {
        Dictionary<string, Argument> effective = [];
        if (LayerKinds.TakesDefaults(layer.Kind))
        {
            Apply(effective, layer.Defaults, version, LayerKinds.Settings(layer.Kind));
        }

        Apply(effective, layer.Arguments, version, known: null);
        return effective;
    }

    /// <summary>Defaults with others over them: a setting given there replaces that of every version here.</summary>
    public static EquatableArray<Argument> Overlay(EquatableArray<Argument> defaults, IReadOnlyCollection<Argument> over)
    {
        HashSet<string> given = [.. over.Select(argument => BaseName(argument.Name))];
        return defaults.Where(argument => !given.Contains(BaseName(argument.Name))).Concat(over).ToEquatableArray();
    }

    /// <summary>
    /// What holds for both versions first, then what holds for this one; where the settings that a layer has are given, no others.
    /// </summary>
    private static void Apply(
        Dictionary<string, Argument> effective,
        EquatableArray<Argument> arguments,
        AkidaVersion version,
        IReadOnlyDictionary<string, PropertyInfo>? known
    )
    {
        foreach (string suffix in new[] { "", version.ToString() })
        {
            foreach (Argument argument in arguments)
            {
                string name = BaseName(argument.Name);
                if (
                    argument.Name.Length == name.Length + suffix.Length
                    && argument.Name.EndsWith(suffix, StringComparison.Ordinal)
                    && known?.ContainsKey(name) != false
                )
                {
                    effective[name] = argument;
                }
            }
        }
    }

    private static string BaseName(string name)
    {
        foreach (string suffix in VersionSuffixes)
        {
            if (name.EndsWith(suffix, StringComparison.Ordinal))
            {
                return name.Substring(0, name.Length - suffix.Length);
            }
        }

        return name;
    }
}
