using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Akida.Simulator.Kernels.Assembled;

/// <summary>A function that computes tiles of a matrix product: so many pixels by one block of filters.</summary>
/// <param name="Input">How the input is stored: as bytes, four to a group, or as 16-bit integers, two to a group.</param>
/// <param name="Segments">Segments of a row.</param>
/// <param name="Groups">Groups in a segment.</param>
/// <param name="Rows">Pixels of a tile.</param>
/// <param name="Filters">Filters of the block, at most <see cref="SumOrder.Block"/>.</param>
/// <param name="Output">How the output is stored.</param>
/// <param name="Fields">The parts of the maps.</param>
internal sealed record GemmFunction(
    StorageKind Input,
    int Segments,
    int Groups,
    int Rows,
    int Filters,
    StorageKind Output,
    MapFields Fields
)
{
    /// <summary>Whether products of bytes are added.</summary>
    public bool IsBytes => Input != StorageKind.Int16;

    /// <summary>Whether inputs are made unsigned by adding 128: the biases make up for it.</summary>
    public bool IsShifted => Input == StorageKind.Int8;
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
}

/// <summary>Writes functions that compute tiles of a matrix product with <c>vpdpbusd</c> or <c>vpdpwssd</c>.</summary>
internal static class GemmWriter
{
    private const int VectorBytes = 64;
    private const int GroupBytes = 4;
    private const int Unroll = 4;

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
        OutputAt = 56;

    private static readonly AssemblerRegister64 Index = rax,
        Count = rcx,
        Weights = rdx,
        Segment = rsi;

    /// <summary>The most pixels of a tile with so many vectors of sums.</summary>
    public static int MostRows(int vectors) =>
        vectors switch
        {
            4 => 6,
            3 => 8,
            _ => 10,
        };

    /// <summary>The code of some functions.</summary>
    public static MachineCode Assemble(IEnumerable<GemmFunction> functions, CallConvention convention)
    {
        FunctionWriter writer = new(convention);
        foreach (GemmFunction function in functions)
        {
            Write(writer, function);
        }

        return writer.Finish();
    }

    private static void Write(FunctionWriter writer, GemmFunction function)
    {
        Assembler code = writer.Code;
        int vectors = SumOrder.Vectors(function.Filters),
            sums = function.Rows * vectors;
        int sets =
            sums * 4 <= FewSums * 2 ? 4
            : sums <= FewSums ? 2
            : 1;
        sets = Math.Clamp(function.Segments * function.Groups, 1, sets);
        int used = sums * sets;
        Tile tile = new(
            code,
            function,
            [.. Enumerable.Range(0, sets).Select(set => Rows(set * sums, function.Rows, vectors))],
            FunctionWriter.Zmm[used..(used + vectors)],
            FunctionWriter.Zmm[(used + vectors)..^1]
        );
        MapWriter maps = new(writer, function.Filters, function.Output, function.Fields);

        writer.Begin();
        maps.Prepare();
        if (function.IsShifted)
        {
            writer.SetSignBits(FunctionWriter.Zmm[^1]);
        }

        Label next = code.CreateLabel();
        code.Label(ref next);
        tile.FindRows();
        code.mov(Weights, __qword_ptr[FunctionWriter.Argument + BlockAt]);
        tile.Clear(Weights);
        tile.Multiply(maps.Bytes);
        tile.AddSets();
        AssemblerRegisterZMM[] free = FunctionWriter.Zmm[sums..^1];
        code.mov(Weights, __qword_ptr[FunctionWriter.Argument + BlockAt]);
        maps.Map(tile.Sums, free, Weights);
        tile.Store(maps, free);
        code.dec(__qword_ptr[FunctionWriter.Argument + TilesAt]);
        code.jnz(next);
        writer.End();
    }

    private static AssemblerRegisterZMM[][] Rows(int first, int rows, int vectors) =>
        [.. Enumerable.Range(0, rows).Select(row => FunctionWriter.Zmm.AsSpan(first + (row * vectors), vectors).ToArray())];

    /// <summary>The parts of a tile's code.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="function">The function.</param>
    /// <param name="sets">Sets of sums that are added in the end: groups go to one after the other.</param>
    /// <param name="weights">Registers for weights.</param>
    /// <param name="inputs">Registers for inputs.</param>
    private sealed class Tile(
        Assembler code,
        GemmFunction function,
        AssemblerRegisterZMM[][][] sets,
        AssemblerRegisterZMM[] weights,
        AssemblerRegisterZMM[] inputs
    )
    {
        private readonly AssemblerRegister64[] rows = FunctionWriter.Rows[..function.Rows];
        private readonly int vectors = weights.Length;
        private int step;

        public AssemblerRegisterZMM[][] Sums => sets[0];

        /// <summary>Has the row registers point to the tile's pixels.</summary>
        public void FindRows()
        {
            code.mov(Index, __qword_ptr[FunctionWriter.Argument + PixelsAt]);
            code.mov(Count, __qword_ptr[FunctionWriter.Argument + InputAt]);
            for (int row = 0; row < rows.Length; row++)
            {
                code.movsxd(rows[row], __dword_ptr[Index + (row * sizeof(int))]);
                code.lea(rows[row], function.IsBytes ? __[Count + rows[row]] : __[Count + (rows[row] * 2)]);
            }

            code.add(Index, rows.Length * sizeof(int));
            code.mov(__qword_ptr[FunctionWriter.Argument + PixelsAt], Index);
        }

        /// <summary>Begins the sums with the biases.</summary>
        public void Clear(AssemblerRegister64 block)
        {
            for (int vector = 0; vector < vectors; vector++)
            {
                for (int row = 0; row < rows.Length; row++)
                {
                    if (row == 0)
                    {
                        code.vmovdqu32(Sums[0][vector], MapWriter.Bias(block, vector));
                    }
                    else
                    {
                        code.vmovdqa32(Sums[row][vector], Sums[0][vector]);
                    }
                }
            }

            foreach (AssemblerRegisterZMM sum in sets.Skip(1).SelectMany(set => set).SelectMany(row => row))
            {
                code.vpxord(sum, sum, sum);
            }
        }

        /// <summary>Adds all products.</summary>
        /// <param name="ahead">Bytes between the block's beginning and its weights.</param>
        public void Multiply(int ahead)
        {
            if (function.Segments * function.Groups <= MostStraightGroups)
            {
                code.mov(Segment, __qword_ptr[FunctionWriter.Argument + SegmentsAt]);
                for (int segment = 0; segment < function.Segments; segment++)
                {
                    LoadIndex(segment * sizeof(int));
                    Groups(function.Groups, ahead + (segment * function.Groups * vectors * VectorBytes));
                }

                return;
            }

            code.add(Weights, ahead);
            code.mov(Segment, __qword_ptr[FunctionWriter.Argument + SegmentsAt]);
            Label next = code.CreateLabel();
            if (function.Segments > 1)
            {
                code.Label(ref next);
            }

            LoadIndex(0);
            int loops = function.Groups / Unroll,
                rest = function.Groups;
            if (loops > 1)
            {
                rest = function.Groups % Unroll;
                code.mov(ecx, loops);
                Label again = code.CreateLabel();
                code.Label(ref again);
                Groups(Unroll, 0);
                code.add(Index, Unroll * GroupBytes);
                code.add(Weights, Unroll * vectors * VectorBytes);
                code.dec(ecx);
                code.jnz(again);
            }

            Groups(rest, 0);
            if (function.Segments > 1)
            {
                code.add(Weights, rest * vectors * VectorBytes);
                code.add(Segment, sizeof(int));
                code.cmp(Segment, __qword_ptr[FunctionWriter.Argument + SegmentsEndAt]);
                code.jne(next);
            }
        }

        /// <summary>Adds the sets of sums.</summary>
        public void AddSets()
        {
            for (int set = 1; set < sets.Length; set++)
            {
                for (int row = 0; row < rows.Length; row++)
                {
                    for (int vector = 0; vector < vectors; vector++)
                    {
                        code.vpaddd(Sums[row][vector], Sums[row][vector], sets[set][row][vector]);
                    }
                }
            }
        }

        /// <summary>Stores the mapped sums.</summary>
        public void Store(MapWriter maps, ReadOnlySpan<AssemblerRegisterZMM> free)
        {
            int size = function.Output.Size();
            code.mov(Index, __qword_ptr[FunctionWriter.Argument + OutputPixelsAt]);
            code.mov(Count, __qword_ptr[FunctionWriter.Argument + OutputAt]);
            for (int row = 0; row < rows.Length; row++)
            {
                code.movsxd(rows[row], __dword_ptr[Index + (row * sizeof(int))]);
                code.lea(rows[row], size == 1 ? __[Count + rows[row]] : __[Count + (rows[row] * size)]);
                maps.Store(Sums[row], free, rows[row]);
            }

            code.add(Index, rows.Length * sizeof(int));
            code.mov(__qword_ptr[FunctionWriter.Argument + OutputPixelsAt], Index);
        }

        /// <summary>The segment's offset in bytes.</summary>
        private void LoadIndex(int offset)
        {
            code.movsxd(Index, __dword_ptr[Segment + offset]);
            if (!function.IsBytes)
            {
                code.add(Index, Index);
            }
        }

        private void Groups(int count, int weightsAt)
        {
            for (int group = 0; group < count; group++, step++)
            {
                Group(sets[step % sets.Length], group * GroupBytes, weightsAt + (group * vectors * VectorBytes));
            }
        }

        private void Group(AssemblerRegisterZMM[][] sums, int inputAt, int weightsAt)
        {
            if (rows.Length == 1)
            {
                // The weights are used once: they need no register.
                Load(inputs[step % inputs.Length], rows[0], inputAt);
                for (int vector = 0; vector < vectors; vector++)
                {
                    AddProducts(sums[0][vector], inputs[step % inputs.Length], weightsAt + (vector * VectorBytes));
                }

                return;
            }

            for (int vector = 0; vector < vectors; vector++)
            {
                code.vmovdqu32(weights[vector], __zmmword_ptr[Weights + (weightsAt + (vector * VectorBytes))]);
            }

            for (int row = 0; row < rows.Length; row++)
            {
                AssemblerRegisterZMM input = inputs[row % inputs.Length];
                Load(input, rows[row], inputAt);
                for (int vector = 0; vector < vectors; vector++)
                {
                    if (function.IsBytes)
                    {
                        code.vpdpbusd(sums[row][vector], input, weights[vector]);
                    }
                    else
                    {
                        code.vpdpwssd(sums[row][vector], input, weights[vector]);
                    }
                }
            }
        }

        /// <summary>A group of a row, in all lanes.</summary>
        private void Load(AssemblerRegisterZMM input, AssemblerRegister64 row, int at)
        {
            if (function.IsShifted)
            {
                code.vpxord(input, FunctionWriter.Zmm[^1], __dword_bcst[row + Index + at]);
            }
            else
            {
                code.vpbroadcastd(input, __dword_ptr[row + Index + at]);
            }
        }

        private void AddProducts(AssemblerRegisterZMM sum, AssemblerRegisterZMM input, int weightsAt)
        {
            AssemblerMemoryOperand from = __zmmword_ptr[Weights + weightsAt];
            if (function.IsBytes)
            {
                code.vpdpbusd(sum, input, from);
            }
            else
            {
                code.vpdpwssd(sum, input, from);
            }
        }
    }
}
