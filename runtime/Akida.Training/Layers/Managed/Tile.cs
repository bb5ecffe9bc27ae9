using System.Runtime.CompilerServices;

namespace Akida.Training.Layers.Managed;

/// <summary>
/// The terms of the sums of a tile. The sum in row <c>i</c> and column <c>j</c> is that of <c>Left[rows[i] + …] · Right[… + j]</c> over all
/// segments one after the other. The left side goes on by its step within a segment, the right side through all of them.
/// </summary>
internal unsafe struct TileTerms<T>
    where T : unmanaged
{
    public T* Left;
    public nint* Segments;
    public int SegmentCount;
    public nint SegmentLength;
    public nint LeftStep;
    public T* Right;
    public nint RightStep;
}

/// <summary>
/// The innermost loop of all matrix products: a tile of sums that stays in registers. Each is written out, since registers have no
/// indices.
/// </summary>
internal static unsafe class Tile<TSimd, TVector, T>
    where TSimd : ISimd<TVector, T>
    where T : unmanaged
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 6;

    /// <summary>The widest tile, in vectors, that so many columns fill but for its last vector.</summary>
    public static int VectorsFor(int columns)
    {
        int vectors = TSimd.MostVectors;
        while (vectors > 1 && columns <= (vectors - 1) * TSimd.Count)
        {
            vectors /= 2;
        }

        return vectors;
    }

    /// <summary>Computes a tile.</summary>
    /// <param name="vectors">How wide it is: 1, 2 or 4 vectors.</param>
    /// <param name="terms">What is summed.</param>
    /// <param name="rows">Where in the left side each row begins.</param>
    /// <param name="initial">What the sums begin with.</param>
    /// <param name="initialRows">Where in it each row begins.</param>
    /// <param name="target">Where the sums go.</param>
    /// <param name="targetRows">Where in it each row begins. Rows that are equal on both sides may share one.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply(int vectors, in TileTerms<T> terms, nint* rows, T* initial, nint* initialRows, T* target, nint* targetRows)
    {
        switch (vectors)
        {
            case 4:
                Multiply4(terms, rows, initial, initialRows, target, targetRows);
                break;
            case 2:
                Multiply2(terms, rows, initial, initialRows, target, targetRows);
                break;
            default:
                Multiply1(terms, rows, initial, initialRows, target, targetRows);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply4(in TileTerms<T> terms, nint* rows, T* initial, nint* initialRows, T* target, nint* targetRows)
    {
        int count = TSimd.Count;
        nint row0 = rows[0],
            row1 = rows[1],
            row2 = rows[2],
            row3 = rows[3],
            row4 = rows[4],
            row5 = rows[5];
        TVector sum00 = TSimd.Load(initial + initialRows[0]);
        TVector sum01 = TSimd.Load(initial + initialRows[0] + count);
        TVector sum02 = TSimd.Load(initial + initialRows[0] + (2 * count));
        TVector sum03 = TSimd.Load(initial + initialRows[0] + (3 * count));
        TVector sum10 = TSimd.Load(initial + initialRows[1]);
        TVector sum11 = TSimd.Load(initial + initialRows[1] + count);
        TVector sum12 = TSimd.Load(initial + initialRows[1] + (2 * count));
        TVector sum13 = TSimd.Load(initial + initialRows[1] + (3 * count));
        TVector sum20 = TSimd.Load(initial + initialRows[2]);
        TVector sum21 = TSimd.Load(initial + initialRows[2] + count);
        TVector sum22 = TSimd.Load(initial + initialRows[2] + (2 * count));
        TVector sum23 = TSimd.Load(initial + initialRows[2] + (3 * count));
        TVector sum30 = TSimd.Load(initial + initialRows[3]);
        TVector sum31 = TSimd.Load(initial + initialRows[3] + count);
        TVector sum32 = TSimd.Load(initial + initialRows[3] + (2 * count));
        TVector sum33 = TSimd.Load(initial + initialRows[3] + (3 * count));
        TVector sum40 = TSimd.Load(initial + initialRows[4]);
        TVector sum41 = TSimd.Load(initial + initialRows[4] + count);
        TVector sum42 = TSimd.Load(initial + initialRows[4] + (2 * count));
        TVector sum43 = TSimd.Load(initial + initialRows[4] + (3 * count));
        TVector sum50 = TSimd.Load(initial + initialRows[5]);
        TVector sum51 = TSimd.Load(initial + initialRows[5] + count);
        TVector sum52 = TSimd.Load(initial + initialRows[5] + (2 * count));
        TVector sum53 = TSimd.Load(initial + initialRows[5] + (3 * count));

        nint leftStep = terms.LeftStep,
            rightStep = terms.RightStep;
        T* right = terms.Right;
        for (int segment = 0; segment < terms.SegmentCount; segment++)
        {
            T* left = terms.Left + terms.Segments[segment];
            for (nint remaining = terms.SegmentLength; remaining > 0; remaining--)
            {
                TVector right0 = TSimd.Load(right);
                TVector right1 = TSimd.Load(right + count);
                TVector right2 = TSimd.Load(right + (2 * count));
                TVector right3 = TSimd.Load(right + (3 * count));
                TVector value = TSimd.Repeat(left[row0]);
                sum00 = TSimd.MultiplyAdd(value, right0, sum00);
                sum01 = TSimd.MultiplyAdd(value, right1, sum01);
                sum02 = TSimd.MultiplyAdd(value, right2, sum02);
                sum03 = TSimd.MultiplyAdd(value, right3, sum03);
                value = TSimd.Repeat(left[row1]);
                sum10 = TSimd.MultiplyAdd(value, right0, sum10);
                sum11 = TSimd.MultiplyAdd(value, right1, sum11);
                sum12 = TSimd.MultiplyAdd(value, right2, sum12);
                sum13 = TSimd.MultiplyAdd(value, right3, sum13);
                value = TSimd.Repeat(left[row2]);
                sum20 = TSimd.MultiplyAdd(value, right0, sum20);
                sum21 = TSimd.MultiplyAdd(value, right1, sum21);
                sum22 = TSimd.MultiplyAdd(value, right2, sum22);
                sum23 = TSimd.MultiplyAdd(value, right3, sum23);
                value = TSimd.Repeat(left[row3]);
                sum30 = TSimd.MultiplyAdd(value, right0, sum30);
                sum31 = TSimd.MultiplyAdd(value, right1, sum31);
                sum32 = TSimd.MultiplyAdd(value, right2, sum32);
                sum33 = TSimd.MultiplyAdd(value, right3, sum33);
                value = TSimd.Repeat(left[row4]);
                sum40 = TSimd.MultiplyAdd(value, right0, sum40);
                sum41 = TSimd.MultiplyAdd(value, right1, sum41);
                sum42 = TSimd.MultiplyAdd(value, right2, sum42);
                sum43 = TSimd.MultiplyAdd(value, right3, sum43);
                value = TSimd.Repeat(left[row5]);
                sum50 = TSimd.MultiplyAdd(value, right0, sum50);
                sum51 = TSimd.MultiplyAdd(value, right1, sum51);
                sum52 = TSimd.MultiplyAdd(value, right2, sum52);
                sum53 = TSimd.MultiplyAdd(value, right3, sum53);
                left += leftStep;
                right += rightStep;
            }
        }

        TSimd.Store(target + targetRows[0], sum00);
        TSimd.Store(target + targetRows[0] + count, sum01);
        TSimd.Store(target + targetRows[0] + (2 * count), sum02);
        TSimd.Store(target + targetRows[0] + (3 * count), sum03);
        TSimd.Store(target + targetRows[1], sum10);
        TSimd.Store(target + targetRows[1] + count, sum11);
        TSimd.Store(target + targetRows[1] + (2 * count), sum12);
        TSimd.Store(target + targetRows[1] + (3 * count), sum13);
        TSimd.Store(target + targetRows[2], sum20);
        TSimd.Store(target + targetRows[2] + count, sum21);
        TSimd.Store(target + targetRows[2] + (2 * count), sum22);
        TSimd.Store(target + targetRows[2] + (3 * count), sum23);
        TSimd.Store(target + targetRows[3], sum30);
        TSimd.Store(target + targetRows[3] + count, sum31);
        TSimd.Store(target + targetRows[3] + (2 * count), sum32);
        TSimd.Store(target + targetRows[3] + (3 * count), sum33);
        TSimd.Store(target + targetRows[4], sum40);
        TSimd.Store(target + targetRows[4] + count, sum41);
        TSimd.Store(target + targetRows[4] + (2 * count), sum42);
        TSimd.Store(target + targetRows[4] + (3 * count), sum43);
        TSimd.Store(target + targetRows[5], sum50);
        TSimd.Store(target + targetRows[5] + count, sum51);
        TSimd.Store(target + targetRows[5] + (2 * count), sum52);
        TSimd.Store(target + targetRows[5] + (3 * count), sum53);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply2(in TileTerms<T> terms, nint* rows, T* initial, nint* initialRows, T* target, nint* targetRows)
    {
        int count = TSimd.Count;
        nint row0 = rows[0],
            row1 = rows[1],
            row2 = rows[2],
            row3 = rows[3],
            row4 = rows[4],
            row5 = rows[5];
        TVector sum00 = TSimd.Load(initial + initialRows[0]);
        TVector sum01 = TSimd.Load(initial + initialRows[0] + count);
        TVector sum10 = TSimd.Load(initial + initialRows[1]);
        TVector sum11 = TSimd.Load(initial + initialRows[1] + count);
        TVector sum20 = TSimd.Load(initial + initialRows[2]);
        TVector sum21 = TSimd.Load(initial + initialRows[2] + count);
        TVector sum30 = TSimd.Load(initial + initialRows[3]);
        TVector sum31 = TSimd.Load(initial + initialRows[3] + count);
        TVector sum40 = TSimd.Load(initial + initialRows[4]);
        TVector sum41 = TSimd.Load(initial + initialRows[4] + count);
        TVector sum50 = TSimd.Load(initial + initialRows[5]);
        TVector sum51 = TSimd.Load(initial + initialRows[5] + count);

        nint leftStep = terms.LeftStep,
            rightStep = terms.RightStep;
        T* right = terms.Right;
        for (int segment = 0; segment < terms.SegmentCount; segment++)
        {
            T* left = terms.Left + terms.Segments[segment];
            for (nint remaining = terms.SegmentLength; remaining > 0; remaining--)
            {
                TVector right0 = TSimd.Load(right);
                TVector right1 = TSimd.Load(right + count);
                TVector value = TSimd.Repeat(left[row0]);
                sum00 = TSimd.MultiplyAdd(value, right0, sum00);
                sum01 = TSimd.MultiplyAdd(value, right1, sum01);
                value = TSimd.Repeat(left[row1]);
                sum10 = TSimd.MultiplyAdd(value, right0, sum10);
                sum11 = TSimd.MultiplyAdd(value, right1, sum11);
                value = TSimd.Repeat(left[row2]);
                sum20 = TSimd.MultiplyAdd(value, right0, sum20);
                sum21 = TSimd.MultiplyAdd(value, right1, sum21);
                value = TSimd.Repeat(left[row3]);
                sum30 = TSimd.MultiplyAdd(value, right0, sum30);
                sum31 = TSimd.MultiplyAdd(value, right1, sum31);
                value = TSimd.Repeat(left[row4]);
                sum40 = TSimd.MultiplyAdd(value, right0, sum40);
                sum41 = TSimd.MultiplyAdd(value, right1, sum41);
                value = TSimd.Repeat(left[row5]);
                sum50 = TSimd.MultiplyAdd(value, right0, sum50);
                sum51 = TSimd.MultiplyAdd(value, right1, sum51);
                left += leftStep;
                right += rightStep;
            }
        }

        TSimd.Store(target + targetRows[0], sum00);
        TSimd.Store(target + targetRows[0] + count, sum01);
        TSimd.Store(target + targetRows[1], sum10);
        TSimd.Store(target + targetRows[1] + count, sum11);
        TSimd.Store(target + targetRows[2], sum20);
        TSimd.Store(target + targetRows[2] + count, sum21);
        TSimd.Store(target + targetRows[3], sum30);
        TSimd.Store(target + targetRows[3] + count, sum31);
        TSimd.Store(target + targetRows[4], sum40);
        TSimd.Store(target + targetRows[4] + count, sum41);
        TSimd.Store(target + targetRows[5], sum50);
        TSimd.Store(target + targetRows[5] + count, sum51);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply1(in TileTerms<T> terms, nint* rows, T* initial, nint* initialRows, T* target, nint* targetRows)
    {
        int count = TSimd.Count;
        nint row0 = rows[0],
            row1 = rows[1],
            row2 = rows[2],
            row3 = rows[3],
            row4 = rows[4],
            row5 = rows[5];
        TVector sum00 = TSimd.Load(initial + initialRows[0]);
        TVector sum10 = TSimd.Load(initial + initialRows[1]);
        TVector sum20 = TSimd.Load(initial + initialRows[2]);
        TVector sum30 = TSimd.Load(initial + initialRows[3]);
        TVector sum40 = TSimd.Load(initial + initialRows[4]);
        TVector sum50 = TSimd.Load(initial + initialRows[5]);

        nint leftStep = terms.LeftStep,
            rightStep = terms.RightStep;
        T* right = terms.Right;
        for (int segment = 0; segment < terms.SegmentCount; segment++)
        {
            T* left = terms.Left + terms.Segments[segment];
            for (nint remaining = terms.SegmentLength; remaining > 0; remaining--)
            {
                TVector right0 = TSimd.Load(right);
                TVector value = TSimd.Repeat(left[row0]);
                sum00 = TSimd.MultiplyAdd(value, right0, sum00);
                value = TSimd.Repeat(left[row1]);
                sum10 = TSimd.MultiplyAdd(value, right0, sum10);
                value = TSimd.Repeat(left[row2]);
                sum20 = TSimd.MultiplyAdd(value, right0, sum20);
                value = TSimd.Repeat(left[row3]);
                sum30 = TSimd.MultiplyAdd(value, right0, sum30);
                value = TSimd.Repeat(left[row4]);
                sum40 = TSimd.MultiplyAdd(value, right0, sum40);
                value = TSimd.Repeat(left[row5]);
                sum50 = TSimd.MultiplyAdd(value, right0, sum50);
                left += leftStep;
                right += rightStep;
            }
        }

        TSimd.Store(target + targetRows[0], sum00);
        TSimd.Store(target + targetRows[1], sum10);
        TSimd.Store(target + targetRows[2], sum20);
        TSimd.Store(target + targetRows[3], sum30);
        TSimd.Store(target + targetRows[4], sum40);
        TSimd.Store(target + targetRows[5], sum50);
    }
}
