namespace Akida.Graph.Declarations;

/// <summary>Which arguments are in force for a layer: the model's defaults, then its own; with <c>V1</c> or <c>V2</c> behind the name for one version only.</summary>
public static class EffectiveArguments
{
    private static readonly string[] VersionSuffixes = ["V1", "V2"];

    /// <summary>The arguments of a layer for a version, by property name.</summary>
    public static IReadOnlyDictionary<string, Argument> For(ModelDeclaration model, LayerDeclaration layer, AkidaVersion version)
    {
        Dictionary<string, Argument> effective = [];
        if (LayerKinds.TakesDefaults(layer.Kind))
        {
            HashSet<string> known = [.. LayerKinds.All[layer.Kind].GetProperties().Select(property => property.Name)];
            Apply(model.Defaults.Where(argument => known.Contains(BaseName(argument.Name))));
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

    private static string BaseName(string name)
    {
        string? suffix = VersionSuffixes.FirstOrDefault(version => name.EndsWith(version, StringComparison.Ordinal));
        return suffix is null ? name : name.Substring(0, name.Length - suffix.Length);
    }
}
