namespace Akida.Testing;

/// <summary>A folder that is there for one test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("akida-tests-");

    /// <summary>The path of a file in the folder.</summary>
    public string this[string file] => Path.Combine(folder.FullName, file);

    /// <summary>The names of the files in the folder.</summary>
    public IEnumerable<string> Files => folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Dispose() => folder.Delete(recursive: true);
}
