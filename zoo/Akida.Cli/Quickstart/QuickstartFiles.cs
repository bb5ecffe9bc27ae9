using Akida.Formats;
using Akida.Graph;

namespace Akida.Cli.Quickstart;

/// <summary>The files of the quickstart, named as the commands name them.</summary>
internal sealed class QuickstartFiles(string folder)
{
    public string Float { get; } = Path.Combine(folder, "gxnor_mnist.h5");

    public string Samples { get; } = Path.Combine(folder, "samples.npz");

    public string Quantized8 => FileNames.Quantized(Float, BitWidths.Default);

    public string Quantized4 => FileNames.Quantized(Float, new BitWidths(8, 4, 4));

    public string Tuned4 => Path.Combine(folder, Path.GetFileNameWithoutExtension(Quantized4) + "_tune.h5");

    public string Akida8 => AkidaFile.PathBeside(Quantized8);

    public string Akida4 => AkidaFile.PathBeside(Tuned4);

    public IReadOnlyList<string> All => [Float, Samples, Quantized8, Quantized4, Tuned4, Akida8, Akida4];
}
