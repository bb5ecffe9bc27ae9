using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Akida.Simulator.Kernels.Assembled;

/// <summary>A function that computes tiles of a matrix product: so many pixels by one block of filters.</summary>
/// <param name="Input">How the input is stored: as bytes, four to a group, or as 16-bit integers, two to a group.</param>
/// <param name="Segments">Segments of a row.</param>
/// <param name="Groups">Groups in a segment.</param>
/// <param name="Rows">Pixels of a tile.</param>
/// <param name="Filters">Filters of the block, at most <see cref="VectorSet.Block"/>.</param>
/// <param name="PairGroups">
/// So many groups' sums of two products are added in 16 bits before they are added to 32-bit sums; 0 where products are added to those.
/// </param>
/// <param name="Output">How the output is stored.</param>
/// <param name="Fields">The parts of the maps.</param>
internal sealed record GemmFunction(
    StorageKind Input,
    int Segments,
    int Groups,
    int Rows,
    int Filters,
    int PairGroups,
    StorageKind Output,
    MapFields Fields
)
{
    /// <summary>Whether products of bytes are added.</summary>
    public bool IsBytes => Input != StorageKind.Int16;

    /// <summary>Whether inputs are made unsigned by adding an offset, 128 or less: the biases make up for it.</summary>
    public bool IsShifted => Input == StorageKind.Int8;

    /// <summary>Whether 16 bits hold the sums of a whole row: they become 32-bit sums in the end.</summary>
    public bool IsPaired => PairGroups > 0 && PairGroups >= Segments * Groups;

    /// <summary>Whether sums in 16 bits are added to 32-bit sums again and again.</summary>
    public bool IsFlushed => PairGroups > 0 && !IsPaired;
}

/// <summary>What such a function is called with; the pointers to pixels are moved on.</summary>
internal unsafe struct GemmCall
{
    public void* Input;
    public int* Pixels;
    public int* OutputPixels;

    /// <summary>How many tiles, at least one.</summary>
    public long Tiles;
    public int* Segments;
    public int* SegmentsEnd;

    /// <summary>Biases and parts of the maps, then the weights, <c>[segment][group][sum][value]</c>.</summary>
    public byte* Block;

    /// <summary>The output of the block's first filter.</summary>
    public void* Output;

    /// <summary>A 1 in both halves: what the sum of two 16-bit integers is a product with.</summary>
    public int Ones = 0x0001_0001;

    /// <summary>What is added to signed bytes where their products are added in 16 bits.</summary>
    public fixed byte Offsets[OffsetBytes];

    /// <summary>A register full.</summary>
    public const int OffsetBytes = 32;

    public GemmCall() { }
}

/// <summary>
/// Writes functions that compute tiles of a matrix product: products of bytes or of 16-bit integers, added to 32-bit sums.
/// </summary>
internal static class GemmWriter
{
    private const int GroupBytes = 4;
    private const int Unroll = 4;

    // So many groups a loop has at most where 16-bit sums are flushed at its end.
    private const int MostFlushedUnroll = 16;

    // So long a row is written out.
    private const int MostStraightGroups = 24;

    // Enough sums that each waits for itself no longer than the instruction takes.
    private const int FewSums = 8;

    private const int InputAt = 0,
        PixelsAt = 8,
        OutputPixelsAt = 16,
        TilesAt = 24,
        SegmentsAt = 32,
        SegmentsEndAt = 40,
        BlockAt = 48,
        OutputAt = 56,
        OnesAt = 64,
        OffsetsAt = 68;

    private static readonly AssemblerRegister64 Index = rax,
        Count = rcx,
        Weights = rdx,
        Segment = rsi;

    /// <summary>The most pixels of a tile with so many vectors of sums; half of them where there are 16-bit sums besides.</summary>
    public static int MostRows(VectorSet set, int vectors, bool isFlushed) => MostRows(set, vectors) / (isFlushed ? 2 : 1);

    /// <summary>The most pixels of a tile with so many vectors of sums.</summary>
    public static int MostRows(VectorSet set, int vectors) =>
        (set.IsWide, vectors) switch
        {
            (false, _) or (true, 4) => 6,
            (true, 3) => 8,
            _ => 10,
        };

    /// <summary>The code of some functions.</summary>
    public static MachineCode Assemble(VectorSet set, IEnumerable<GemmFunction> functions, CallConvention convention)
    {
        FunctionWriter writer = new(convention);
        VectorCode vectors = new(writer.Code, set);
        foreach (GemmFunction function in functions)
        {
            Write(writer, vectors, function);
        }

        return writer.Finish();
    }

    private static void Write(FunctionWriter writer, VectorCode code, GemmFunction function)
    {
        Assembler scalars = writer.Code;
        VectorRegister[] registers = code.Registers;
        int vectors = code.Set.Vectors(function.Filters),
            sums = function.Rows * vectors;
        int sets =
            sums * 4 <= FewSums * 2 ? 4
            : sums <= FewSums ? 2
            : 1;
        sets = function.PairGroups > 0 ? 1 : Math.Clamp(function.Segments * function.Groups, 1, sets);
        while ((sums * sets) + vectors + 2 > registers.Length)
        {
            sets /= 2;
        }

        int used = sums * (function.IsFlushed ? 2 : sets);
        Tile tile = new(
            scalars,
            code,
            function,
            [.. Enumerable.Range(0, sets).Select(set => Rows(registers, set * sums, function.Rows, vectors))],
            Rows(registers, function.IsFlushed ? sums : 0, function.Rows, vectors),
            registers[used..(used + vectors)],
            registers[(used + vectors)..^1]
        );
        MapWriter maps = new(code, vectors, function.Fields);
        StoreWriter stores = StoreWriter.Create(
            writer,
            code,
            new(function.Filters, vectors, function.Output, SumArrangement.ForPacking, !function.Fields.HasFlag(MapFields.OutLow))
        );

        writer.Begin();
        stores.Prepare();
        if (function.IsShifted && function.PairGroups == 0)
        {
            code.SetSignBits(registers[^1]);
        }

        Label next = scalars.CreateLabel();
        scalars.Label(ref next);
        tile.FindRows();
        scalars.mov(Weights, __qword_ptr[FunctionWriter.Argument + BlockAt]);
        if (function.IsPaired)
        {
            tile.ClearPairs();
        }
        else
        {
            tile.Clear(maps, Weights);
        }

        tile.Multiply(maps.Bytes);
        tile.AddSets();
        VectorRegister[] free = registers[sums..^1];
        scalars.mov(Weights, __qword_ptr[FunctionWriter.Argument + BlockAt]);
        if (function.IsPaired)
        {
            tile.Widen(maps, Weights);
        }

        maps.Map(tile.Sums, free, Weights);
        tile.Store(stores, free);
        scalars.dec(__qword_ptr[FunctionWriter.Argument + TilesAt]);
        scalars.jnz(next);
        writer.End();
    }

    private static VectorRegister[][] Rows(VectorRegister[] registers, int first, int rows, int vectors) =>
        [.. Enumerable.Range(0, rows).Select(row => registers.AsSpan(first + (row * vectors), vectors).ToArray())];

    /// <summary>The parts of a tile's code.</summary>
    /// <param name="scalars">Where instructions on other registers are written to.</param>
    /// <param name="code">The vectors' instructions.</param>
    /// <param name="function">The function.</param>
    /// <param name="sets">Sets of sums that are added in the end: groups go to one after the other.</param>
    /// <param name="pairs">16-bit sums, if there are any; where a whole row fits them, in the registers of the 32-bit ones.</param>
    /// <param name="weights">Registers for weights.</param>
    /// <param name="inputs">Registers for inputs.</param>
    private sealed class Tile(
        Assembler scalars,
        VectorCode code,
        GemmFunction function,
        VectorRegister[][][] sets,
        VectorRegister[][] pairs,
        VectorRegister[] weights,
        VectorRegister[] inputs
    )
    {
        private readonly AssemblerRegister64[] rows = FunctionWriter.Rows[..function.Rows];
        private readonly int vectors = weights.Length,
            vectorBytes = code.Set.Bytes;

        // Sign bits, or products before they are added.
        private readonly VectorRegister last = code.Registers[^1];

        private readonly bool isStraight = function.Segments * function.Groups <= MostStraightGroups;

        private int step;

        // Groups whose products are in the 16-bit sums; none: what is in their registers means nothing.
        private int held;

        public VectorRegister[][] Sums => sets[0];

        /// <summary>Has the row registers point to the tile's pixels.</summary>
        public void FindRows()
        {
            scalars.mov(Index, __qword_ptr[FunctionWriter.Argument + PixelsAt]);
            scalars.mov(Count, __qword_ptr[FunctionWriter.Argument + InputAt]);
            for (int row = 0; row < rows.Length; row++)
            {
                scalars.movsxd(rows[row], __dword_ptr[Index + (row * sizeof(int))]);
                scalars.lea(rows[row], function.IsBytes ? __[Count + rows[row]] : __[Count + (rows[row] * 2)]);
            }

            scalars.add(Index, rows.Length * sizeof(int));
            scalars.mov(__qword_ptr[FunctionWriter.Argument + PixelsAt], Index);
        }

        /// <summary>Begins the sums with the biases.</summary>
        public void Clear(MapWriter maps, AssemblerRegister64 block)
        {
            for (int vector = 0; vector < vectors; vector++)
            {
                for (int row = 0; row < rows.Length; row++)
                {
                    if (row == 0)
                    {
                        code.Load(Sums[0][vector], maps.Bias(block, vector));
                    }
                    else
                    {
                        code.Copy(Sums[row][vector], Sums[0][vector]);
                    }
                }
            }

            foreach (VectorRegister sum in sets.Skip(1).SelectMany(set => set).SelectMany(row => row))
            {
                code.Clear(sum);
            }
        }

        /// <summary>Begins 16-bit sums with 0, where not the first products do it.</summary>
        public void ClearPairs()
        {
            if (isStraight)
            {
                return;
            }

            held = 1;
            foreach (VectorRegister sum in pairs.SelectMany(row => row))
            {
                code.Clear(sum);
            }
        }

        /// <summary>Makes 16-bit sums 32-bit ones and adds the biases.</summary>
        public void Widen(MapWriter maps, AssemblerRegister64 block)
        {
            VectorRegister ones = LoadOnes();
            for (int vector = 0; vector < vectors; vector++)
            {
                code.Load(weights[vector], maps.Bias(block, vector));
                foreach (VectorRegister[] row in Sums)
                {
                    code.MultiplyWords(row[vector], row[vector], ones);
                    code.Add(row[vector], row[vector], weights[vector]);
                }
            }
        }

        /// <summary>Adds 16-bit sums, if there are any, to the 32-bit ones.</summary>
        private void Flush()
        {
            if (!function.IsFlushed || held == 0)
            {
                return;
            }

            held = 0;
            VectorRegister ones = LoadOnes();
            for (int row = 0; row < rows.Length; row++)
            {
                for (int vector = 0; vector < vectors; vector++)
                {
                    code.MultiplyWords(pairs[row][vector], pairs[row][vector], ones);
                    code.Add(Sums[row][vector], Sums[row][vector], pairs[row][vector]);
                }
            }
        }

        private VectorRegister LoadOnes()
        {
            code.Broadcast(inputs[0], __dword_ptr[FunctionWriter.Argument + OnesAt]);
            return inputs[0];
        }

        /// <summary>Adds all products.</summary>
        /// <param name="ahead">Bytes between the block's beginning and its weights.</param>
        public void Multiply(int ahead)
        {
            if (isStraight)
            {
                scalars.mov(Segment, __qword_ptr[FunctionWriter.Argument + SegmentsAt]);
                for (int segment = 0; segment < function.Segments; segment++)
                {
                    LoadIndex(segment * sizeof(int));
                    Groups(function.Groups, ahead + (segment * function.Groups * vectors * vectorBytes));
                }

                Flush();
                return;
            }

            scalars.add(Weights, ahead);
            scalars.mov(Segment, __qword_ptr[FunctionWriter.Argument + SegmentsAt]);
            Label next = scalars.CreateLabel();
            if (function.Segments > 1)
            {
                scalars.Label(ref next);
            }

            LoadIndex(0);
            int unroll = UnrolledGroups(),
                loops = function.Groups / unroll,
                rest = function.Groups;
            if (loops > 1)
            {
                rest = function.Groups % unroll;
                scalars.mov(ecx, loops);
                Label again = scalars.CreateLabel();
                scalars.Label(ref again);
                Groups(unroll, 0);
                Flush();
                scalars.add(Index, unroll * GroupBytes);
                scalars.add(Weights, unroll * vectors * vectorBytes);
                scalars.dec(ecx);
                scalars.jnz(again);
            }

            Groups(rest, 0);
            Flush();
            if (function.Segments > 1)
            {
                scalars.add(Weights, rest * vectors * vectorBytes);
                scalars.add(Segment, sizeof(int));
                scalars.cmp(Segment, __qword_ptr[FunctionWriter.Argument + SegmentsEndAt]);
                scalars.jne(next);
            }
        }

        /// <summary>The groups of a loop: where 16-bit sums are flushed, as many as they hold, or some times so many.</summary>
        private int UnrolledGroups() =>
            function.IsFlushed ? Math.Min(Math.Max(Unroll / function.PairGroups, 1) * function.PairGroups, MostFlushedUnroll) : Unroll;

        /// <summary>Adds the sets of sums.</summary>
        public void AddSets()
        {
            for (int set = 1; set < sets.Length; set++)
            {
                for (int row = 0; row < rows.Length; row++)
                {
                    for (int vector = 0; vector < vectors; vector++)
                    {
                        code.Add(Sums[row][vector], Sums[row][vector], sets[set][row][vector]);
                    }
                }
            }
        }

        /// <summary>Stores the mapped sums.</summary>
        public void Store(StoreWriter stores, ReadOnlySpan<VectorRegister> free)
        {
            int size = function.Output.Size();
            scalars.mov(Index, __qword_ptr[FunctionWriter.Argument + OutputPixelsAt]);
            scalars.mov(Count, __qword_ptr[FunctionWriter.Argument + OutputAt]);
            for (int row = 0; row < rows.Length; row++)
            {
                scalars.movsxd(rows[row], __dword_ptr[Index + (row * sizeof(int))]);
                scalars.lea(rows[row], size == 1 ? __[Count + rows[row]] : __[Count + (rows[row] * size)]);
                stores.Store(Sums[row], free, rows[row]);
            }

            scalars.add(Index, rows.Length * sizeof(int));
            scalars.mov(__qword_ptr[FunctionWriter.Argument + OutputPixelsAt], Index);
        }

        /// <summary>The segment's offset in bytes.</summary>
        private void LoadIndex(int offset)
        {
            scalars.movsxd(Index, __dword_ptr[Segment + offset]);
            if (!function.IsBytes)
            {
                scalars.add(Index, Index);
            }
        }

        private void Groups(int count, int weightsAt)
        {
            for (int group = 0; group < count; group++, step++)
            {
                Group(
                    function.PairGroups > 0 ? pairs : sets[step % sets.Length],
                    group * GroupBytes,
                    weightsAt + (group * vectors * vectorBytes)
                );
                if (++held == function.PairGroups)
                {
                    Flush();
                }
            }
        }

        private void Group(VectorRegister[][] sums, int inputAt, int weightsAt)
        {
            if (rows.Length == 1)
            {
                // The weights are used once: they need no register.
                Load(inputs[step % inputs.Length], rows[0], inputAt);
                for (int vector = 0; vector < vectors; vector++)
                {
                    AddProducts(sums[0][vector], inputs[step % inputs.Length], __[Weights + (weightsAt + (vector * vectorBytes))]);
                }

                return;
            }

            for (int vector = 0; vector < vectors; vector++)
            {
                code.Load(weights[vector], __[Weights + (weightsAt + (vector * vectorBytes))]);
            }

            for (int row = 0; row < rows.Length; row++)
            {
                VectorRegister input = inputs[row % inputs.Length];
                Load(input, rows[row], inputAt);
                for (int vector = 0; vector < vectors; vector++)
                {
                    AddProducts(sums[row][vector], input, weights[vector]);
                }
            }
        }

        /// <summary>A group of a row, in all lanes.</summary>
        private void Load(VectorRegister input, AssemblerRegister64 row, int at)
        {
            if (function.IsShifted && function.PairGroups > 0)
            {
                code.Broadcast(input, __dword_ptr[row + Index + at]);
                code.AddBytes(input, input, __[FunctionWriter.Argument + OffsetsAt]);
            }
            else if (function.IsShifted)
            {
                code.BroadcastXor(input, last, row, Index, at);
            }
            else
            {
                code.Broadcast(input, __dword_ptr[row + Index + at]);
            }
        }

        private void AddProducts(VectorRegister sum, VectorRegister input, VectorOperand from)
        {
            if (function.PairGroups > 0 && held == 0)
            {
                code.MultiplyBytes(sum, input, from);
            }
            else if (function.PairGroups > 0)
            {
                code.MultiplyBytes(last, input, from);
                code.AddWords(sum, sum, last);
            }
            else if (function.IsBytes)
            {
                code.AddByteProducts(sum, input, from);
            }
            else
            {
                code.AddWordProducts(sum, input, from, last);
            }
        }
    }
}
