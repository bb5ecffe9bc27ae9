using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Akida.Simulator.Kernels.Assembled;

/// <summary>Writes what is done to sums in registers: their maps.</summary>
/// <param name="code">Where to.</param>
/// <param name="vectors">Registers of a block.</param>
/// <param name="fields">The parts of the maps.</param>
internal sealed class MapWriter(VectorCode code, int vectors, MapFields fields)
{
    /// <summary>Bytes of the biases and parts of a block.</summary>
    public int Bytes => fields.Vectors() * vectors * code.Set.Bytes;

    /// <summary>The biases of one of the vectors.</summary>
    public AssemblerMemoryOperand Bias(AssemblerRegister64 block, int vector) => __[block + (vector * code.Set.Bytes)];

    /// <summary>Maps sums.</summary>
    /// <param name="sums">The sums of each row, by vector.</param>
    /// <param name="free">Registers that hold nothing, at least one.</param>
    /// <param name="block">Points to the biases and parts.</param>
    public void Map(VectorRegister[][] sums, ReadOnlySpan<VectorRegister> free, AssemblerRegister64 block)
    {
        int next = 0;
        for (int vector = 0; vector < vectors; vector++)
        {
            foreach (MapFields field in MapFieldsOf.Order)
            {
                if (!fields.HasFlag(field))
                {
                    continue;
                }

                VectorRegister values = free[next++ % free.Length];
                code.Load(values, __[block + (((fields.IndexOf(field) * vectors) + vector) * code.Set.Bytes)]);
                foreach (VectorRegister[] row in sums)
                {
                    Apply(field, row[vector], values);
                }
            }
        }
    }

    private void Apply(MapFields field, VectorRegister sum, VectorRegister values)
    {
        switch (field)
        {
            case MapFields.Low or MapFields.OutLow:
                code.Max(sum, sum, values);
                break;
            case MapFields.High or MapFields.OutHigh:
                code.Min(sum, sum, values);
                break;
            case MapFields.Scale:
                code.Multiply(sum, sum, values);
                break;
            case MapFields.Half:
                code.Add(sum, sum, values);
                break;
            default:
                code.ShiftRight(sum, sum, values);
                break;
        }
    }
}
