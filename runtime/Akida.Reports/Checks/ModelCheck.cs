namespace Akida.Reports.Checks;

/// <summary>What Akida does not accept in a float model.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Versions">A report for each version that was checked.</param>
public sealed record ModelCheck(string Model, IReadOnlyList<VersionCheck> Versions)
{
    /// <summary>Whether the model fits every version that was checked.</summary>
    public bool Fits => Versions.All(version => version.Fits);

    /// <summary>The report for programs.</summary>
    public string ToJson() => ReportJson.Of(this);
}
