namespace Akida.Graph.Declarations;

/// <summary>A mistake and the instances of the model that have it.</summary>
/// <param name="mistake">The mistake, for whichever instance.</param>
/// <param name="instance">The first instance; null where there could be none.</param>
internal sealed class FoundMistake(ModelMistake mistake, ModelInstance? instance)
{
    private const int MostNamed = 3;

    /// <summary>The mistake, for whichever instance.</summary>
    public ModelMistake Mistake { get; private set; } = mistake;

    /// <summary>The instances that have it.</summary>
    public List<ModelInstance> Instances { get; } = instance is null ? [] : [instance];

    /// <summary>Adds the same mistake of other instances, where it can have other consequences.</summary>
    public void Add(FoundMistake other)
    {
        Instances.AddRange(other.Instances);
        if (Mistake.Finding is { } finding && other.Mistake.Finding is { } same)
        {
            Mistake = Mistake with
            {
                Finding = finding with { Consequences = finding.Consequences.Union(same.Consequences).ToEquatableArray() },
            };
        }
    }

    /// <summary>The mistake with words about the instances: the arguments, and the versions where a version makes the difference.</summary>
    public ModelMistake Describe()
    {
        // What is wrong with the declaration itself is so on every version.
        bool namesVersions = Mistake.Finding is not null || !Mistake.IsClaimed;
        string[] words =
        [
            .. Instances
                .GroupBy(failing => failing.Version)
                .GroupBy(failing => Arguments(failing), failing => failing.Key)
                .Select(group => Words(group.Key, namesVersions ? [.. group] : []))
                .Where(text => text.Length > 0)
                .Distinct(),
        ];
        string claim = Mistake.IsClaimed ? "" : ", which the model does not claim";
        return words.Length == 0 ? Mistake : Mistake with { Message = $"{Mistake.Message} (for {string.Join("; ", words)}{claim})" };
    }

    /// <summary>The arguments with which a version fails; none where it fails with the defaults.</summary>
    private static string Arguments(IEnumerable<ModelInstance> failing)
    {
        string[] descriptions = [.. failing.Select(instance => instance.Description).Distinct()];
        return descriptions.Contains("")
            ? ""
            : string.Join(" or ", descriptions.Take(MostNamed))
                + (descriptions.Length > MostNamed ? $" or {descriptions.Length - MostNamed} others" : "");
    }

    private static string Words(string arguments, AkidaVersion[] versions)
    {
        string named = versions.Length == 0 ? "" : AkidaVersions.Names(versions.OrderBy(version => version));
        return string.Join(", ", new[] { arguments, named }.Where(text => text.Length > 0));
    }
}
