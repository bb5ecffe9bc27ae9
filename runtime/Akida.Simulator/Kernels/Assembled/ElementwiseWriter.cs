using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Akida.Simulator.Kernels.Assembled;

/// <summary>A function that scales and adds one or two tensors: pixels by one block of channels.</summary>
/// <param name="Left">How the first tensor is stored.</param>
/// <param name="Right">How the second is stored; null if there is only one.</param>
/// <param name="Pitch">Channels of the tensors: values from one pixel to the next.</param>
/// <param name="Channels">Channels of the block, at most <see cref="VectorSet.Block"/>.</param>
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
    public static MachineCode Assemble(VectorSet set, IEnumerable<ElementwiseFunction> functions, CallConvention convention)
    {
        FunctionWriter writer = new(convention);
        VectorCode code = new(writer.Code, set);
        foreach (ElementwiseFunction function in functions)
        {
            Write(writer, code, function);
        }

        return writer.Finish();
    }

    private static void Write(FunctionWriter writer, VectorCode code, ElementwiseFunction function)
    {
        Assembler scalars = writer.Code;
        int vectors = code.Set.Vectors(function.Channels);
        MapWriter maps = new(code, vectors, function.Fields);
        StoreWriter stores = StoreWriter.Create(
            writer,
            code,
            new(function.Channels, vectors, function.Output, SumArrangement.Plain, !function.Fields.HasFlag(MapFields.OutLow))
        );
        VectorRegister[] sums = code.Registers[..vectors];
        ReadOnlySpan<VectorRegister> free = code.Registers.AsSpan(vectors);
        writer.Begin();
        stores.Prepare();
        scalars.mov(Block, __qword_ptr[FunctionWriter.Argument + BlockAt]);
        scalars.mov(Left, __qword_ptr[FunctionWriter.Argument + LeftAt]);
        scalars.mov(Right, __qword_ptr[FunctionWriter.Argument + RightAt]);
        scalars.mov(Target, __qword_ptr[FunctionWriter.Argument + OutputAt]);
        scalars.mov(Count, __qword_ptr[FunctionWriter.Argument + PixelsAt]);
        Label next = scalars.CreateLabel();
        scalars.Label(ref next);
        for (int vector = 0; vector < vectors; vector++)
        {
            VectorRegister sum = sums[vector];
            Load(code, sum, Left, function.Left, vector);
            Scale(code, function, sum, maps.Bytes + (vector * code.Set.Bytes));
            code.Add(sum, sum, maps.Bias(Block, vector));
            if (function.Right is { } right)
            {
                Load(code, free[0], Right, right, vector);
                Scale(code, function, free[0], maps.Bytes + ((vectors + vector) * code.Set.Bytes));
                code.Add(sum, sum, free[0]);
            }
        }

        maps.Map([sums], free, Block);
        stores.Store(sums, free, Target);
        scalars.add(Left, function.Pitch * function.Left.Size());
        scalars.add(Right, function.Pitch * (function.Right ?? function.Left).Size());
        scalars.add(Target, function.Pitch * function.Output.Size());
        scalars.dec(Count);
        scalars.jnz(next);
        writer.End();
    }

    private static void Scale(VectorCode code, ElementwiseFunction function, VectorRegister values, int factorsAt)
    {
        if (function.IsScaled)
        {
            code.Multiply(values, values, __[Block + factorsAt]);
        }
    }

    private static void Load(VectorCode code, VectorRegister values, AssemblerRegister64 from, StorageKind kind, int vector) =>
        code.LoadAsInts(values, __[from + (vector * code.Set.Sums * kind.Size())], kind);
}
