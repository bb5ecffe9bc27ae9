namespace Akida.Formats.Tests.Hostile;

/// <summary>The same archives, read some items at a time.</summary>
public sealed class HostileNumpyReaderTests(ITestOutputHelper output) : HostileNumpyFileTests(output)
{
    protected override void Read(string path)
    {
        using NpzReader archive = new(path);
        foreach (string name in archive.Names)
        {
            using NpyReader array = archive.Open(name);
            if (array.Rest > 0)
            {
                array.Read((array.Rest + 1) / 2);
                array.SkipRest();
            }
            else
            {
                array.ReadAll();
            }
        }
    }
}
