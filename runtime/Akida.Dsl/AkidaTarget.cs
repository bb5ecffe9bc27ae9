namespace Akida;

/// <summary>
/// The Akida version that models are made for where the code does not say one: what <see cref="Set"/> says, otherwise what the environment
/// variable <c>CNN2SNN_TARGET_AKIDA_VERSION</c> says (<c>v1</c> or <c>v2</c>), otherwise 2.0.
/// </summary>
/// <example><code>
/// using (AkidaTarget.Set(AkidaVersion.V1))
/// {
///     ModelGraph graph = new DsCnnKws().Build();
/// }
/// </code></example>
public static class AkidaTarget
{
    /// <summary>The environment variable that names the version.</summary>
    public const string Variable = "CNN2SNN_TARGET_AKIDA_VERSION";

    private static readonly AsyncLocal<AkidaVersion?> Version = new();

    /// <summary>The version that <see cref="Set"/> put in force here, or null.</summary>
    public static AkidaVersion? Scoped => Version.Value;

    /// <summary>The version in force here.</summary>
    /// <exception cref="FormatException">No scope is open and the environment names another version.</exception>
    public static AkidaVersion Current => Scoped ?? FromEnvironment();

    /// <summary>
    /// Makes a version the one in force until the result is disposed of: for this thread, and for what it awaits or starts meanwhile.
    /// Scopes may be nested.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such version.</exception>
    public static IDisposable Set(AkidaVersion version)
    {
        if (version is not (AkidaVersion.V1 or AkidaVersion.V2))
        {
            throw new ArgumentOutOfRangeException(nameof(version), version, "must be V1 or V2");
        }

        Scope scope = new(Version.Value);
        Version.Value = version;
        return scope;
    }

    private static AkidaVersion FromEnvironment() =>
        Environment.GetEnvironmentVariable(Variable) switch
        {
            null or "" => AkidaVersion.V2,
            var word => AkidaVersions.FromWord(word)
                ?? throw new FormatException($"{Variable} is '{word}', must be {AkidaVersions.V1Word} or {AkidaVersions.V2Word}"),
        };

    private sealed class Scope(AkidaVersion? outer) : IDisposable
    {
        private bool closed;

        public void Dispose()
        {
            if (!closed)
            {
                closed = true;
                Version.Value = outer;
            }
        }
    }
}
