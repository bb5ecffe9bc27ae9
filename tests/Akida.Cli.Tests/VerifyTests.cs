using Akida.Formats;
using Akida.Testing;

namespace Akida.Cli.Tests;

/// <summary><c>akida_models verify</c> finds equal cases equal, and tells what differs.</summary>
public class VerifyTests
{
    [Fact]
    public void EqualCases()
    {
        string[] folders = [.. TestFolders.Cases.Where(path => Path.GetFileName(path).StartsWith("zoo_gxnor", StringComparison.Ordinal))];

        string said = CommandLine.RunWell(["akida_models", "verify", .. folders]);

        Assert.EndsWith($"{folders.Length} equal, 0 different", said.TrimEnd());
    }

    [Fact]
    public void TheFirstDifferenceIsTold()
    {
        using TemporaryFolder folder = new();
        string original = TestFolders.Cases.Single(path => Path.GetFileName(path) == "random_v2_0003");
        Dictionary<string, NpyArray> arrays = new(NpzFile.Read(Path.Combine(original, "outputs.npz")));
        NpyArray relu = arrays["stem/relu:values"];
        byte[] changed = (byte[])((byte[])relu.Values).Clone();
        changed[(((1 * 8) + 2) * 10) + 3] += 5;
        arrays["stem/relu:values"] = relu with { Values = changed };
        NpzFile.Write(folder["outputs.npz"], arrays);
        File.Copy(Path.Combine(original, "quantized.h5"), folder["quantized.h5"]);

        CommandLineResult result = CommandLine.Run("akida_models", "verify", Path.GetDirectoryName(folder["outputs.npz"])!);

        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@": DIFFERENT, layer 'stem/relu', sample 0: \d+ at \[1, 2, 3\], recorded is \d+, which differs by -5", result.Output);
    }

    [Fact]
    public void AFolderThatIsNotThereIsTold()
    {
        CommandLineResult result = CommandLine.Run("akida_models", "verify", "nowhere");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("akida_models verify: error: nowhere: no such folder", result.Error.TrimEnd());
    }
}
