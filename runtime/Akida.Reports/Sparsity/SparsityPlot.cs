using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;

namespace Akida.Reports.Sparsity;

/// <summary>The sparsity of layers as a picture.</summary>
public static class SparsityPlot
{
    private const int Width = 1000;
    private const int LayerHeight = 22;
    private const int OtherHeight = 110;
    private const int MaximumHeight = 16_000;
    private const int MaximumLetters = 48;
    private const double Percent = 100;

    /// <summary>A PNG with a bar for each layer, the first on top.</summary>
    /// <param name="title">What stands above, with the mean behind it.</param>
    /// <param name="sparsity">What is drawn.</param>
    public static byte[] Create(string title, ModelSparsity sparsity)
    {
        using Plot plot = new();
        IReadOnlyList<LayerSparsity> layers = sparsity.Layers;
        double[] positions = [.. Enumerable.Range(0, layers.Count).Select(i => -(double)i)];
        BarPlot bars = plot.Add.Bars(positions, [.. layers.Select(layer => layer.Share * Percent)]);
        bars.Horizontal = true;
        foreach ((Bar bar, LayerSparsity layer) in bars.Bars.Zip(layers))
        {
            bar.FillColor = Colors.SteelBlue;
            bar.LineWidth = 0;
            bar.Label = (layer.Share * Percent).ToString("0.0", CultureInfo.InvariantCulture);
        }

        plot.Axes.Left.SetTicks(positions, [.. layers.Select(layer => VisibleText.Of(layer.Layer, MaximumLetters))]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        double[] tens = [.. Enumerable.Range(0, 11).Select(i => 10.0 * i)];
        plot.Axes.Bottom.SetTicks(tens, [.. tens.Select(ten => ten.ToString(CultureInfo.InvariantCulture))]);
        plot.Axes.SetLimits(0, 108, -layers.Count + 0.4, 0.6);
        plot.HideGrid();
        string mean = (sparsity.Mean * Percent).ToString("0.0", CultureInfo.InvariantCulture);
        plot.Title($"{VisibleText.Of(title, MaximumLetters)}: {mean} % on average");
        plot.XLabel("zeros among the outputs (%)");
        int height = (int)Math.Min(MaximumHeight, OtherHeight + ((long)LayerHeight * layers.Count));
        return plot.GetImageBytes(Width, height, ImageFormat.Png);
    }
}
