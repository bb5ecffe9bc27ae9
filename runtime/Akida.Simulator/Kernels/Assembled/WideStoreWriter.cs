using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Akida.Simulator.Kernels.Assembled;

/// <summary>Stores from 512-bit registers; what is not a whole register is stored through a mask, which stays in <c>k1</c>.</summary>
/// <param name="scalars">Where instructions on other registers are written to.</param>
/// <param name="code">The vectors' instructions.</param>
/// <param name="block">What is stored.</param>
internal sealed class WideStoreWriter(Assembler scalars, VectorCode code, StoredBlock block) : StoreWriter
{
    private const byte LowLanes = 0b01_00_01_00,
        HighLanes = 0b11_10_11_10,
        EvenLanes = 0b10_00_10_00,
        OddLanes = 0b11_01_11_01,
        Alternate = 0b11_01_10_00;

    private readonly StorageKind output = block.Output;
    private readonly int width = code.Set.Bytes / block.Output.Size();

    private int Packed => block.Arrangement == SumArrangement.Plain ? 1 : SumOrder.Packed(code.Set, block.Vectors, output);

    /// <summary>The channels of the last store, if it is not full.</summary>
    private int Partial
    {
        get
        {
            if (block.Arrangement == SumArrangement.Interleaved)
            {
                return block.Channels % width;
            }

            int first = (block.Vectors - 1) / Packed * Packed,
                left = block.Channels - (first * code.Set.Sums);
            return left < (block.Vectors - first) * code.Set.Sums ? left : 0;
        }
    }

    /// <inheritdoc/>
    public override void Prepare()
    {
        if (Partial > 0)
        {
            scalars.mov(rax, (1L << Partial) - 1);
            scalars.kmovq(k1, rax);
        }
    }

    /// <inheritdoc/>
    public override void Store(VectorRegister[] row, ReadOnlySpan<VectorRegister> free, AssemblerRegister64 target)
    {
        if (block.Arrangement == SumArrangement.Interleaved)
        {
            StoreInterleaved(row, free, target);
            return;
        }

        for (int first = 0; first < block.Vectors; first += Packed)
        {
            int together = Math.Min(Packed, block.Vectors - first);
            bool isMasked = Partial > 0 && first + together == block.Vectors;
            AssemblerMemoryOperand to = target + (first * code.Set.Sums * output.Size());
            VectorRegister sum = row[first];
            switch (output, together)
            {
                case (StorageKind.UInt8 or StorageKind.Int8, 4):
                    code.PackToWords(sum, sum, row[first + 1]);
                    code.PackToWords(row[first + 2], row[first + 2], row[first + 3]);
                    code.PackToBytes(sum, sum, row[first + 2], output);
                    Write(Code.EVEX_Vmovdqu8_zmmm512_k1z_zmm, to, sum, isMasked);
                    break;
                case (StorageKind.Int8, _):
                    Write(Code.EVEX_Vpmovsdb_xmmm128_k1z_zmm, to, sum, isMasked);
                    break;
                case (StorageKind.UInt8, _):
                    if (block.IsNegative)
                    {
                        code.Clear(free[0]);
                        code.Max(sum, sum, free[0]);
                    }

                    Write(Code.EVEX_Vpmovusdb_xmmm128_k1z_zmm, to, sum, isMasked);
                    break;
                case (StorageKind.Int16, 2):
                    code.PackToWords(sum, sum, row[first + 1]);
                    Write(Code.EVEX_Vmovdqu16_zmmm512_k1z_zmm, to, sum, isMasked);
                    break;
                case (StorageKind.Int16, _):
                    Write(Code.EVEX_Vpmovsdw_ymmm256_k1z_zmm, to, sum, isMasked);
                    break;
                default:
                    Write(Code.EVEX_Vmovdqu32_zmmm512_k1z_zmm, to, sum, isMasked);
                    break;
            }
        }
    }

    /// <summary>Lanes of 128 bits hold the channels by fours, one vector after the other: packing or transposing puts them right.</summary>
    private void StoreInterleaved(VectorRegister[] row, ReadOnlySpan<VectorRegister> free, AssemblerRegister64 target)
    {
        if (output is StorageKind.UInt8 or StorageKind.Int8 or StorageKind.Int16)
        {
            code.PackToWords(row[0], row[0], row[1]);
            code.PackToWords(row[2], row[2], row[3]);
        }

        switch (output)
        {
            case StorageKind.UInt8 or StorageKind.Int8:
                code.PackToBytes(row[0], row[0], row[2], output);
                StorePart(row[0], 0, target);
                break;
            case StorageKind.Int16:
                Shuffle(row[1], row[0], row[2], LowLanes);
                Shuffle(row[1], row[1], row[1], Alternate);
                Shuffle(row[3], row[0], row[2], HighLanes);
                Shuffle(row[3], row[3], row[3], Alternate);
                StorePart(row[1], 0, target);
                StorePart(row[3], 1, target);
                break;
            default:
                Shuffle(free[0], row[0], row[1], LowLanes);
                Shuffle(free[1], row[2], row[3], LowLanes);
                Shuffle(free[2], row[0], row[1], HighLanes);
                Shuffle(free[3], row[2], row[3], HighLanes);
                Shuffle(row[0], free[0], free[1], EvenLanes);
                Shuffle(row[1], free[0], free[1], OddLanes);
                Shuffle(row[2], free[2], free[3], EvenLanes);
                Shuffle(row[3], free[2], free[3], OddLanes);
                for (int part = 0; part < row.Length; part++)
                {
                    StorePart(row[part], part, target);
                }

                break;
        }
    }

    /// <summary>Stores one of the vectors in which the channels are in their order, as far as there are channels.</summary>
    private void StorePart(VectorRegister values, int part, AssemblerRegister64 target)
    {
        int left = block.Channels - (part * width);
        if (left <= 0)
        {
            return;
        }

        Code store = output switch
        {
            StorageKind.UInt8 or StorageKind.Int8 => Code.EVEX_Vmovdqu8_zmmm512_k1z_zmm,
            StorageKind.Int16 => Code.EVEX_Vmovdqu16_zmmm512_k1z_zmm,
            _ => Code.EVEX_Vmovdqu32_zmmm512_k1z_zmm,
        };
        Write(store, target + (part * code.Set.Bytes), values, left < width);
    }

    private void Shuffle(VectorRegister to, VectorRegister a, VectorRegister b, byte lanes) =>
        code.Write(
            Instruction.Create(Code.EVEX_Vshufi64x2_zmm_k1z_zmm_zmmm512b64_imm8, code.Name(to), code.Name(a), code.Name(b), (uint)lanes)
        );

    private void Write(Code store, AssemblerMemoryOperand to, VectorRegister from, bool isMasked)
    {
        Instruction instruction = Instruction.Create(store, VectorCode.At(to), code.Name(from));
        instruction.OpMask = isMasked ? Register.K1 : Register.None;
        code.Write(instruction);
    }
}
