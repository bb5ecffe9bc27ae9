using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Akida.Simulator.Kernels.Assembled;

/// <summary>A function that computes depthwise sums: rows of output pixels by one block of channels.</summary>
/// <param name="Input">How the input is stored: as signed or unsigned bytes, or as 16-bit integers.</param>
/// <param name="Window">How taps and pixels lie.</param>
/// <param name="Pitch">Bytes from one pixel of the input to the next.</param>
/// <param name="Channels">Channels of the block.</param>
/// <param name="Output">How the output is stored.</param>
/// <param name="Fields">The parts of the maps.</param>
internal sealed record DepthwiseFunction(
    StorageKind Input,
    DepthwiseWindow Window,
    int Pitch,
    int Channels,
    StorageKind Output,
    MapFields Fields
)
{
    /// <summary>Whether inputs are made unsigned by adding 128: the biases make up for it.</summary>
    public bool IsShifted => Input == StorageKind.Int8;
}

/// <summary>What such a function is called with; the pointers to pixels are moved on.</summary>
internal unsafe struct DepthwiseCall
{
    /// <summary>The input of the block's first channel.</summary>
    public void* Input;
    public int* Pixels;
    public int* OutputPixels;

    /// <summary>How many rows of output pixels, at least one.</summary>
    public long Rows;

    /// <summary>The offset of each tap.</summary>
    public int* Taps;

    /// <summary>Biases and parts of the maps, then the weights, <c>[rows that are interleaved][column][sum][row]</c>.</summary>
    public byte* Block;

    /// <summary>The output of the block's first channel.</summary>
    public void* Output;

    /// <summary>For the function's own use.</summary>
    public long Tiles;

    /// <summary>Pairs of a 1 and a 0, which leave the first of two 16-bit integers.</summary>
    public int First = 1;

    public DepthwiseCall() { }
}

/// <summary>
/// Writes functions that compute depthwise sums: some rows of the input are interleaved value by value, so that an instruction takes the
/// taps of a column, and neighbouring output pixels share what is interleaved.
/// </summary>
internal static class DepthwiseWriter
{
    /// <summary>The most rows of taps that there are registers for.</summary>
    public const int MostTapRows = 8;

    // More share nothing more.
    private const int MostPixels = 6;

    private const int InputAt = 0,
        PixelsAt = 8,
        OutputPixelsAt = 16,
        RowsAt = 24,
        TapsAt = 32,
        BlockAt = 40,
        OutputAt = 48,
        TilesAt = 56,
        FirstAt = 64;

    private static readonly AssemblerRegister64 Pixel = rax,
        Start = rcx,
        Block = rdx,
        Target = rsi;

    /// <summary>The code of some functions.</summary>
    public static MachineCode Assemble(VectorSet set, IEnumerable<DepthwiseFunction> functions, CallConvention convention)
    {
        FunctionWriter writer = new(convention);
        VectorCode code = new(writer.Code, set);
        foreach (DepthwiseFunction function in functions)
        {
            Write(writer, code, function);
        }

        return writer.Finish();
    }

    private static void Write(FunctionWriter writer, VectorCode vectors, DepthwiseFunction function)
    {
        Assembler code = writer.Code;
        InterleavedTaps interleaved = InterleavedTaps.Of(vectors.Set, function.Input);
        MapWriter maps = new(vectors, interleaved.Vectors, function.Fields);
        StoreWriter stores = StoreWriter.Create(
            writer,
            vectors,
            new(
                function.Channels,
                interleaved.Vectors,
                function.Output,
                SumArrangement.Interleaved,
                !function.Fields.HasFlag(MapFields.OutLow)
            )
        );
        int mostPixels = Math.Min((vectors.Registers.Length - 1 - interleaved.Registers) / interleaved.Interleaved, MostPixels);
        writer.Begin();
        stores.Prepare();
        if (function.IsShifted)
        {
            vectors.SetSignBits(vectors.Registers[^1]);
        }

        code.mov(Block, __qword_ptr[FunctionWriter.Argument + BlockAt]);
        Label nextRow = code.CreateLabel();
        code.Label(ref nextRow);
        foreach (TilingPart part in Tiling.Of(function.Window.Outputs, mostPixels).Parts)
        {
            code.mov(__qword_ptr[FunctionWriter.Argument + TilesAt], part.Tiles);
            Label nextTile = code.CreateLabel();
            code.Label(ref nextTile);
            new Tile(code, vectors, function, maps, stores, part.Rows).Write();
            code.dec(__qword_ptr[FunctionWriter.Argument + TilesAt]);
            code.jnz(nextTile);
        }

        code.dec(__qword_ptr[FunctionWriter.Argument + RowsAt]);
        code.jnz(nextRow);
        writer.End();
    }

    /// <summary>The code of a tile: neighbouring output pixels.</summary>
    private sealed class Tile
    {
        private readonly Assembler scalars;
        private readonly VectorCode code;
        private readonly DepthwiseFunction function;
        private readonly InterleavedTaps interleaved;
        private readonly MapWriter maps;
        private readonly StoreWriter stores;
        private readonly VectorRegister[][] sums;
        private readonly VectorRegister[] free;
        private readonly VectorRegister last;
        private readonly AssemblerRegister64[] rows;
        private readonly HashSet<VectorRegister> begun = [];

        public Tile(Assembler scalars, VectorCode code, DepthwiseFunction function, MapWriter maps, StoreWriter stores, int pixels)
        {
            this.scalars = scalars;
            this.code = code;
            this.function = function;
            this.maps = maps;
            this.stores = stores;
            interleaved = InterleavedTaps.Of(code.Set, function.Input);
            int vectors = interleaved.Interleaved;
            sums = [.. Enumerable.Range(0, pixels).Select(pixel => code.Registers.AsSpan(pixel * vectors, vectors).ToArray())];
            free = code.Registers[(pixels * vectors)..^1];
            last = code.Registers[^1];
            rows = FunctionWriter.Rows[..function.Window.Rows];
        }

        public void Write()
        {
            FindRows();
            if (!interleaved.IsPaired)
            {
                Clear();
            }

            (int tapRows, int tapColumns, int step, _) = function.Window;
            for (int column = 0; column < ((sums.Length - 1) * step) + tapColumns; column++)
            {
                for (int row = 0; row < tapRows; row += interleaved.Together)
                {
                    Column(column, row, Math.Min(interleaved.Together, tapRows - row));
                }
            }

            if (!interleaved.IsPaired)
            {
                maps.Map(sums, free, Block);
            }

            Store();
        }

        private void FindRows()
        {
            scalars.mov(Pixel, __qword_ptr[FunctionWriter.Argument + PixelsAt]);
            LoadOffset(Start, __dword_ptr[Pixel]);
            scalars.add(Start, __qword_ptr[FunctionWriter.Argument + InputAt]);
            scalars.add(Pixel, sums.Length * sizeof(int));
            scalars.mov(__qword_ptr[FunctionWriter.Argument + PixelsAt], Pixel);
            scalars.mov(Pixel, __qword_ptr[FunctionWriter.Argument + TapsAt]);
            for (int row = 0; row < rows.Length; row++)
            {
                LoadOffset(rows[row], __dword_ptr[Pixel + (row * function.Window.Columns * sizeof(int))]);
                scalars.add(rows[row], Start);
            }
        }

        /// <summary>An offset in bytes of one in values.</summary>
        private void LoadOffset(AssemblerRegister64 to, AssemblerMemoryOperand from)
        {
            scalars.movsxd(to, from);
            if (function.Input == StorageKind.Int16)
            {
                scalars.add(to, to);
            }
        }

        private void Clear()
        {
            for (int vector = 0; vector < interleaved.Vectors; vector++)
            {
                code.Load(sums[0][vector], maps.Bias(Block, vector));
                foreach (VectorRegister[] pixel in sums.AsSpan(1))
                {
                    code.Copy(pixel[vector], sums[0][vector]);
                }
            }
        }

        /// <summary>Adds what some rows of an input column add to the sums of the output pixels whose windows it is in.</summary>
        private void Column(int column, int row, int count)
        {
            (_, int tapColumns, int step, _) = function.Window;
            int first = Math.Max((column - tapColumns + step) / step, 0),
                end = Math.Min(column / step, sums.Length - 1);
            if (first > end)
            {
                return;
            }

            int at = column * function.Pitch;
            VectorRegister[] inputs =
                function.Input == StorageKind.Int16 ? InterleaveWords(rows[row], rows[row + count - 1], at)
                : interleaved.IsPaired ? InterleaveBytes(rows[row], rows[row + count - 1], at)
                : InterleaveBytes(rows.AsSpan(row, count), at);
            for (int pixel = first; pixel <= end; pixel++)
            {
                int group = (row / interleaved.Together * tapColumns) + column - (pixel * step);
                for (int vector = 0; vector < inputs.Length; vector++)
                {
                    VectorOperand weights = __[Block + maps.Bytes + (((group * inputs.Length) + vector) * code.Set.Bytes)];
                    if (function.Input == StorageKind.Int16)
                    {
                        code.AddWordProducts(sums[pixel][vector], inputs[vector], weights, last);
                    }
                    else if (interleaved.IsPaired)
                    {
                        AddPairs(sums[pixel][vector], inputs[vector], weights);
                    }
                    else
                    {
                        code.AddByteProducts(sums[pixel][vector], inputs[vector], weights);
                    }
                }
            }
        }

        /// <summary>Adds sums of two products to 16-bit sums, or begins them.</summary>
        private void AddPairs(VectorRegister sum, VectorRegister input, VectorOperand from)
        {
            if (begun.Add(sum))
            {
                code.MultiplyBytes(sum, input, from);
                return;
            }

            code.MultiplyBytes(last, input, from);
            code.AddWords(sum, sum, last);
        }

        /// <summary>A pixel's 16-bit sums as 32-bit ones with their biases, mapped, in registers that held nothing.</summary>
        private VectorRegister[] Widen(VectorRegister[] pairs)
        {
            VectorRegister[] wide = free[..interleaved.Vectors];
            code.Broadcast(last, __dword_ptr[FunctionWriter.Argument + FirstAt]);
            for (int vector = 0; vector < wide.Length; vector++)
            {
                code.InterleaveWords(wide[vector], pairs[vector / 2], pairs[vector / 2], high: vector % 2 == 1);
                code.MultiplyWords(wide[vector], wide[vector], last);
                code.Add(wide[vector], wide[vector], maps.Bias(Block, vector));
            }

            maps.Map([wide], free.AsSpan(wide.Length), Block);
            return wide;
        }

        /// <summary>A byte of each of two rows beside each other; a single row comes twice and meets weights of 0.</summary>
        private VectorRegister[] InterleaveBytes(AssemblerRegister64 one, AssemblerRegister64 two, int at)
        {
            InterleavePair(one, two, at, free[0], free[1], free[2]);
            return [free[1], free[2]];
        }

        /// <summary>A 16-bit integer of each row beside each other; a single row comes twice and meets weights of 0.</summary>
        private VectorRegister[] InterleaveWords(AssemblerRegister64 one, AssemblerRegister64 two, int at)
        {
            code.Load(free[0], __[one + at]);
            VectorOperand second = one == two ? free[0] : __[two + at];
            code.InterleaveWords(free[1], free[0], second, high: false);
            code.InterleaveWords(free[2], free[0], second, high: true);
            return [free[1], free[2]];
        }

        /// <summary>A byte of each row beside each other; of fewer than four, some come twice and meet weights of 0.</summary>
        private VectorRegister[] InterleaveBytes(ReadOnlySpan<AssemblerRegister64> from, int at)
        {
            (VectorRegister a, VectorRegister b) = (free[0], free[1]);
            (VectorRegister low, VectorRegister high) = (free[2], free[3]);
            (VectorRegister otherLow, VectorRegister otherHigh) = (free[4], free[5]);
            InterleavePair(from[0], from[Math.Min(1, from.Length - 1)], at, a, low, high);
            if (from.Length > 2)
            {
                InterleavePair(from[2], from[^1], at, b, otherLow, otherHigh);
            }
            else
            {
                (otherLow, otherHigh) = (low, high);
            }

            code.InterleaveWords(a, low, otherLow, high: false);
            code.InterleaveWords(b, low, otherLow, high: true);
            VectorRegister third = from.Length > 2 ? low : free[4];
            code.InterleaveWords(third, high, otherHigh, high: false);
            code.InterleaveWords(high, high, otherHigh, high: true);
            return [a, b, third, high];
        }

        private void InterleavePair(
            AssemblerRegister64 one,
            AssemblerRegister64 two,
            int at,
            VectorRegister value,
            VectorRegister low,
            VectorRegister high
        )
        {
            VectorOperand second = one == two ? value : __[two + at];
            if (!function.IsShifted)
            {
                code.Load(value, __[one + at]);
            }
            else
            {
                code.Xor(value, last, __[one + at]);
                if (one != two)
                {
                    second = free[6];
                    code.Xor(free[6], last, __[two + at]);
                }
            }

            code.InterleaveBytes(low, value, second, high: false);
            code.InterleaveBytes(high, value, second, high: true);
        }

        private void Store()
        {
            int size = function.Output.Size();
            scalars.mov(Pixel, __qword_ptr[FunctionWriter.Argument + OutputPixelsAt]);
            scalars.mov(Start, __qword_ptr[FunctionWriter.Argument + OutputAt]);
            for (int pixel = 0; pixel < sums.Length; pixel++)
            {
                scalars.movsxd(Target, __dword_ptr[Pixel + (pixel * sizeof(int))]);
                scalars.lea(Target, size == 1 ? __[Start + Target] : __[Start + (Target * size)]);
                if (interleaved.IsPaired)
                {
                    stores.Store(Widen(sums[pixel]), free.AsSpan(interleaved.Vectors), Target);
                }
                else
                {
                    stores.Store(sums[pixel], free, Target);
                }
            }

            scalars.add(Pixel, sums.Length * sizeof(int));
            scalars.mov(__qword_ptr[FunctionWriter.Argument + OutputPixelsAt], Pixel);
        }
    }
}
