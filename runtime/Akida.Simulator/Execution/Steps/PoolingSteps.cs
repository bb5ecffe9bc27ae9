using System.Numerics;
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

    private void Pool<T>(T* source, T* target, int first, int end)
        where T : unmanaged, INumber<T>
    {
        int channels = input.Channels;
        for (int row = first; row < end; row++)
        {
            int top = Math.Max(rows.Start(row), 0),
                bottom = Math.Min(rows.Start(row) + rows.Kernel, rows.Length);
            for (int column = 0; column < columns.Outputs; column++)
            {
                int left = Math.Max(columns.Start(column), 0),
                    right = Math.Min(columns.Start(column) + columns.Kernel, columns.Length);
                T* result = target + output.At(row, column);
                int channel = 0;
                for (; channel + Vector256<T>.Count <= channels; channel += Vector256<T>.Count)
                {
                    Vector256<T> largest = Vector256.Load(source + input.At(top, left) + channel);
                    for (int y = top; y < bottom; y++)
                    {
                        T* cell = source + input.At(y, left) + channel;
                        for (int x = left; x < right; x++, cell += channels)
                        {
                            largest = Vector256.Max(largest, Vector256.Load(cell));
                        }
                    }

                    largest.Store(result + channel);
                }

                for (; channel + Vector128<T>.Count <= channels; channel += Vector128<T>.Count)
                {
                    Vector128<T> largest = Vector128.Load(source + input.At(top, left) + channel);
                    for (int y = top; y < bottom; y++)
                    {
                        T* cell = source + input.At(y, left) + channel;
                        for (int x = left; x < right; x++, cell += channels)
                        {
                            largest = Vector128.Max(largest, Vector128.Load(cell));
                        }
                    }

                    largest.Store(result + channel);
                }

                for (; channel < channels; channel++)
                {
                    T largest = source[input.At(top, left) + channel];
                    for (int y = top; y < bottom; y++)
                    {
                        for (int x = left; x < right; x++)
                        {
                            largest = T.Max(largest, source[input.At(y, x) + channel]);
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
        int* sums = (int*)arena.Pointer(output);
        new Span<int>(sums, output.StoredLength).Clear();
        for (int row = 0; row < input.Height; row++)
        {
            for (int column = 0; column < input.Width; column++)
            {
                Add(arena.Pointer(input), input.At(row, column), sums);
            }
        }
    }

    private void Add(byte* values, int start, int* sums)
    {
        int channel = 0;
        for (; channel + Vector256<int>.Count <= input.Channels; channel += Vector256<int>.Count)
        {
            (Vector256.Load(sums + channel) + WideLoad.Int32(values, input.Kind, start + channel)).Store(sums + channel);
        }

        for (; channel < input.Channels; channel++)
        {
            sums[channel] += (int)TensorReader.Value(values, input.Kind, start + channel);
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
        new Span<long>(totals, sums.StoredLength).Clear();
        for (int row = 0; row < input.Height; row++)
        {
            for (int column = 0; column < input.Width; column++)
            {
                Add(arena.Pointer(input), input.At(row, column), totals);
            }
        }

        for (int channel = 0; channel < maps.Length; channel++)
        {
            long value = maps[channel].Apply(totals[channel] * factors[channel]);
            TensorReader.Set(arena.Pointer(output), output.Kind, channel, value);
        }
    }

    private void Add(byte* values, int start, long* totals)
    {
        int channel = 0;
        for (; channel + Vector256<int>.Count <= input.Channels; channel += Vector256<int>.Count)
        {
            (Vector256<long> low, Vector256<long> high) = Vector256.Widen(WideLoad.Int32(values, input.Kind, start + channel));
            (Vector256.Load(totals + channel) + low).Store(totals + channel);
            (Vector256.Load(totals + channel + Vector256<long>.Count) + high).Store(totals + channel + Vector256<long>.Count);
        }

        for (; channel < input.Channels; channel++)
        {
            totals[channel] += TensorReader.Value(values, input.Kind, start + channel);
        }
    }
}
