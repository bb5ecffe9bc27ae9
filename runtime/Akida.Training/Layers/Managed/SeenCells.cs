namespace Akida.Training.Layers.Managed;

/// <summary>Cells along one axis of a map that are a stride apart: outputs see them with the same cells of the kernel.</summary>
/// <param name="FirstCell">The first of them.</param>
/// <param name="Count">How many there are.</param>
/// <param name="FirstWindow">
/// The first output that sees the first cell, counted from the zeros before the outputs on; it goes on by one from cell to cell.
/// </param>
/// <param name="KernelCells">With which cells of the kernel the outputs see it, in their order.</param>
internal sealed record CellPhase(int FirstCell, int Count, int FirstWindow, IReadOnlyList<int> KernelCells);

/// <summary>Which outputs of a convolution see which cells of a map, along one axis.</summary>
internal sealed class SeenCells
{
    /// <param name="size">Cells of the map.</param>
    /// <param name="kernel">Cells of the kernel.</param>
    /// <param name="stride">The stride.</param>
    /// <param name="padding">Zeros before the map.</param>
    public SeenCells(int size, int kernel, int stride, int padding)
    {
        int most = (kernel + stride - 1) / stride,
            last = 0;
        List<CellPhase> phases = [];
        for (int phase = 0; phase < Math.Min(kernel, stride); phase++)
        {
            // Of the padded map, cell stride · t + phase is seen by output t with the phase's first cell of the kernel, by t - 1 with the
            // next one.
            int cells = (kernel - phase + stride - 1) / stride,
                first = (Math.Max(padding - phase, 0) + stride - 1) / stride,
                count = (((padding + size - 1 - phase) + stride) / stride) - first;
            if (count > 0)
            {
                last = Math.Max(last, first + count - 1);
                phases.Add(
                    new CellPhase(
                        (first * stride) + phase - padding,
                        count,
                        first + most - cells,
                        [.. Enumerable.Range(0, cells).Select(i => phase + (stride * (cells - 1 - i)))]
                    )
                );
            }
        }

        (Before, Reached, Phases) = (most - 1, last + most, phases);
        AreAll = phases.Sum(phase => phase.Count) == size;
    }

    /// <summary>Zeros before the outputs, for the cells that fewer outputs see.</summary>
    public int Before { get; }

    /// <summary>Outputs that are reached, from the first of those zeros on.</summary>
    public int Reached { get; }

    /// <summary>Whether outputs see every cell; with strides longer than the kernel some lie between.</summary>
    public bool AreAll { get; }

    public IReadOnlyList<CellPhase> Phases { get; }
}
