using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Akida.Simulator.Kernels.Assembled;

/// <summary>A function that computes depthwise sums of bytes: rows of output pixels by one block of channels.</summary>
/// <param name="Input">How the input is stored: as signed or unsigned bytes.</param>
/// <param name="Window">How taps and pixels lie.</param>
/// <param name="Pitch">Channels of the input: bytes from one pixel to the next.</param>
/// <param name="Channels">Channels of the block, at most <see cref="SumOrder.Block"/>.</param>
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

    /// <summary>Biases and parts of the maps, then the weights, <c>[four rows of taps][column][sum][row]</c>.</summary>
    public byte* Block;

    /// <summary>The output of the block's first channel.</summary>
    public void* Output;

    /// <summary>For the function's own use.</summary>
    public long Tiles;
}

/// <summary>
/// Writes functions that compute depthwise sums with <c>vpdpbusd</c>: up to four rows of the input are interleaved byte by byte, so that an
/// instruction takes the taps of a column for sixteen channels, and neighbouring output pixels share what is interleaved.
/// </summary>
internal static class DepthwiseWriter
{
    /// <summary>Rows of taps that are interleaved: bytes of which an instruction adds the products.</summary>
    public const int Together = 4;

    /// <summary>The most rows of taps that there are registers for.</summary>
    public const int MostTapRows = 8;

    private const int VectorBytes = 64;

    // Four vectors of sums each; what is left is for inputs.
    private const int MostPixels = 6;

    private const int InputAt = 0,
        PixelsAt = 8,
        OutputPixelsAt = 16,
        RowsAt = 24,
        TapsAt = 32,
        BlockAt = 40,
        OutputAt = 48,
        TilesAt = 56;

    private static readonly AssemblerRegister64 Pixel = rax,
        Start = rcx,
        Block = rdx,
        Target = rsi;

    /// <summary>The code of some functions.</summary>
    public static MachineCode Assemble(IEnumerable<DepthwiseFunction> functions, CallConvention convention)
    {
        FunctionWriter writer = new(convention);
        foreach (DepthwiseFunction function in functions)
        {
            Write(writer, function);
        }

        return writer.Finish();
    }

    private static void Write(FunctionWriter writer, DepthwiseFunction function)
    {
        Assembler code = writer.Code;
        MapWriter maps = new(writer, function.Channels, function.Output, function.Fields, SumArrangement.Interleaved);
        writer.Begin();
        maps.Prepare();
        if (function.IsShifted)
        {
            writer.SetSignBits(FunctionWriter.Zmm[^1]);
        }

        code.mov(Block, __qword_ptr[FunctionWriter.Argument + BlockAt]);
        Label nextRow = code.CreateLabel();
        code.Label(ref nextRow);
        foreach (TilingPart part in Tiling.Of(function.Window.Outputs, MostPixels).Parts)
        {
            code.mov(__qword_ptr[FunctionWriter.Argument + TilesAt], part.Tiles);
            Label nextTile = code.CreateLabel();
            code.Label(ref nextTile);
            new Tile(code, function, maps, part.Rows).Write();
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
        private readonly Assembler code;
        private readonly DepthwiseFunction function;
        private readonly MapWriter maps;
        private readonly AssemblerRegisterZMM[][] sums;
        private readonly AssemblerRegisterZMM[] free;
        private readonly AssemblerRegister64[] rows;

        public Tile(Assembler code, DepthwiseFunction function, MapWriter maps, int pixels)
        {
            this.code = code;
            this.function = function;
            this.maps = maps;
            const int Vectors = SumOrder.MostVectors;
            sums = [.. Enumerable.Range(0, pixels).Select(pixel => FunctionWriter.Zmm.AsSpan(pixel * Vectors, Vectors).ToArray())];
            free = FunctionWriter.Zmm[(pixels * Vectors)..^1];
            rows = FunctionWriter.Rows[..function.Window.Rows];
        }

        public void Write()
        {
            FindRows();
            Clear();
            (int tapRows, int tapColumns, int step, _) = function.Window;
            for (int column = 0; column < ((sums.Length - 1) * step) + tapColumns; column++)
            {
                for (int row = 0; row < tapRows; row += Together)
                {
                    Column(column, row, Math.Min(Together, tapRows - row));
                }
            }

            maps.Map(sums, free, Block);
            Store();
        }

        private void FindRows()
        {
            code.mov(Pixel, __qword_ptr[FunctionWriter.Argument + PixelsAt]);
            code.movsxd(Start, __dword_ptr[Pixel]);
            code.add(Start, __qword_ptr[FunctionWriter.Argument + InputAt]);
            code.add(Pixel, sums.Length * sizeof(int));
            code.mov(__qword_ptr[FunctionWriter.Argument + PixelsAt], Pixel);
            code.mov(Pixel, __qword_ptr[FunctionWriter.Argument + TapsAt]);
            for (int row = 0; row < rows.Length; row++)
            {
                code.movsxd(rows[row], __dword_ptr[Pixel + (row * function.Window.Columns * sizeof(int))]);
                code.add(rows[row], Start);
            }
        }

        private void Clear()
        {
            for (int vector = 0; vector < SumOrder.MostVectors; vector++)
            {
                code.vmovdqu32(sums[0][vector], MapWriter.Bias(Block, vector));
                foreach (AssemblerRegisterZMM[] pixel in sums.AsSpan(1))
                {
                    code.vmovdqa32(pixel[vector], sums[0][vector]);
                }
            }
        }

        /// <summary>Adds what some rows of an input column add to the sums of the output pixels whose windows it is in.</summary>
        private void Column(int column, int row, int count)
        {
            (int tapRows, int tapColumns, int step, _) = function.Window;
            int first = Math.Max((column - tapColumns + step) / step, 0),
                last = Math.Min(column / step, sums.Length - 1);
            if (first > last)
            {
                return;
            }

            AssemblerRegisterZMM[] inputs = Interleave(rows.AsSpan(row, count), column * function.Pitch);
            for (int pixel = first; pixel <= last; pixel++)
            {
                int tap = column - (pixel * step),
                    at = maps.Bytes + ((((row / Together * tapColumns) + tap) * SumOrder.MostVectors) * VectorBytes);
                for (int vector = 0; vector < inputs.Length; vector++)
                {
                    code.vpdpbusd(sums[pixel][vector], inputs[vector], __zmmword_ptr[Block + (at + (vector * VectorBytes))]);
                }
            }
        }

        /// <summary>A byte of each row beside each other; of fewer than four, some come twice and meet weights of 0.</summary>
        private AssemblerRegisterZMM[] Interleave(ReadOnlySpan<AssemblerRegister64> from, int at)
        {
            (AssemblerRegisterZMM a, AssemblerRegisterZMM b) = (free[0], free[1]);
            (AssemblerRegisterZMM low, AssemblerRegisterZMM high) = (free[2], free[3]);
            (AssemblerRegisterZMM otherLow, AssemblerRegisterZMM otherHigh) = (free[4], free[5]);
            InterleavePair(from[0], from[Math.Min(1, from.Length - 1)], at, a, low, high);
            if (from.Length > 2)
            {
                InterleavePair(from[2], from[^1], at, b, otherLow, otherHigh);
            }
            else
            {
                (otherLow, otherHigh) = (low, high);
            }

            code.vpunpcklwd(a, low, otherLow);
            code.vpunpckhwd(b, low, otherLow);
            AssemblerRegisterZMM third = from.Length > 2 ? low : free[4];
            code.vpunpcklwd(third, high, otherHigh);
            code.vpunpckhwd(high, high, otherHigh);
            return [a, b, third, high];
        }

        private void InterleavePair(
            AssemblerRegister64 one,
            AssemblerRegister64 two,
            int at,
            AssemblerRegisterZMM value,
            AssemblerRegisterZMM low,
            AssemblerRegisterZMM high
        )
        {
            if (function.IsShifted)
            {
                code.vpxord(value, FunctionWriter.Zmm[^1], __zmmword_ptr[one + at]);
                AssemblerRegisterZMM second = value;
                if (one != two)
                {
                    second = free[6];
                    code.vpxord(second, FunctionWriter.Zmm[^1], __zmmword_ptr[two + at]);
                }

                code.vpunpcklbw(low, value, second);
                code.vpunpckhbw(high, value, second);
                return;
            }

            code.vmovdqu32(value, __zmmword_ptr[one + at]);
            if (one == two)
            {
                code.vpunpcklbw(low, value, value);
                code.vpunpckhbw(high, value, value);
            }
            else
            {
                code.vpunpcklbw(low, value, __zmmword_ptr[two + at]);
                code.vpunpckhbw(high, value, __zmmword_ptr[two + at]);
            }
        }

        private void Store()
        {
            int size = function.Output.Size();
            code.mov(Pixel, __qword_ptr[FunctionWriter.Argument + OutputPixelsAt]);
            code.mov(Start, __qword_ptr[FunctionWriter.Argument + OutputAt]);
            for (int pixel = 0; pixel < sums.Length; pixel++)
            {
                code.movsxd(Target, __dword_ptr[Pixel + (pixel * sizeof(int))]);
                code.lea(Target, size == 1 ? __[Start + Target] : __[Start + (Target * size)]);
                maps.Store(sums[pixel], free, Target);
            }

            code.add(Pixel, sums.Length * sizeof(int));
            code.mov(__qword_ptr[FunctionWriter.Argument + OutputPixelsAt], Pixel);
        }
    }
}
