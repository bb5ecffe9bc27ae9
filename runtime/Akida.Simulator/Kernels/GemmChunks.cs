namespace Akida.Simulator.Kernels;

/// <summary>How many pixels a matrix product takes at once for all filters, so that their rows stay in the first-level cache.</summary>
internal static class GemmChunks
{
    private const int CacheBytes = 24 * 1024;
    private const int FewestPixels = 32;

    /// <summary>The number of pixels, a multiple of a tile; neighbouring pixels are taken to share all but one segment.</summary>
    public static int Pixels(in GemmArguments arguments, KernelFormat format)
    {
        int segmentBytes = Math.Max(arguments.Groups * format.Values * format.Input.Size(), 1),
            tile = format.Pixels;
        return Math.Max(CacheBytes / segmentBytes, FewestPixels) / tile * tile;
    }
}
