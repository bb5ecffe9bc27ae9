namespace Akida.Training.Layers.Managed;

/// <summary>
/// Windows times a matrix: every position of a window over a map gives a row of the product. The windows are read where they lie; their
/// rows are the segments of the sums.
/// </summary>
internal sealed unsafe class WindowProduct<TSimd, TVector, T> : IDisposable
    where TSimd : ISimd<TVector, T>
    where T : unmanaged
{
    private readonly Scratch<T> packed;

    /// <summary>What is added to each row: as many values as there are columns, and zeros up to a whole vector.</summary>
    private readonly Scratch<T> addend;

    private readonly nint[] segments;
    private readonly int segmentLength,
        outputs,
        positions;
    private readonly nint[] windows,
        results;

    /// <param name="matrix">A value of the matrix is at its row's and its column's place in this.</param>
    /// <param name="matrixRows">Where its rows begin: as many as a window has values.</param>
    /// <param name="matrixStep">From a column to the next.</param>
    /// <param name="outputs">Columns of the matrix.</param>
    /// <param name="bias">What is added to each row of the product; null for nothing.</param>
    /// <param name="segments">Where the rows of a window lie behind its beginning.</param>
    /// <param name="windows">Where the windows begin in a block of maps.</param>
    /// <param name="results">Where their results begin in a block of results.</param>
    /// <param name="positions">Windows of a map.</param>
    public WindowProduct(
        T* matrix,
        nint[] matrixRows,
        nint matrixStep,
        int outputs,
        T* bias,
        nint[] segments,
        nint[] windows,
        nint[] results,
        int positions
    )
    {
        this.segments = segments;
        this.outputs = outputs;
        this.positions = positions;
        (this.windows, this.results) = (windows, results);
        segmentLength = matrixRows.Length / segments.Length;
        packed = Pack(matrix, matrixRows, matrixStep, outputs);
        addend = new(WholeVectors(outputs));
        if (bias is not null)
        {
            new ReadOnlySpan<T>(bias, outputs).CopyTo(new Span<T>(addend.Pointer, outputs));
        }
    }

    /// <summary>Computes the results of a block of maps.</summary>
    public void Run(T* maps, int count, T* target)
    {
        const int Rows = Tile<TSimd, TVector, T>.Rows;
        T* ragged = stackalloc T[Rows * TSimd.MostVectors * TSimd.Count];
        nint* rows = stackalloc nint[Rows],
            targetRows = stackalloc nint[Rows],
            raggedRows = stackalloc nint[Rows],
            addendRows = stackalloc nint[Rows];
        new Span<nint>(addendRows, Rows).Clear();
        int windowCount = count * positions;
        fixed (nint* starts = segments)
        {
            TileTerms<T> terms = new()
            {
                Left = maps,
                Segments = starts,
                SegmentCount = segments.Length,
                SegmentLength = segmentLength,
                LeftStep = 1,
                Right = packed.Pointer,
            };
            for (int column = 0; column < outputs; )
            {
                int vectors = Tile<TSimd, TVector, T>.VectorsFor(outputs - column),
                    width = vectors * TSimd.Count;
                bool isRagged = width > outputs - column;
                terms.RightStep = width;
                for (int first = 0; first < windowCount; first += Rows)
                {
                    for (int row = 0; row < Rows; row++)
                    {
                        int window = Math.Min(first + row, windowCount - 1);
                        rows[row] = windows[window];
                        targetRows[row] = results[window];
                        raggedRows[row] = row * width;
                    }

                    Tile<TSimd, TVector, T>.Multiply(
                        vectors,
                        terms,
                        rows,
                        addend.Pointer + column,
                        addendRows,
                        isRagged ? ragged : target + column,
                        isRagged ? raggedRows : targetRows
                    );
                    for (int row = 0; isRagged && row < Rows; row++)
                    {
                        new ReadOnlySpan<T>(ragged + raggedRows[row], outputs - column).CopyTo(
                            new Span<T>(target + targetRows[row] + column, outputs - column)
                        );
                    }
                }

                terms.Right += (nint)segmentLength * segments.Length * width;
                column += width;
            }
        }
    }

    public void Dispose()
    {
        packed.Dispose();
        addend.Dispose();
    }

    private static int WholeVectors(int columns) => (columns + TSimd.Count - 1) / TSimd.Count * TSimd.Count;

    /// <summary>The columns that a tile is wide, row after row, and then the next columns; zeros behind the last.</summary>
    private static Scratch<T> Pack(T* matrix, nint[] rows, nint step, int outputs)
    {
        Scratch<T> packed = new((long)rows.Length * WholeVectors(outputs));
        T* to = packed.Pointer;
        for (int column = 0; column < outputs; )
        {
            int width = Tile<TSimd, TVector, T>.VectorsFor(outputs - column) * TSimd.Count,
                filled = Math.Min(width, outputs - column);
            foreach (nint row in rows)
            {
                T* from = matrix + row + (column * step);
                if (step == 1)
                {
                    new ReadOnlySpan<T>(from, filled).CopyTo(new Span<T>(to, filled));
                }
                else
                {
                    for (int i = 0; i < filled; i++)
                    {
                        to[i] = from[i * step];
                    }
                }

                to += width;
            }

            column += width;
        }

        return packed;
    }
}
