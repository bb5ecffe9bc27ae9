namespace Akida.Graph.Declarations;

/// <summary>Which arguments are in force for a layer: the defaults of its class, then its own; with <c>V1</c> or <c>V2</c> behind the name for one version only.</summary>
public static class EffectiveArguments
{
    private static readonly string[] VersionSuffixes = ["V1", "V2"];

    /// <summary>The arguments of a layer for a version, by property name.</summary>
    public static IReadOnlyDictionary<string, Argument> For(LayerDeclaration layer, AkidaVersion version)
    {
        Dictionary<string, Argument> effective = [];
        if (LayerKinds.TakesDefaults(layer.Kind))
        {
            HashSet<string> known = [.. LayerKinds.All[layer.Kind].GetProperties().Select(property => property.Name)];
            Apply(layer.Defaults.Where(argument => known.Contains(BaseName(argument.Name))));
        }

        Apply(layer.Arguments);
        return effective;

        void Apply(IEnumerable<Argument> arguments)
        {
            List<Argument> given = [.. arguments];
            foreach (Argument argument in given.Where(argument => BaseName(argument.Name) == argument.Name))
            {
                effective[argument.Name] = argument;
            }

            foreach (Argument argument in given.Where(argument => argument.Name == BaseName(argument.Name) + version))
            {
                effective[BaseName(argument.Name)] = argument;
            }
        }
    }

    /// <summary>Defaults with others over them: a setting given there replaces that of every version here.</summary>
    public static EquatableArray<Argument> Overlay(EquatableArray<Argument> defaults, IReadOnlyCollection<Argument> over)
    {
        HashSet<string> given = [.. over.Select(argument => BaseName(argument.Name))];
        return defaults.Where(argument => !given.Contains(BaseName(argument.Name))).Concat(over).ToEquatableArray();
    }

    private static string BaseName(string name)
    {
        string? suffix = VersionSuffixes.FirstOrDefault(version => name.EndsWith(version, StringComparison.Ordinal));
        return suffix is null ? name : name.Substring(0, name.Length - suffix.Length);
    }
}
