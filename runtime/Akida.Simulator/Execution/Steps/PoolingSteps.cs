using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Akida.Integers;
using Akida.Simulator.Kernels;
using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution.Steps;

/// <summary>Max pooling; input and output have the same storage.</summary>
internal sealed unsafe class MaxPoolingStep(IntegerMaxPooling2D layer, PlannedTensor input, PlannedTensor output) : Step
{
    private readonly SlidingWindow rows = SlidingWindow.Rows(layer.InputShape, layer.PoolSize, layer.Strides, layer.Padding);
    private readonly SlidingWindow columns = SlidingWindow.Columns(layer.InputShape, layer.PoolSize, layer.Strides, layer.Padding);

    public override int Units => rows.Outputs;

    public override void Run(Arena arena, object? state, int first, int end)
    {
        if (input.Kind == StorageKind.UInt8)
        {
            Pool(arena.Pointer(input), arena.Pointer(output), first, end);
        }
        else if (input.Kind == StorageKind.Int8)
        {
            Pool((sbyte*)arena.Pointer(input), (sbyte*)arena.Pointer(output), first, end);
        }
        else if (input.Kind == StorageKind.Int16)
        {
            Pool(arena.Int16(input), arena.Int16(output), first, end);
        }
        else
        {
            Pool((int*)arena.Pointer(input), (int*)arena.Pointer(output), first, end);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pool<T>(T* source, T* target, int first, int end)
        where T : unmanaged, INumber<T>
    {
        int channels = input.Channels,
            down = input.At(1, 0) - input.At(0, 0);
        for (int row = first; row < end; row++)
        {
            int top = Math.Max(rows.Start(row), 0),
                height = Math.Min(rows.Start(row) + rows.Kernel, rows.Length) - top;
            T* start = source + input.At(top, 0),
                result = target + output.At(row, 0);
            for (int column = 0; column < columns.Outputs; column++, result += channels)
            {
                int left = Math.Max(columns.Start(column), 0),
                    width = Math.Min(columns.Start(column) + columns.Kernel, columns.Length) - left;
                T* corner = start + (left * channels);
                int channel = 0;
                for (; channel + Vector256<T>.Count <= channels; channel += Vector256<T>.Count)
                {
                    T* cells = corner + channel;
                    Vector256<T> largest = Vector256.Load(cells);
                    for (int y = 0; y < height; y++, cells += down)
                    {
                        T* cell = cells;
                        for (int x = 0; x < width; x++, cell += channels)
                        {
                            largest = Vector256.Max(largest, Vector256.Load(cell));
                        }
                    }

                    largest.Store(result + channel);
                }

                for (; channel + Vector128<T>.Count <= channels; channel += Vector128<T>.Count)
                {
                    T* cells = corner + channel;
                    Vector128<T> largest = Vector128.Load(cells);
                    for (int y = 0; y < height; y++, cells += down)
                    {
                        T* cell = cells;
                        for (int x = 0; x < width; x++, cell += channels)
                        {
                            largest = Vector128.Max(largest, Vector128.Load(cell));
                        }
                    }

                    largest.Store(result + channel);
                }

                for (; channel < channels; channel++)
                {
                    T* cells = corner + channel;
                    T largest = *cells;
                    for (int y = 0; y < height; y++, cells += down)
                    {
                        for (int x = 0; x < width; x++)
                        {
                            largest = T.Max(largest, cells[x * channels]);
                        }
                    }

                    result[channel] = largest;
                }
            }
        }
    }
}

/// <summary>The sum over height and width, in 32-bit integers that are known to hold it.</summary>
internal sealed unsafe class SpatialSumStep(PlannedTensor input, PlannedTensor output) : Step
{
    public override void Run(Arena arena, object? state, int first, int end)
    {
        Sum(arena.Pointer(input), (int*)arena.Pointer(output));
    }

    /// <summary>The sums stay in registers: some channels of all pixels come before the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sum(byte* values, int* sums)
    {
        (int height, int width, int channels) = (input.Height, input.Width, input.Channels);
        StorageKind kind = input.Kind;
        int channel = 0;
        for (; channel + Vector256<int>.Count <= channels; channel += Vector256<int>.Count)
        {
            Vector256<int> total = Vector256<int>.Zero;
            for (int row = 0; row < height; row++)
            {
                int at = input.At(row, 0) + channel;
                for (int column = 0; column < width; column++, at += channels)
                {
                    total += WideLoad.Int32(values, kind, at);
                }
            }

            total.Store(sums + channel);
        }

        for (; channel < channels; channel++)
        {
            int total = 0;
            for (int row = 0; row < height; row++)
            {
                int at = input.At(row, 0) + channel;
                for (int column = 0; column < width; column++, at += channels)
                {
                    total += (int)TensorReader.Value(values, kind, at);
                }
            }

            sums[channel] = total;
        }
    }
}

/// <summary>The sum over height and width, and the map of each channel, in 64-bit integers.</summary>
internal sealed unsafe class WideSpatialSumStep(
    PlannedTensor input,
    PlannedTensor sums,
    int[] factors,
    MonotoneMap[] maps,
    PlannedTensor output
) : Step
{
    public override void Run(Arena arena, object? state, int first, int end)
    {
        long* totals = (long*)arena.Pointer(sums);
        Sum(arena.Pointer(input), totals);
        for (int channel = 0; channel < maps.Length; channel++)
        {
            long value = maps[channel].Apply(totals[channel] * factors[channel]);
            TensorReader.Set(arena.Pointer(output), output.Kind, channel, value);
        }
    }

    /// <summary>The sums stay in registers: some channels of all pixels come before the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sum(byte* values, long* totals)
    {
        (int height, int width, int channels) = (input.Height, input.Width, input.Channels);
        StorageKind kind = input.Kind;
        int channel = 0;
        for (; channel + Vector256<int>.Count <= channels; channel += Vector256<int>.Count)
        {
            Vector256<long> low = Vector256<long>.Zero,
                high = low;
            for (int row = 0; row < height; row++)
            {
                int at = input.At(row, 0) + channel;
                for (int column = 0; column < width; column++, at += channels)
                {
                    (Vector256<long> left, Vector256<long> right) = Vector256.Widen(WideLoad.Int32(values, kind, at));
                    low += left;
                    high += right;
                }
            }

            low.Store(totals + channel);
            high.Store(totals + channel + Vector256<long>.Count);
        }

        for (; channel < channels; channel++)
        {
            long total = 0;
            for (int row = 0; row < height; row++)
            {
                int at = input.At(row, 0) + channel;
                for (int column = 0; column < width; column++, at += channels)
                {
                    total += TensorReader.Value(values, kind, at);
                }
            }

            totals[channel] = total;
        }
    }
}
