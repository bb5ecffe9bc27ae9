using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Akida.Simulator.Kernels.Assembled;

/// <summary>Writes what is done to sums in registers: their maps, and storing them as wide as the output is.</summary>
/// <param name="writer">Where to.</param>
/// <param name="channels">The channels of the block, at most <see cref="SumOrder.Block"/>.</param>
/// <param name="output">How the output is stored.</param>
/// <param name="fields">The parts of the maps.</param>
internal sealed class MapWriter(FunctionWriter writer, int channels, StorageKind output, MapFields fields)
{
    private const int VectorBytes = 64;

    private readonly Assembler code = writer.Code;
    private readonly int vectors = SumOrder.Vectors(channels);

    /// <summary>Bytes of the biases and parts of a block.</summary>
    public int Bytes => fields.Vectors() * vectors * VectorBytes;

    private int Packed => SumOrder.Packed(vectors, output);

    /// <summary>The channels of the last store, if it is not full: they are stored through a mask, which stays in <c>k1</c>.</summary>
    private int Partial
    {
        get
        {
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
    /// <param name="free">A register that holds nothing.</param>
    /// <param name="target">Points to the output of the block's first channel.</param>
    public void Store(AssemblerRegisterZMM[] row, AssemblerRegisterZMM free, AssemblerRegister64 target)
    {
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
                case (StorageKind.UInt8, _):
                    if (!fields.HasFlag(MapFields.OutLow))
                    {
                        code.vpxord(free, free, free);
                        code.vpmaxsd(sum, sum, free);
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
