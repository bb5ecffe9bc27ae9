using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Akida.Simulator.Kernels.Assembled;

/// <summary>
/// Stores from 256-bit registers, which have no masks: what is not a whole register is stored in smaller and smaller parts.
/// </summary>
/// <param name="code">The instructions.</param>
/// <param name="block">What is stored.</param>
internal sealed class NarrowStoreWriter(VectorCode code, StoredBlock block) : StoreWriter
{
    private const byte LowLanes = 0x20,
        HighLanes = 0x31,
        EvenThenOddQuarters = 0b11_01_10_00;
    private const int LaneBytes = 16;

    private readonly StorageKind output = block.Output;

    /// <summary>Whether packing leaves the quarters of the result in another order.</summary>
    private bool IsPlain => block.Arrangement == SumArrangement.Plain;

    /// <inheritdoc/>
    public override void Store(VectorRegister[] row, ReadOnlySpan<VectorRegister> free, AssemblerRegister64 target)
    {
        if (output == StorageKind.Int32)
        {
            StoreInts(row, free, target);
            return;
        }

        for (int vector = 0; vector < row.Length; vector += 2)
        {
            code.PackToWords(row[vector], row[vector], row[vector + 1]);
            if (IsPlain)
            {
                code.Write(
                    Instruction.Create(
                        Code.VEX_Vpermq_ymm_ymmm256_imm8,
                        code.Name(row[vector]),
                        code.Name(row[vector]),
                        (uint)EvenThenOddQuarters
                    )
                );
            }
        }

        if (row.Length == 4)
        {
            StoreFour(row, free, target);
        }
        else if (output == StorageKind.Int16)
        {
            StorePart(row[0], 0, free, target);
        }
        else
        {
            // The upper half of the words beside the lower one.
            Extract(free[0], row[0]);
            code.PackToBytes(row[0], row[0], free[0], output);
            StorePart(row[0], 0, free, target);
        }
    }

    /// <summary>Words of interleaved vectors: lanes of the first pair and of the second, in turns.</summary>
    private void StoreFour(VectorRegister[] row, ReadOnlySpan<VectorRegister> free, AssemblerRegister64 target)
    {
        if (output != StorageKind.Int16)
        {
            code.PackToBytes(row[0], row[0], row[2], output);
            StorePart(row[0], 0, free, target);
            return;
        }

        Lanes(row[1], row[0], row[2], LowLanes);
        Lanes(row[3], row[0], row[2], HighLanes);
        StorePart(row[1], 0, free, target);
        StorePart(row[3], 1, free, target);
    }

    private void StoreInts(VectorRegister[] row, ReadOnlySpan<VectorRegister> free, AssemblerRegister64 target)
    {
        if (block.Arrangement != SumArrangement.Interleaved)
        {
            for (int vector = 0; vector < row.Length; vector++)
            {
                StorePart(row[vector], vector, free, target);
            }

            return;
        }

        // Low lanes of each pair come first, then the high ones.
        int pairs = row.Length / 2;
        for (int pair = 0; pair < pairs; pair++)
        {
            Lanes(free[0], row[2 * pair], row[(2 * pair) + 1], LowLanes);
            Lanes(row[(2 * pair) + 1], row[2 * pair], row[(2 * pair) + 1], HighLanes);
            StorePart(free[0], pair, free[1..], target);
            StorePart(row[(2 * pair) + 1], pairs + pair, free, target);
        }
    }

    /// <summary>Stores one of the vectors in which the channels are in their order, as far as there are channels.</summary>
    private void StorePart(VectorRegister values, int part, ReadOnlySpan<VectorRegister> free, AssemblerRegister64 target)
    {
        int width = code.Set.Bytes / output.Size();
        StoreBytes(values, Math.Min(block.Channels - (part * width), width) * output.Size(), part * code.Set.Bytes, free, target);
    }

    /// <summary>Stores the first bytes of a register, which is lost.</summary>
    private void StoreBytes(VectorRegister values, int bytes, int at, ReadOnlySpan<VectorRegister> free, AssemblerRegister64 target)
    {
        if (bytes <= 0)
        {
            return;
        }

        if (bytes == code.Set.Bytes)
        {
            code.Write(Instruction.Create(Code.VEX_Vmovdqu_ymmm256_ymm, VectorCode.At(target + at), code.Name(values)));
            return;
        }

        if (bytes >= LaneBytes)
        {
            if (bytes > LaneBytes)
            {
                Extract(free[0], values);
            }

            code.Write(Instruction.Create(Code.VEX_Vmovdqu_xmmm128_xmm, VectorCode.At(target + at), VectorCode.Lower(values)));
            StoreBytes(free[0], bytes - LaneBytes, at + LaneBytes, free, target);
            return;
        }

        foreach (int size in (ReadOnlySpan<int>)[8, 4, 2, 1])
        {
            if (bytes < size)
            {
                continue;
            }

            MemoryOperand to = VectorCode.At(target + at);
            Register from = VectorCode.Lower(values);
            code.Write(
                size switch
                {
                    8 => Instruction.Create(Code.VEX_Vmovq_xmmm64_xmm, to, from),
                    4 => Instruction.Create(Code.VEX_Vmovd_rm32_xmm, to, from),
                    2 => Instruction.Create(Code.VEX_Vpextrw_r32m16_xmm_imm8, to, from, 0u),
                    _ => Instruction.Create(Code.VEX_Vpextrb_r32m8_xmm_imm8, to, from, 0u),
                }
            );
            bytes -= size;
            at += size;
            if (bytes > 0)
            {
                code.Write(Instruction.Create(Code.VEX_Vpsrldq_xmm_xmm_imm8, from, from, (uint)size));
            }
        }
    }

    private void Extract(VectorRegister to, VectorRegister from) =>
        code.Write(Instruction.Create(Code.VEX_Vextracti128_xmmm128_ymm_imm8, VectorCode.Lower(to), code.Name(from), 1u));

    private void Lanes(VectorRegister to, VectorRegister a, VectorRegister b, byte lanes) =>
        code.Write(Instruction.Create(Code.VEX_Vperm2i128_ymm_ymm_ymmm256_imm8, code.Name(to), code.Name(a), code.Name(b), (uint)lanes));
}
