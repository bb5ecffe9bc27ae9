using System.Runtime.CompilerServices;

namespace Akida.Simulator.Kernels.Assembled;

/// <summary>
/// The matrix product as code that is assembled when a model is loaded, with the sizes of the problem in it. Sums stay in registers until
/// they are stored as outputs.
/// </summary>
internal sealed class AssembledGemm : GemmKernel
{
    // What cost is counted in.
    private const int Filters = 16;

    // A flush adds 16-bit sums to 32-bit ones by two instructions, but saves an addition.
    private const double FlushCost = 1;

    private readonly VectorSet set;
    private readonly GemmKernel fallback;
    private readonly CodeCache<EquatableArray<GemmFunction>> codes;

    /// <summary>A product of bytes, or of 16-bit integers.</summary>
    /// <param name="set">What code is assembled for.</param>
    /// <param name="machine">What runs the code.</param>
    /// <param name="input">How the input is stored.</param>
    /// <param name="fallback">What computes where the machine refuses code.</param>
    /// <param name="convention">How the code is called.</param>
    public AssembledGemm(VectorSet set, CodeMachine machine, StorageKind input, GemmKernel fallback, CallConvention convention)
        : base(set.KernelName, FormatOf(set, input))
    {
        this.set = set;
        this.fallback = fallback;
        codes = new(machine, functions => GemmWriter.Assemble(set, functions, convention));
    }

    /// <inheritdoc/>
    /// <remarks>Smaller tiles cost more loads, not more products.</remarks>
    public override double? Cost(GemmProblem problem) =>
        Reads(problem) && (!HasPairs || ExactGroups(problem) > 0)
            ? KernelCost.Gemm(problem, Format, KernelCost.Assembled * Filters / set.Sums * ProductCost(problem))
            : null;

    /// <inheritdoc/>
    public override LoadedGemm Load(GemmProblem problem, ReadOnlySpan<short> weights, ChannelMaps maps, StorageKind output)
    {
        MapFields fields = MapFieldsOf.Of(maps, WeightBounds.OfSums(weights, problem.Filters, problem.InputBound), output);
        GemmFunction any = new(
            Format.Input,
            problem.Segments,
            Format.Groups(problem.Length),
            problem.Pixels,
            problem.Filters,
            PairGroups(problem),
            output,
            fields
        );
        GemmFunction Function(GemmBlock block, int rows) => any with { Rows = rows, Filters = block.Filters };
        GemmBlock[] blocks = [.. GemmBlock.Of(set, problem.Filters, problem.Pixels, any.IsFlushed)];
        GemmFunction[] functions =
        [
            .. blocks.SelectMany(block => block.Tiling.Parts.Select(part => Function(block, part.Rows))).Distinct(),
        ];
        if (codes.Get(new(functions)) is not { } code)
        {
            return fallback.Load(problem, weights, maps, output);
        }

        LoadedBlock[] loaded = new LoadedBlock[blocks.Length];
        for (int i = 0; i < loaded.Length; i++)
        {
            GemmBlock block = blocks[i];
            loaded[i] = new LoadedBlock(
                block,
                Pack(problem, weights, maps, fields, output, block),
                [.. block.Tiling.Parts.Select(part => Array.IndexOf(functions, Function(block, part.Rows)))]
            );
        }

        return new AssembledProduct(code, problem, output, loaded, (byte)Offset(problem));
    }

    /// <summary>Whether sums of two products are added in 16 bits, for want of an instruction that adds four in 32.</summary>
    private bool HasPairs => Format.Weights == StorageKind.Int8 && !set.HasDotProducts;

    /// <summary>What is added to signed bytes.</summary>
    private int Offset(GemmProblem problem) =>
        Format.Input != StorageKind.Int8 ? 0
        : HasPairs ? (int)problem.InputBound
        : -sbyte.MinValue;

    /// <summary>The groups whose sums of two products 16 bits hold, of inputs as they are multiplied.</summary>
    private int ExactGroups(GemmProblem problem) => (problem with { InputBound = problem.InputBound + Offset(problem) }).ExactGroups;

    private int RowGroups(GemmProblem problem) => problem.Segments * Format.Groups(problem.Length);

    /// <summary>
    /// As many groups as 16 bits hold the sums of two products of, but no more than a row has; 0 where there are no such sums.
    /// </summary>
    private int PairGroups(GemmProblem problem) => HasPairs ? Math.Min(ExactGroups(problem), RowGroups(problem)) : 0;

    /// <summary>Instructions that multiply the values of a group and add the products, flushes included.</summary>
    private double ProductCost(GemmProblem problem)
    {
        if (!HasPairs)
        {
            return set.ProductInstructions;
        }

        int exactGroups = ExactGroups(problem);
        return set.ProductInstructions
            + (RowGroups(problem) > exactGroups ? FlushCost / exactGroups : 0)
            + (Offset(problem) == 0 ? 0 : 1.0 / set.MostVectors);
    }

    private static KernelFormat FormatOf(VectorSet set, StorageKind input) =>
        input != StorageKind.Int16
            ? new(GemmWriter.MostRows(set, set.MostVectors), Filters, 4, input, StorageKind.Int8)
            : new(GemmWriter.MostRows(set, set.MostVectors), Filters, 2, StorageKind.Int16, StorageKind.Int16);

    /// <summary>The biases and parts of the maps of a block's filters, then its weights.</summary>
    private unsafe PinnedBuffer Pack(
        GemmProblem problem,
        ReadOnlySpan<short> weights,
        ChannelMaps maps,
        MapFields fields,
        StorageKind output,
        GemmBlock block
    )
    {
        int vectors = set.Vectors(block.Filters),
            sums = vectors * set.Sums,
            groups = Format.Groups(problem.Length),
            groupBytes = sums * sizeof(int);
        byte[] order = SumOrder.ForPacking(set, vectors, output);
        PinnedBuffer packed = new((long)groupBytes * (fields.Vectors() + ((long)problem.Segments * groups)));
        fields.Pack(maps, block.First, order, block.Filters, (int*)packed.Pointer);
        int* group = (int*)packed.Pointer + ((long)sums * fields.Vectors());
        for (int segment = 0; segment < problem.Segments; segment++)
        {
            for (int first = 0; first < problem.Length; first += Format.Values, group += sums)
            {
                int rows = Math.Min(Format.Values, problem.Length - first),
                    start = (((segment * problem.Length) + first) * problem.Filters) + block.First;
                ReadOnlySpan<short> values = weights.Slice(start, ((rows - 1) * problem.Filters) + block.Filters);
                if (Format.Weights == StorageKind.Int8)
                {
                    PackBytes(values, problem.Filters, rows, order, block.Filters, group);
                }
                else
                {
                    PackWords(values, problem.Filters, rows, order, block.Filters, group);
                }
            }
        }

        if (Format.Input == StorageKind.Int8)
        {
            ShiftBiases(problem, weights, block, order, Offset(problem), (int*)packed.Pointer);
        }

        return packed;
    }

    /// <summary>Puts up to four rows of weights beside each other, filters in the order of their sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void PackBytes(ReadOnlySpan<short> weights, int pitch, int rows, byte[] order, int filters, int* target)
    {
        for (int sum = 0; sum < order.Length; sum++)
        {
            int filter = order[sum];
            if (filter >= filters)
            {
                continue;
            }

            uint together = (byte)weights[filter];
            for (int row = 1; row < rows; row++)
            {
                together |= (uint)(byte)weights[(row * pitch) + filter] << (8 * row);
            }

            target[sum] = (int)together;
        }
    }

    /// <summary>The same with two rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void PackWords(ReadOnlySpan<short> weights, int pitch, int rows, byte[] order, int filters, int* target)
    {
        for (int sum = 0; sum < order.Length; sum++)
        {
            int filter = order[sum];
            if (filter < filters)
            {
                uint second = rows > 1 ? (ushort)weights[pitch + filter] : 0u;
                target[sum] = (int)((ushort)weights[filter] | (second << 16));
            }
        }
    }

    /// <summary>Takes from the biases what an offset of each input adds to the sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void ShiftBiases(
        GemmProblem problem,
        ReadOnlySpan<short> weights,
        GemmBlock block,
        byte[] order,
        int offset,
        int* biases
    )
    {
        int[] totals = new int[block.Filters];
        for (int row = block.First; row < weights.Length; row += problem.Filters)
        {
            ReadOnlySpan<short> filters = weights.Slice(row, block.Filters);
            for (int filter = 0; filter < filters.Length && filter < totals.Length; filter++)
            {
                totals[filter] += filters[filter];
            }
        }

        for (int sum = 0; sum < order.Length; sum++)
        {
            if (order[sum] < totals.Length)
            {
                biases[sum] = unchecked(biases[sum] - (offset * totals[order[sum]]));
            }
        }
    }
}

/// <summary>Filters that are computed together.</summary>
/// <param name="First">The first filter.</param>
/// <param name="Filters">How many.</param>
/// <param name="Tiling">How the pixels are divided.</param>
internal sealed record GemmBlock(int First, int Filters, Tiling Tiling)
{
    /// <summary>The blocks of some filters; tiles are smaller where 16-bit sums are flushed.</summary>
    public static IEnumerable<GemmBlock> Of(VectorSet set, int filters, int pixels, bool isFlushed)
    {
        for (int first = 0; first < filters; first += set.Block)
        {
            int block = Math.Min(set.Block, filters - first);
            yield return new GemmBlock(first, block, Tiling.Of(pixels, GemmWriter.MostRows(set, set.Vectors(block), isFlushed)));
        }
    }
}

/// <summary>How pixels are divided into tiles: into as few as can be, which are as equal as can be.</summary>
/// <param name="Parts">Tiles of the same size; one part or two.</param>
internal sealed record Tiling(EquatableArray<TilingPart> Parts)
{
    /// <summary>The tiles of some pixels.</summary>
    public static Tiling Of(int pixels, int most)
    {
        int tiles = (pixels + most - 1) / most,
            larger = pixels % Math.Max(tiles, 1);
        TilingPart[] parts = [new(larger, (pixels / Math.Max(tiles, 1)) + 1), new(tiles - larger, pixels / Math.Max(tiles, 1))];
        return new Tiling(parts.Where(part => part.Tiles > 0).ToEquatableArray());
    }
}

/// <summary>Tiles of one size.</summary>
/// <param name="Tiles">How many tiles.</param>
/// <param name="Rows">Pixels of each.</param>
internal readonly record struct TilingPart(int Tiles, int Rows);
