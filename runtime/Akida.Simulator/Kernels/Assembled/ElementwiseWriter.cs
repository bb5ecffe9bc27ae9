using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Akida.Simulator.Kernels.Assembled;

/// <summary>A function that scales and adds one or two tensors: pixels by one block of channels.</summary>
/// <param name="Left">How the first tensor is stored.</param>
/// <param name="Right">How the second is stored; null if there is only one.</param>
/// <param name="Pitch">Channels of the tensors: values from one pixel to the next.</param>
/// <param name="Channels">Channels of the block, at most <see cref="SumOrder.Block"/>.</param>
/// <param name="IsScaled">Whether any factor is not 1.</param>
/// <param name="Output">How the output is stored.</param>
/// <param name="Fields">The parts of the maps.</param>
internal sealed record ElementwiseFunction(
    StorageKind Left,
    StorageKind? Right,
    int Pitch,
    int Channels,
    bool IsScaled,
    StorageKind Output,
    MapFields Fields
);

/// <summary>What such a function is called with; all point to the block's first channel.</summary>
internal unsafe struct ElementwiseCall
{
    public void* Left;
    public void* Right;
    public void* Output;

    /// <summary>How many pixels, at least one.</summary>
    public long Pixels;

    /// <summary>Biases and parts of the maps, then the factors of the first and of the second tensor.</summary>
    public byte* Block;
}

/// <summary>Writes functions that scale and add one or two tensors.</summary>
internal static class ElementwiseWriter
{
    private const int VectorBytes = 64;

    private const int LeftAt = 0,
        RightAt = 8,
        OutputAt = 16,
        PixelsAt = 24,
        BlockAt = 32;

    private static readonly AssemblerRegister64 Count = rcx,
        Block = rdx,
        Left = rdi,
        Right = r8,
        Target = r9;

    /// <summary>The code of some functions.</summary>
    public static MachineCode Assemble(IEnumerable<ElementwiseFunction> functions, CallConvention convention)
    {
        FunctionWriter writer = new(convention);
        foreach (ElementwiseFunction function in functions)
        {
            Write(writer, function);
        }

        return writer.Finish();
    }

    private static void Write(FunctionWriter writer, ElementwiseFunction function)
    {
        Assembler code = writer.Code;
        int vectors = SumOrder.Vectors(function.Channels);
        MapWriter maps = new(writer, function.Channels, function.Output, function.Fields, SumArrangement.Plain);
        AssemblerRegisterZMM[] sums = FunctionWriter.Zmm[..vectors];
        ReadOnlySpan<AssemblerRegisterZMM> free = FunctionWriter.Zmm.AsSpan(vectors);
        writer.Begin();
        maps.Prepare();
        code.mov(Block, __qword_ptr[FunctionWriter.Argument + BlockAt]);
        code.mov(Left, __qword_ptr[FunctionWriter.Argument + LeftAt]);
        code.mov(Right, __qword_ptr[FunctionWriter.Argument + RightAt]);
        code.mov(Target, __qword_ptr[FunctionWriter.Argument + OutputAt]);
        code.mov(Count, __qword_ptr[FunctionWriter.Argument + PixelsAt]);
        Label next = code.CreateLabel();
        code.Label(ref next);
        for (int vector = 0; vector < vectors; vector++)
        {
            AssemblerRegisterZMM sum = sums[vector];
            Load(code, sum, Left, function.Left, vector);
            Scale(code, function, sum, maps.Bytes + (vector * VectorBytes));
            code.vpaddd(sum, sum, MapWriter.Bias(Block, vector));
            if (function.Right is { } right)
            {
                Load(code, free[0], Right, right, vector);
                Scale(code, function, free[0], maps.Bytes + ((vectors + vector) * VectorBytes));
                code.vpaddd(sum, sum, free[0]);
            }
        }

        maps.Map([sums], free, Block);
        maps.Store(sums, free, Target);
        code.add(Left, function.Pitch * function.Left.Size());
        code.add(Right, function.Pitch * (function.Right ?? function.Left).Size());
        code.add(Target, function.Pitch * function.Output.Size());
        code.dec(Count);
        code.jnz(next);
        writer.End();
    }

    private static void Scale(Assembler code, ElementwiseFunction function, AssemblerRegisterZMM values, int factorsAt)
    {
        if (function.IsScaled)
        {
            code.vpmulld(values, values, __zmmword_ptr[Block + factorsAt]);
        }
    }

    /// <summary>Sixteen values as 32-bit integers.</summary>
    private static void Load(Assembler code, AssemblerRegisterZMM values, AssemblerRegister64 from, StorageKind kind, int vector)
    {
        AssemblerMemoryOperand at = __[from + (vector * SumOrder.Vector * kind.Size())];
        switch (kind)
        {
            case StorageKind.UInt8:
                code.vpmovzxbd(values, at);
                break;
            case StorageKind.Int8:
                code.vpmovsxbd(values, at);
                break;
            case StorageKind.Int16:
                code.vpmovsxwd(values, at);
                break;
            default:
                code.vmovdqu32(values, at);
                break;
        }
    }
}
