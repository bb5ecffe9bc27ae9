namespace Akida.Formats;

/// <summary>Where fetched files are kept: <c>$AKIDA_CACHE</c>, or <c>akida-dsl</c> in <c>$XDG_CACHE_HOME</c> or <c>~/.cache</c>.</summary>
public static class CacheFolder
{
    /// <summary>The environment variable that names another folder.</summary>
    public const string Variable = "AKIDA_CACHE";

    /// <summary>The folder of a kind of files, such as a data set; it may not exist yet.</summary>
    public static string For(string kind) => Path.Combine(Root, kind);

    private static string Root
    {
        get
        {
            if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } own)
            {
                return own;
            }

            string caches = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg
                ? xdg
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            return Path.Combine(caches, "akida-dsl");
        }
    }
}
