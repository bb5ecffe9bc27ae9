using System.Runtime.InteropServices;
using Akida.Graph;
using Akida.Integers;
using Akida.Kernels;
using Akida.Simulator.Kernels;
using Akida.Simulator.Planning;
using Akida.Simulator.Tests.Kernels.Assembled;

namespace Akida.Simulator.Tests.Kernels;

/// <summary>
/// One frame for every kernel of every format: random or extreme values in misaligned memory with guarded pages behind, against the plain
/// definition in 64 bits.
/// </summary>
internal static unsafe class KernelFrame
{
    private const byte Untouched = 0xA5;

    /// <summary>
    /// Ranges of inputs and weights whose sums 32 bits hold with their biases, the widest first. Of unsigned bytes 16 bits hold the sums of
    /// two products of 0, 1, 3, 9, 21 and 156 groups, of signed ones, which become larger, those of 0, 1, 10 and 78.
    /// </summary>
    private static readonly (long Input, long Weight)[] Ranges =
    [
        (short.MaxValue, 31),
        (255, 127),
        (128, 127),
        (255, 63),
        (128, 63),
        (255, 21),
        (255, 7),
        (127, 6),
        (15, 7),
    ];

    /// <summary>Checks a matrix product. False if the kernel takes no such problem.</summary>
    public static bool Check(GemmKernel kernel, int pixels, int segments, int length, int filters, StorageKind output, int seed)
    {
        Random random = new(seed);
        GemmProblem? problem = AnyOf(
            random,
            Ranges
                .Where(range => Fits(kernel.Format.Input, range.Input))
                .Select(range => new GemmProblem(
                    pixels,
                    segments,
                    length,
                    filters,
                    kernel.Format.Input,
                    range.Input,
                    StorageKind.Int8,
                    range.Weight
                ))
                .Where(problem => kernel.Cost(problem) is not null)
        );
        if (problem is null)
        {
            return false;
        }

        short[] weights = Weights(random, segments * length * filters, problem.WeightBound);
        int spread = random.Next(1, 40),
            last = ((pixels - 1) * spread) + ((segments - 1) * (length + 3)) + length;
        int[] starts = [.. Enumerable.Range(0, pixels).Select(pixel => pixel * spread)],
            offsets = [.. Enumerable.Range(0, segments).Select(segment => segment * (length + 3))];
        random.Shuffle(starts);
        int[] values = Inputs(random, Math.Max(last, 1), problem.Input, problem.InputBound);
        long[] sums = new long[pixels * filters],
            bounds = new long[filters];
        for (int i = 0; i < sums.Length; i++)
        {
            (int pixel, int filter) = (i / filters, i % filters);
            for (int k = 0; k < segments * length; k++)
            {
                sums[i] += (long)values[starts[pixel] + offsets[k / length] + (k % length)] * weights[(k * filters) + filter];
            }
        }

        for (int k = 0; k < weights.Length; k++)
        {
            bounds[k % filters] += Math.Abs(weights[k]) * problem.InputBound;
        }

        MonotoneMap[] maps = Maps(random, bounds, output);
        LoadedGemm product = kernel.Load(problem, weights, Planned(maps, bounds), output);
        using GuardedMemory input = Input(values, problem.Input);
        using GuardedMemory pixelTable = GuardedMemory.Of(starts);
        using GuardedMemory segmentTable = GuardedMemory.Of(offsets);
        Compare(
            random,
            kernel.Name,
            sums,
            maps,
            output,
            (target, targets) =>
            {
                GemmOperands operands = new()
                {
                    Input = input.Pointer,
                    Pixels = (int*)pixelTable.Pointer,
                    Segments = (int*)segmentTable.Pointer,
                    Output = target,
                    OutputPixels = targets,
                };
                foreach ((int first, int end) in Divided(product.Units, seed))
                {
                    product.Run(operands, first, end);
                }
            }
        );
        return true;
    }

    /// <summary>All units, half of the time in some parts, which come in any order.</summary>
    private static (int First, int End)[] Divided(int units, int seed)
    {
        Random random = new(seed);
        int[] cuts = [.. Enumerable.Range(0, seed % 2 == 0 ? 0 : 1 + random.Next(5)).Select(_ => random.Next(units + 1)).Order()];
        (int, int)[] parts = [.. cuts.Prepend(0).Zip(cuts.Append(units))];
        random.Shuffle(parts);
        return parts;
    }

    /// <summary>Checks depthwise sums. False if the kernel takes no such problem.</summary>
    public static bool Check(DepthwiseKernel kernel, DepthwiseWindow window, int rows, int channels, StorageKind output, int seed)
    {
        Random random = new(seed);
        int pixels = rows * window.Outputs,
            taps = window.Rows * window.Columns;
        DepthwiseProblem? problem = AnyOf(
            random,
            Ranges
                .Where(range => Fits(kernel.Format.Input, range.Input))
                .Select(range => new DepthwiseProblem(
                    pixels,
                    taps,
                    channels,
                    kernel.Format.Input,
                    range.Input,
                    StorageKind.Int8,
                    range.Weight,
                    window
                ))
                .Where(problem => kernel.Cost(problem) is not null)
        );
        if (problem is null)
        {
            return false;
        }

        short[] weights = Weights(random, taps * channels, problem.WeightBound);
        int width = ((window.Outputs - 1) * window.Step) + window.Columns + random.Next(3),
            height = (rows - 1) + window.Rows;
        int[] starts =

            [
                .. Enumerable
                    .Range(0, pixels)
                    .Select(pixel => ((pixel / window.Outputs * width) + (pixel % window.Outputs * window.Step)) * channels),
            ],
            offsets = [.. Enumerable.Range(0, taps).Select(tap => ((tap / window.Columns * width) + (tap % window.Columns)) * channels)];
        int[] values = Inputs(random, width * height * channels, problem.Input, problem.InputBound);
        long[] sums = new long[pixels * channels],
            bounds = new long[channels];
        for (int i = 0; i < sums.Length; i++)
        {
            for (int tap = 0; tap < taps; tap++)
            {
                sums[i] += (long)values[starts[i / channels] + offsets[tap] + (i % channels)] * weights[(tap * channels) + (i % channels)];
            }
        }

        for (int k = 0; k < weights.Length; k++)
        {
            bounds[k % channels] += Math.Abs(weights[k]) * problem.InputBound;
        }

        MonotoneMap[] maps = Maps(random, bounds, output);
        LoadedDepthwise loaded = kernel.Load(problem, weights, Planned(maps, bounds), output);
        using GuardedMemory input = Input(values, problem.Input);
        using GuardedMemory pixelTable = GuardedMemory.Of(starts);
        using GuardedMemory tapTable = GuardedMemory.Of(taps % 2 == 0 ? offsets : [.. offsets, offsets[^1]]);
        Compare(
            random,
            kernel.Name,
            sums,
            maps,
            output,
            (target, targets) =>
            {
                DepthwiseOperands operands = new()
                {
                    Input = input.Pointer,
                    Pixels = (int*)pixelTable.Pointer,
                    Taps = (int*)tapTable.Pointer,
                    Output = target,
                    OutputPixels = targets,
                };
                foreach ((int first, int end) in Divided(loaded.Units, seed))
                {
                    loaded.Run(operands, first, end);
                }
            }
        );
        return true;
    }

    /// <summary>Checks sums of one tensor or two.</summary>
    public static void Check(
        ElementwiseKernel kernel,
        int pixels,
        int channels,
        StorageKind left,
        StorageKind? right,
        StorageKind output,
        int seed
    )
    {
        Random random = new(seed);
        ElementwiseProblem problem = new(pixels, channels, left, right);
        int[] leftFactors = Factors(random, channels),
            rightFactors = right is null ? leftFactors : Factors(random, channels),
            leftValues = Inputs(random, pixels * channels, left, BoundOf(left)),
            rightValues = right is { } kind ? Inputs(random, pixels * channels, kind, BoundOf(kind)) : [];
        long[] sums =

            [
                .. leftValues.Select(
                    (value, i) =>
                        ((long)value * leftFactors[i % channels]) + (right is null ? 0 : (long)rightValues[i] * rightFactors[i % channels])
                ),
            ],
            bounds =

            [
                .. Enumerable
                    .Range(0, channels)
                    .Select(channel =>
                        (BoundOf(left) * leftFactors[channel]) + (right is { } kind ? BoundOf(kind) * rightFactors[channel] : 0)
                    ),
            ];
        MonotoneMap[] maps = Maps(random, bounds, output);
        LoadedElementwise loaded = kernel.Load(
            problem,
            PinnedBuffer.Of<int>(Pad(leftFactors)),
            PinnedBuffer.Of<int>(Pad(rightFactors)),
            Planned(maps, bounds),
            output
        );
        using GuardedMemory leftInput = Input(leftValues, left);
        using GuardedMemory rightInput = Input(rightValues, right ?? left);
        Compare(
            random,
            $"{kernel.Name} of {left} and {right}",
            sums,
            maps,
            output,
            (target, _) =>
                loaded.Run(
                    new ElementwiseOperands
                    {
                        Left = leftInput.Pointer,
                        Right = right is null ? null : rightInput.Pointer,
                        Output = target,
                        PixelCount = pixels,
                    }
                ),
            inOrder: true
        );
    }

    private static long BoundOf(StorageKind input) =>
        input switch
        {
            StorageKind.UInt8 => byte.MaxValue,
            StorageKind.Int8 => -sbyte.MinValue,
            StorageKind.Int16 => short.MaxValue,
            _ => 1 << 20,
        };

    private static int[] Factors(Random random, int channels)
    {
        int most = random.Next(2) == 0 ? 0 : 5;
        return [.. Enumerable.Range(0, channels).Select(_ => 1 << random.Next(most + 1))];
    }

    private static int[] Pad(int[] factors) => [.. factors, .. new int[ChannelMaps.Padded(factors.Length) - factors.Length]];

    private delegate void Kernel(void* output, int* outputPixels);

    /// <summary>Runs a kernel into places in any order with gaps between, and looks at every byte.</summary>
    private static void Compare(
        Random random,
        string name,
        long[] sums,
        MonotoneMap[] maps,
        StorageKind output,
        Kernel run,
        bool inOrder = false
    )
    {
        int channels = maps.Length,
            pixels = sums.Length / channels,
            pitch = channels + (inOrder ? 0 : random.Next(3));
        int[] targets = [.. Enumerable.Range(0, pixels).Select(pixel => pixel * pitch)];
        random.Shuffle(inOrder ? [] : targets);
        int length = ((pixels - 1) * pitch) + channels;
        using GuardedMemory target = new(length * output.Size());
        using GuardedMemory targetTable = GuardedMemory.Of(targets);
        byte[] expected = new byte[length * output.Size()];
        Array.Fill(expected, Untouched);
        expected.CopyTo(new Span<byte>(target.Pointer, expected.Length));
        for (int i = 0; i < sums.Length; i++)
        {
            Set(expected, output, targets[i / channels] + (i % channels), maps[i % channels].Apply(sums[i]));
        }

        run(target.Pointer, (int*)targetTable.Pointer);

        int at = expected.AsSpan().CommonPrefixLength(new ReadOnlySpan<byte>(target.Pointer, expected.Length));
        Assert.True(at == expected.Length, $"{name}, {pixels} pixels, {channels} channels to {output}: byte {at} of {expected.Length}");
    }

    /// <summary>Half of the time the first, the widest, of the problems that a kernel takes; null if there are none.</summary>
    private static TProblem? AnyOf<TProblem>(Random random, IEnumerable<TProblem> taken)
        where TProblem : KernelProblem
    {
        TProblem[] problems = [.. taken];
        return problems.Length == 0 ? null : problems[random.Next(2) == 0 ? 0 : random.Next(problems.Length)];
    }

    private static bool Fits(StorageKind input, long bound) =>
        input switch
        {
            StorageKind.UInt8 => bound <= byte.MaxValue,
            StorageKind.Int8 => bound <= -sbyte.MinValue,
            _ => true,
        };

    /// <summary>Random values, all as large as can be, or all as small.</summary>
    private static int[] Values(Random random, int count, long low, long high)
    {
        int kind = random.Next(4);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ =>
                    kind switch
                    {
                        0 => (int)low,
                        1 => (int)high,
                        2 => (int)(random.Next(2) == 0 ? low : high),
                        _ => random.Next((int)low, (int)high + 1),
                    }
                ),
        ];
    }

    private static short[] Weights(Random random, int count, long bound) =>
        Array.ConvertAll(Values(random, count, -bound, bound), value => (short)value);

    private static int[] Inputs(Random random, int count, StorageKind kind, long bound) =>
        Values(random, count, kind == StorageKind.UInt8 ? 0 : -bound, kind == StorageKind.Int8 ? Math.Min(bound, sbyte.MaxValue) : bound);

    /// <summary>Values as they are stored, with the slack behind that kernels may read, at no multiple of anything.</summary>
    private static GuardedMemory Input(int[] values, StorageKind kind)
    {
        byte[] bytes = new byte[(values.Length * kind.Size()) + PinnedBuffer.Alignment];
        Array.Fill(bytes, Untouched);
        for (int i = 0; i < values.Length; i++)
        {
            Set(bytes, kind, i, values[i]);
        }

        return GuardedMemory.Of(bytes);
    }

    private static void Set(byte[] bytes, StorageKind kind, int index, long value)
    {
        switch (kind)
        {
            case StorageKind.UInt8:
                bytes[index] = checked((byte)value);
                break;
            case StorageKind.Int8:
                bytes[index] = unchecked((byte)checked((sbyte)value));
                break;
            case StorageKind.Int16:
                MemoryMarshal.Cast<byte, short>(bytes.AsSpan())[index] = checked((short)value);
                break;
            default:
                MemoryMarshal.Cast<byte, int>(bytes.AsSpan())[index] = checked((int)value);
                break;
        }
    }

    /// <summary>Maps such as layers have them; with scales, if 32 bits hold the scaled sums.</summary>
    private static MonotoneMap[] Maps(Random random, long[] bounds, StorageKind output)
    {
        MonotoneMap[] maps = Maps(random, bounds, output, withScales: random.Next(3) > 0);
        return maps.Zip(bounds, (map, bound) => map.ToChannelMap(bound)).Contains(null)
            ? Maps(random, bounds, output, withScales: false)
            : maps;
    }

    /// <summary>Maps to what fits the output.</summary>
    private static MonotoneMap[] Maps(Random random, long[] bounds, StorageKind output, bool withScales)
    {
        int bits = output switch
        {
            StorageKind.UInt8 or StorageKind.Int8 => random.Next(3) == 0 ? random.Next(1, 8) : 8,
            StorageKind.Int16 => random.Next(9, 17),
            _ => 32,
        };
        int[] shifts = [.. bounds.Select(bound => Math.Min(bits - 9 - (int)Math.Log2(bound + 1) - random.Next(3), 0))];
        Requantization? requantization =
            output == StorageKind.Int32 && random.Next(2) == 0
                ? null
                : new Requantization(
                    bits,
                    output != StorageKind.UInt8,
                    8,
                    32,
                    withScales ? [.. bounds.Select(_ => random.Next(100, 256))] : [],
                    [.. shifts.Select(shift => withScales ? shift : Math.Min(shift + 8, 0))]
                );
        IntegerReLU relu = new("relu", ["sums"], new ValueFormat(new TensorShape(bounds.Length), bits, [0]))
        {
            BufferValueBits = 32,
            MaxValue = null,
        };
        return
        [
            .. bounds.Select(
                (bound, channel) =>
                    new MonotoneMap
                    {
                        BufferValueBits = 30,
                        Channel = channel,
                        Bias = random.Next(5) == 0 ? 0 : random.NextInt64(-bound - 1000, bound + 1000) / random.Next(1, 20),
                        ReLU = output == StorageKind.UInt8 || random.Next(3) == 0 ? relu : null,
                        Requantization = requantization,
                    }
            ),
        ];
    }

    private static ChannelMaps Planned(MonotoneMap[] maps, long[] bounds) =>
        new([
            .. maps.Zip(
                bounds,
                (map, bound) => map.ToChannelMap(bound) ?? throw new InvalidOperationException($"{map} leaves 32 bits with {bound}")
            ),
        ]);
}
