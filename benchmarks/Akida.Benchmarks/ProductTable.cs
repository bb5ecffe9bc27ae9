using System.Globalization;

namespace Akida.Benchmarks;

/// <summary>How fast the kernels of each set multiply matrices of the sizes that models have, against the peak of the processor.</summary>
internal static class ProductTable
{
    /// <summary>The verb on the command line.</summary>
    public const string Verb = "products";

    /// <summary>Measures and prints a Markdown table.</summary>
    public static void Run(TextWriter output)
    {
        double? peak = KernelSpeed.Peak();
        output.WriteLine(KernelSpeed.Describe(peak));
        output.WriteLine();
        output.WriteLine("| pixels, segments, length, filters | input | bounds | kernel | G multiply-adds/s | of the peak |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach ((string sizes, string input, string bounds, string kernel, double speed) in KernelSpeed.Products())
        {
            string share = string.Create(CultureInfo.InvariantCulture, $"{speed / 1e9:F0} | {speed / peak:P0}");
            output.WriteLine($"| {sizes} | {input} | {bounds} | {kernel} | {share} |");
        }
    }
}
