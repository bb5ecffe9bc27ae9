using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Akida.Simulator.Kernels.Assembled;

/// <summary>Writes what is done to sums in registers: their maps, and storing them as wide as the output is.</summary>
/// <param name="writer">Where to.</param>
/// <param name="channels">The channels of the block, at most <see cref="SumOrder.Block"/>.</param>
/// <param name="output">How the output is stored.</param>
/// <param name="fields">The parts of the maps.</param>
/// <param name="arrangement">How the sums lie.</param>
internal sealed class MapWriter(
    FunctionWriter writer,
    int channels,
    StorageKind output,
    MapFields fields,
    SumArrangement arrangement = SumArrangement.ForPacking
)
{
    private const int VectorBytes = 64;

    private readonly Assembler code = writer.Code;
    private readonly int vectors = arrangement == SumArrangement.Interleaved ? SumOrder.MostVectors : SumOrder.Vectors(channels);

    /// <summary>Bytes of the biases and parts of a block.</summary>
    public int Bytes => fields.Vectors() * vectors * VectorBytes;

    private int Packed => arrangement == SumArrangement.Plain ? 1 : SumOrder.Packed(vectors, output);

    /// <summary>The channels of the last store, if it is not full: they are stored through a mask, which stays in <c>k1</c>.</summary>
    private int Partial
    {
        get
        {
            if (arrangement == SumArrangement.Interleaved)
            {
                return channels % (VectorBytes / output.Size());
            }

            int first = (vectors - 1) / Packed * Packed,
                left = channels - (first * SumOrder.Vector);
            return left < (vectors - first) * SumOrder.Vector ? left : 0;
        }
    }

    /// <summary>Once in a function: the mask.</summary>
    public void Prepare()
    {
        if (Partial > 0)
        {
            code.mov(rax, (1L << Partial) - 1);
            code.kmovq(k1, rax);
        }
    }

    /// <summary>The biases of one of the vectors.</summary>
    public static AssemblerMemoryOperand Bias(AssemblerRegister64 block, int vector) => __zmmword_ptr[block + (vector * VectorBytes)];

    /// <summary>Maps sums.</summary>
    /// <param name="sums">The sums of each row, by vector.</param>
    /// <param name="free">Registers that hold nothing, at least as many as there are parts.</param>
    /// <param name="block">Points to the biases and parts.</param>
    public void Map(AssemblerRegisterZMM[][] sums, ReadOnlySpan<AssemblerRegisterZMM> free, AssemblerRegister64 block)
    {
        for (int vector = 0; vector < vectors; vector++)
        {
            int next = 0;
            foreach (MapFields field in MapFieldsOf.Order)
            {
                if (!fields.HasFlag(field))
                {
                    continue;
                }

                AssemblerRegisterZMM values = free[next++];
                code.vmovdqu32(values, __zmmword_ptr[block + (((fields.IndexOf(field) * vectors) + vector) * VectorBytes)]);
                foreach (AssemblerRegisterZMM[] row in sums)
                {
                    Apply(field, row[vector], values);
                }
            }
        }
    }

    /// <summary>Stores the mapped sums of a row, which are lost.</summary>
    /// <param name="row">The sums by vector.</param>
    /// <param name="free">Registers that hold nothing: one, or four where vectors are interleaved.</param>
    /// <param name="target">Points to the output of the block's first channel.</param>
    public void Store(AssemblerRegisterZMM[] row, ReadOnlySpan<AssemblerRegisterZMM> free, AssemblerRegister64 target)
    {
        if (arrangement == SumArrangement.Interleaved)
        {
            StoreInterleaved(row, free, target);
            return;
        }

        int size = output.Size();
        for (int first = 0; first < vectors; first += Packed)
        {
            int together = Math.Min(Packed, vectors - first);
            bool isMasked = Partial > 0 && first + together == vectors;
            AssemblerMemoryOperand to = target + (first * SumOrder.Vector * size);
            to = isMasked ? __[to].k1 : __[to];
            AssemblerRegisterZMM sum = row[first];
            switch (output, together)
            {
                case (StorageKind.UInt8, SumOrder.MostVectors):
                    code.vpackssdw(sum, sum, row[first + 1]);
                    code.vpackssdw(row[first + 2], row[first + 2], row[first + 3]);
                    code.vpackuswb(sum, sum, row[first + 2]);
                    code.vmovdqu8(to, sum);
                    break;
                case (StorageKind.Int8, SumOrder.MostVectors):
                    code.vpackssdw(sum, sum, row[first + 1]);
                    code.vpackssdw(row[first + 2], row[first + 2], row[first + 3]);
                    code.vpacksswb(sum, sum, row[first + 2]);
                    code.vmovdqu8(to, sum);
                    break;
                case (StorageKind.Int8, _):
                    code.vpmovsdb(to, sum);
                    break;
                case (StorageKind.UInt8, _):
                    if (!fields.HasFlag(MapFields.OutLow))
                    {
                        code.vpxord(free[0], free[0], free[0]);
                        code.vpmaxsd(sum, sum, free[0]);
                    }

                    code.vpmovusdb(to, sum);
                    break;
                case (StorageKind.Int16, 2):
                    code.vpackssdw(sum, sum, row[first + 1]);
                    code.vmovdqu16(to, sum);
                    break;
                case (StorageKind.Int16, _):
                    code.vpmovsdw(to, sum);
                    break;
                default:
                    code.vmovdqu32(to, sum);
                    break;
            }
        }
    }

    /// <summary>Lanes of 128 bits hold the channels by fours, one vector after the other: packing or transposing puts them right.</summary>
    private void StoreInterleaved(AssemblerRegisterZMM[] row, ReadOnlySpan<AssemblerRegisterZMM> free, AssemblerRegister64 target)
    {
        const byte LowLanes = 0b01_00_01_00,
            HighLanes = 0b11_10_11_10,
            EvenLanes = 0b10_00_10_00,
            OddLanes = 0b11_01_11_01,
            Alternate = 0b11_01_10_00;
        if (output is StorageKind.UInt8 or StorageKind.Int8 or StorageKind.Int16)
        {
            code.vpackssdw(row[0], row[0], row[1]);
            code.vpackssdw(row[2], row[2], row[3]);
        }

        switch (output)
        {
            case StorageKind.UInt8:
                code.vpackuswb(row[0], row[0], row[2]);
                StorePart(row[0], 0, target);
                break;
            case StorageKind.Int8:
                code.vpacksswb(row[0], row[0], row[2]);
                StorePart(row[0], 0, target);
                break;
            case StorageKind.Int16:
                code.vshufi64x2(row[1], row[0], row[2], LowLanes);
                code.vshufi64x2(row[1], row[1], row[1], Alternate);
                code.vshufi64x2(row[3], row[0], row[2], HighLanes);
                code.vshufi64x2(row[3], row[3], row[3], Alternate);
                StorePart(row[1], 0, target);
                StorePart(row[3], 1, target);
                break;
            default:
                code.vshufi64x2(free[0], row[0], row[1], LowLanes);
                code.vshufi64x2(free[1], row[2], row[3], LowLanes);
                code.vshufi64x2(free[2], row[0], row[1], HighLanes);
                code.vshufi64x2(free[3], row[2], row[3], HighLanes);
                code.vshufi64x2(row[0], free[0], free[1], EvenLanes);
                code.vshufi64x2(row[1], free[0], free[1], OddLanes);
                code.vshufi64x2(row[2], free[2], free[3], EvenLanes);
                code.vshufi64x2(row[3], free[2], free[3], OddLanes);
                for (int part = 0; part < row.Length; part++)
                {
                    StorePart(row[part], part, target);
                }

                break;
        }
    }

    /// <summary>Stores one of the vectors in which the channels are in their order, as far as there are channels.</summary>
    private void StorePart(AssemblerRegisterZMM values, int part, AssemblerRegister64 target)
    {
        int width = VectorBytes / output.Size(),
            left = channels - (part * width);
        if (left <= 0)
        {
            return;
        }

        AssemblerMemoryOperand to = left < width ? __[target + (part * VectorBytes)].k1 : __[target + (part * VectorBytes)];
        switch (output)
        {
            case StorageKind.UInt8 or StorageKind.Int8:
                code.vmovdqu8(to, values);
                break;
            case StorageKind.Int16:
                code.vmovdqu16(to, values);
                break;
            default:
                code.vmovdqu32(to, values);
                break;
        }
    }

    private void Apply(MapFields field, AssemblerRegisterZMM sum, AssemblerRegisterZMM values)
    {
        switch (field)
        {
            case MapFields.Low or MapFields.OutLow:
                code.vpmaxsd(sum, sum, values);
                break;
            case MapFields.High or MapFields.OutHigh:
                code.vpminsd(sum, sum, values);
                break;
            case MapFields.Scale:
                code.vpmulld(sum, sum, values);
                break;
            case MapFields.Half:
                code.vpaddd(sum, sum, values);
                break;
            default:
                code.vpsravd(sum, sum, values);
                break;
        }
    }
}
