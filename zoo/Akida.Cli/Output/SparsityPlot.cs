using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;

namespace Akida.Cli.Output;

/// <summary>The sparsity of layers as a picture.</summary>
internal static class SparsityPlot
{
    private const int Width = 1000;
    private const int LayerHeight = 22;
    private const int OtherHeight = 110;
    private const int MaximumHeight = 16_000;
    private const int MaximumLetters = 48;
    private const double Percent = 100;

    /// <summary>A PNG with a bar for each layer, the first on top.</summary>
    public static byte[] Create(string title, IReadOnlyList<(string Layer, double Share)> shares)
    {
        using Plot plot = new();
        double[] positions = [.. Enumerable.Range(0, shares.Count).Select(i => -(double)i)];
        BarPlot bars = plot.Add.Bars(positions, [.. shares.Select(share => share.Share * Percent)]);
        bars.Horizontal = true;
        foreach ((Bar bar, (_, double share)) in bars.Bars.Zip(shares))
        {
            bar.FillColor = Colors.SteelBlue;
            bar.LineWidth = 0;
            bar.Label = (share * Percent).ToString("0.0", CultureInfo.InvariantCulture);
        }

        plot.Axes.Left.SetTicks(positions, [.. shares.Select(share => VisibleText.Of(share.Layer, MaximumLetters))]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        double[] tens = [.. Enumerable.Range(0, 11).Select(i => 10.0 * i)];
        plot.Axes.Bottom.SetTicks(tens, [.. tens.Select(ten => ten.ToString(CultureInfo.InvariantCulture))]);
        plot.Axes.SetLimits(0, 108, -shares.Count + 0.4, 0.6);
        plot.HideGrid();
        plot.Title($"{VisibleText.Of(title, MaximumLetters)}: {(shares.Average(share => share.Share) * Percent).ToString("0.0", CultureInfo.InvariantCulture)} % on average");
        plot.XLabel("zeros among the outputs (%)");
        int height = (int)Math.Min(MaximumHeight, OtherHeight + ((long)LayerHeight * shares.Count));
        return plot.GetImageBytes(Width, height, ImageFormat.Png);
    }
}
