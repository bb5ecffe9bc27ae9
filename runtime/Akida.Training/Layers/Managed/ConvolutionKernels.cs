using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Akida.Training.Layers.Managed;

/// <summary>A convolution and its gradients, on maps and kernels that lie in memory as Keras has them.</summary>
/// <typeparam name="T">What is computed with: <see cref="float"/> or <see cref="double"/>.</typeparam>
internal abstract unsafe class ConvolutionKernels<T>
    where T : unmanaged
{
    /// <summary>Those with vectors of a width.</summary>
    public static ConvolutionKernels<T> Of(SimdWidth width) =>
        width switch
        {
            SimdWidth.Wide => new ConvolutionKernels<WideSimd<T>, Vector512<T>, T>(),
            SimdWidth.Middle => new ConvolutionKernels<MiddleSimd<T>, Vector256<T>, T>(),
            SimdWidth.Narrow => new ConvolutionKernels<NarrowSimd<T>, Vector128<T>, T>(),
            _ => throw new ArgumentOutOfRangeException(nameof(width), width, "must be a known width"),
        };

    /// <summary>Computes the outputs; the bias may be null.</summary>
    public abstract void Forward(ConvolutionShape shape, T* maps, T* kernel, T* bias, T* outputs, int threads);

    /// <summary>Computes the gradients of the kernel and the bias, which may be null, from that of the outputs.</summary>
    public abstract void KernelGradient(ConvolutionShape shape, T* maps, T* gradient, T* kernelGradient, T* biasGradient, int threads);

    /// <summary>Computes the gradient of the maps from that of the outputs.</summary>
    public abstract void MapGradient(ConvolutionShape shape, T* gradient, T* kernel, T* mapGradient, int threads);
}

/// <summary>Those of one width of vectors.</summary>
internal sealed unsafe class ConvolutionKernels<TSimd, TVector, T> : ConvolutionKernels<T>
    where TSimd : ISimd<TVector, T>
    where T : unmanaged
{
    /// <summary>
    /// Windows that are computed one after the other on each part of the kernel: so many that reading that part costs little, so few that
    /// their maps stay in the cache.
    /// </summary>
    private const int BlockWindows = 96;

    /// <summary>Likewise for the gradient of the kernel, whose sums are read and written once for each block.</summary>
    private const int GradientBlockWindows = 192;

    public override void Forward(ConvolutionShape shape, T* maps, T* kernel, T* bias, T* outputs, int threads)
    {
        MapBlocks<T> blocks = Inputs(shape, maps);
        int block = BlockSize(shape.Batch, shape.Positions, BlockWindows, threads);
        using WindowProduct<TSimd, TVector, T> product = new(
            kernel,
            Offsets.Line(0, shape.WindowSize, shape.Filters),
            1,
            shape.Filters,
            bias,
            Offsets.Line(0, shape.KernelHeight, blocks.RowStride),
            Offsets.Grid(
                Offsets.Line(0, block, blocks.MapStride),
                Offsets.Line(0, shape.Rows, shape.Strides.Height * blocks.RowStride),
                Offsets.Line(0, shape.Columns, (nint)shape.Strides.Width * shape.Channels)
            ),
            Offsets.Line(0, block * shape.Positions, shape.Filters),
            shape.Positions
        );
        Run(shape.Batch, blocks, block, [product], outputs, (nint)shape.Positions * shape.Filters, threads);
    }

    /// <summary>
    /// Cells of the maps that are a stride apart see the same part of the kernel: a product for each such part, of the windows of outputs
    /// that see the cell.
    /// </summary>
    public override void MapGradient(ConvolutionShape shape, T* gradient, T* kernel, T* mapGradient, int threads)
    {
        SeenCells vertical = new(shape.Height, shape.KernelHeight, shape.Strides.Height, shape.Top),
            horizontal = new(shape.Width, shape.KernelWidth, shape.Strides.Width, shape.Left);
        MapBlocks<T> blocks = new(
            gradient,
            shape.Rows,
            shape.Columns,
            shape.Filters,
            vertical.Before,
            horizontal.Before,
            vertical.Reached,
            horizontal.Reached
        );
        int block = BlockSize(shape.Batch, shape.Height * shape.Width, BlockWindows, threads);
        nint mapSize = (nint)shape.Height * shape.Width * shape.Channels;
        if (!vertical.AreAll || !horizontal.AreAll)
        {
            for (int map = 0; map < shape.Batch; map++)
            {
                new Span<T>(mapGradient + (map * mapSize), checked((int)mapSize)).Clear();
            }
        }

        List<WindowProduct<TSimd, TVector, T>> products = [];
        try
        {
            foreach (CellPhase row in vertical.Phases)
            {
                foreach (CellPhase column in horizontal.Phases)
                {
                    products.Add(
                        new WindowProduct<TSimd, TVector, T>(
                            kernel,
                            Offsets.Grid(
                                Offsets.At(row.KernelCells, (nint)shape.KernelWidth * shape.Channels * shape.Filters),
                                Offsets.At(column.KernelCells, (nint)shape.Channels * shape.Filters),
                                Offsets.Line(0, shape.Filters, 1)
                            ),
                            shape.Filters,
                            shape.Channels,
                            null,
                            Offsets.Line(0, row.KernelCells.Count, blocks.RowStride),
                            Offsets.Grid(
                                Offsets.Line(0, block, blocks.MapStride),
                                Offsets.Line(row.FirstWindow * blocks.RowStride, row.Count, blocks.RowStride),
                                Offsets.Line((nint)column.FirstWindow * shape.Filters, column.Count, shape.Filters)
                            ),
                            Offsets.Grid(
                                Offsets.Line(0, block, mapSize),
                                Offsets.Line(
                                    (nint)row.FirstCell * shape.Width * shape.Channels,
                                    row.Count,
                                    (nint)shape.Strides.Height * shape.Width * shape.Channels
                                ),
                                Offsets.Line(
                                    (nint)column.FirstCell * shape.Channels,
                                    column.Count,
                                    (nint)shape.Strides.Width * shape.Channels
                                )
                            ),
                            row.Count * column.Count
                        )
                    );
                }
            }

            Run(shape.Batch, blocks, block, products, mapGradient, mapSize, threads);
        }
        finally
        {
            products.ForEach(product => product.Dispose());
        }
    }

    public override void KernelGradient(ConvolutionShape shape, T* maps, T* gradient, T* kernelGradient, T* biasGradient, int threads)
    {
        const int Rows = Tile<TSimd, TVector, T>.Rows;
        MapBlocks<T> blocks = Inputs(shape, maps);
        int block = BlockSize(shape.Batch, shape.Positions, GradientBlockWindows, threads),
            rows = (shape.WindowSize + Rows - 1) / Rows * Rows,
            columns = (shape.Filters + TSimd.Count - 1) / TSimd.Count * TSimd.Count;

        // A tile's last rows repeat the last one.
        nint[] cells =
        [
            .. Offsets.Grid(Offsets.Line(0, shape.KernelHeight, blocks.RowStride), Offsets.Line(0, shape.KernelWidth * shape.Channels, 1)),
            .. Enumerable.Repeat(
                ((shape.KernelHeight - 1) * blocks.RowStride) + (shape.KernelWidth * shape.Channels) - 1,
                rows - shape.WindowSize
            ),
        ];
        nint[] windowRows = Offsets.Grid(
            Offsets.Line(0, block, blocks.MapStride),
            Offsets.Line(0, shape.Rows, shape.Strides.Height * blocks.RowStride)
        );
        int blockCount = (shape.Batch + block - 1) / block,
            parts = Math.Max(1, Math.Min(threads, blockCount));
        // The last row of the sums is that of the bias.
        using Scratch<T> sums = new((long)parts * (rows + 1) * columns);
        Workers.Run(
            threads,
            blockCount,
            (part, firstBlock, endBlock) =>
            {
                using Scratch<T>? scratch = blocks.CreateScratch(block);
                using Scratch<T>? padded = columns == shape.Filters ? null : new((long)block * shape.Positions * columns);
                nint* targetRows = stackalloc nint[Rows];
                for (int row = 0; row < Rows; row++)
                {
                    targetRows[row] = (nint)row * columns;
                }

                fixed (
                    nint* starts = windowRows,
                        lefts = cells
                )
                {
                    for (int index = firstBlock; index < endBlock; index++)
                    {
                        int first = index * block,
                            count = Math.Min(block, shape.Batch - first);
                        T* right = gradient + ((nint)first * shape.Positions * shape.Filters);
                        bool isPixels = shape.Positions == 1;
                        TileTerms<T> terms = new()
                        {
                            Left = blocks.Load(scratch, first, count),
                            Segments = starts,
                            SegmentCount = isPixels ? 1 : count * shape.Rows,
                            SegmentLength = isPixels ? count : shape.Columns,
                            LeftStep = isPixels ? blocks.MapStride : (nint)shape.Strides.Width * shape.Channels,
                            RightStep = columns,
                        };
                        if (padded is not null)
                        {
                            Widen(right, count * shape.Positions, shape.Filters, padded.Pointer, columns);
                            right = padded.Pointer;
                        }

                        T* own = sums.Pointer + ((nint)part * (rows + 1) * columns);
                        for (int column = 0; column < columns; )
                        {
                            int vectors = Tile<TSimd, TVector, T>.VectorsFor(columns - column);
                            terms.Right = right + column;
                            for (int row = 0; row < rows; row += Rows)
                            {
                                Tile<TSimd, TVector, T>.Multiply(
                                    vectors,
                                    terms,
                                    lefts + row,
                                    own + ((nint)row * columns) + column,
                                    targetRows,
                                    own + ((nint)row * columns) + column,
                                    targetRows
                                );
                            }

                            column += vectors * TSimd.Count;
                        }

                        if (biasGradient is not null)
                        {
                            AddRows(right, count * shape.Positions, columns, own + ((nint)rows * columns));
                        }
                    }
                }
            }
        );
        for (int part = 1; part < parts; part++)
        {
            AddTo(sums.Pointer, sums.Pointer + ((nint)part * (rows + 1) * columns), (rows + 1) * (nint)columns);
        }

        for (int row = 0; row < shape.WindowSize; row++)
        {
            Copy(sums.Pointer + ((nint)row * columns), kernelGradient + ((nint)row * shape.Filters), shape.Filters);
        }

        if (biasGradient is not null)
        {
            Copy(sums.Pointer + ((nint)rows * columns), biasGradient, shape.Filters);
        }
    }

    private static MapBlocks<T> Inputs(ConvolutionShape shape, T* maps) =>
        new(maps, shape.Height, shape.Width, shape.Channels, shape.Top, shape.Left, shape.ReachedHeight, shape.ReachedWidth);

    /// <summary>How many maps are computed together: about so many windows, but enough blocks for all threads.</summary>
    private static int BlockSize(int batch, int positions, int windows, int threads) =>
        Math.Clamp(windows / Math.Max(positions, 1), 1, Math.Max(1, batch / (4 * threads)));

    private static void Run(
        int batch,
        MapBlocks<T> blocks,
        int block,
        IReadOnlyList<WindowProduct<TSimd, TVector, T>> products,
        T* results,
        nint resultSize,
        int threads
    ) =>
        Workers.Run(
            threads,
            (batch + block - 1) / block,
            (_, firstBlock, endBlock) =>
            {
                using Scratch<T>? scratch = blocks.CreateScratch(block);
                for (int index = firstBlock; index < endBlock; index++)
                {
                    int first = index * block,
                        count = Math.Min(block, batch - first);
                    T* maps = blocks.Load(scratch, first, count);
                    foreach (WindowProduct<TSimd, TVector, T> product in products)
                    {
                        product.Run(maps, count, results + (first * resultSize));
                    }
                }
            }
        );

    /// <summary>Copies rows to longer ones.</summary>
    private static void Widen(T* source, int rows, int columns, T* target, int targetColumns)
    {
        for (int row = 0; row < rows; row++)
        {
            Copy(source, target, columns);
            source += columns;
            target += targetColumns;
        }
    }

    private static void Copy(T* source, T* target, int count) => new ReadOnlySpan<T>(source, count).CopyTo(new Span<T>(target, count));

    /// <summary>Adds all rows, of whole vectors, to one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRows(T* source, int rows, int columns, T* target)
    {
        for (int column = 0; column < columns; column += TSimd.Count)
        {
            // Two sums, since each addition waits for the one before.
            TVector even = TSimd.Load(target + column),
                odd = TSimd.Zero;
            T* from = source + column;
            int row = 0;
            for (; row + 1 < rows; row += 2)
            {
                even = TSimd.Add(even, TSimd.Load(from));
                odd = TSimd.Add(odd, TSimd.Load(from + columns));
                from += 2 * (nint)columns;
            }

            if (row < rows)
            {
                even = TSimd.Add(even, TSimd.Load(from));
            }

            TSimd.Store(target + column, TSimd.Add(even, odd));
        }
    }

    /// <summary>Adds values, of whole vectors, to others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTo(T* target, T* source, nint count)
    {
        for (nint i = 0; i < count; i += TSimd.Count)
        {
            TSimd.Store(target + i, TSimd.Add(TSimd.Load(target + i), TSimd.Load(source + i)));
        }
    }
}
