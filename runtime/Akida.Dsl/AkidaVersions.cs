namespace Akida;

/// <summary>How Akida versions are written: the one place where that is said.</summary>
public static class AkidaVersions
{
    /// <summary>The number of <see cref="AkidaVersion.V1"/>.</summary>
    public const string V1Number = "1.0";

    /// <summary>The number of <see cref="AkidaVersion.V2"/>.</summary>
    public const string V2Number = "2.0";

    /// <summary>What people call <see cref="AkidaVersion.V1"/>.</summary>
    public const string V1Name = "Akida " + V1Number;

    /// <summary>What people call <see cref="AkidaVersion.V2"/>.</summary>
    public const string V2Name = "Akida " + V2Number;

    /// <summary>The word for <see cref="AkidaVersion.V1"/> in options and environment variables.</summary>
    public const string V1Word = "v1";

    /// <summary>The word for <see cref="AkidaVersion.V2"/> in options and environment variables.</summary>
    public const string V2Word = "v2";

    /// <summary>All versions, oldest first.</summary>
    public static IReadOnlyList<AkidaVersion> All { get; } = [AkidaVersion.V1, AkidaVersion.V2];

    /// <summary>A version's number, such as <c>2.0</c>.</summary>
    public static string Number(this AkidaVersion version) => version == AkidaVersion.V1 ? V1Number : V2Number;

    /// <summary>What people call a version, such as <c>Akida 2.0</c>.</summary>
    public static string Name(this AkidaVersion version) => version == AkidaVersion.V1 ? V1Name : V2Name;

    /// <summary>The word for a version in options and environment variables, such as <c>v2</c>.</summary>
    public static string Word(this AkidaVersion version) => version == AkidaVersion.V1 ? V1Word : V2Word;

    /// <summary>Several versions, such as <c>Akida 1.0 and 2.0</c>.</summary>
    public static string Names(IEnumerable<AkidaVersion> versions) => "Akida " + string.Join(" and ", versions.Select(Number));

    /// <summary>The version of a number, or null if there is none.</summary>
    public static AkidaVersion? FromNumber(string number) =>
        number switch
        {
            V1Number => AkidaVersion.V1,
            V2Number => AkidaVersion.V2,
            _ => null,
        };

    /// <summary>The version of a word, or null if there is none.</summary>
    public static AkidaVersion? FromWord(string word) =>
        word switch
        {
            V1Word => AkidaVersion.V1,
            V2Word => AkidaVersion.V2,
            _ => null,
        };
}
