using Iced.Intel;

namespace Akida.Simulator.Kernels.Assembled;

/// <summary>Writes how mapped sums are stored, as wide as the output is, and no further than the block has channels.</summary>
internal abstract class StoreWriter
{
    /// <summary>The writer for a set of instructions.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="code">The vectors' instructions.</param>
    /// <param name="block">What is stored.</param>
    public static StoreWriter Create(FunctionWriter writer, VectorCode code, StoredBlock block) =>
        code.Set.IsWide ? new WideStoreWriter(writer.Code, code, block) : new NarrowStoreWriter(code, block);

    /// <summary>Once in a function.</summary>
    public virtual void Prepare() { }

    /// <summary>Stores the mapped sums of a row, which are lost.</summary>
    /// <param name="row">The sums by vector.</param>
    /// <param name="free">Registers that hold nothing: one, or four of 512 bits where vectors are interleaved.</param>
    /// <param name="target">Points to the output of the block's first channel.</param>
    public abstract void Store(VectorRegister[] row, ReadOnlySpan<VectorRegister> free, AssemblerRegister64 target);
}

/// <summary>What is stored of a row.</summary>
/// <param name="Channels">The channels of the block.</param>
/// <param name="Vectors">Registers that hold their sums.</param>
/// <param name="Output">How the output is stored.</param>
/// <param name="Arrangement">How the sums lie.</param>
/// <param name="IsNegative">Whether sums may be negative where the output cannot be.</param>
internal sealed record StoredBlock(int Channels, int Vectors, StorageKind Output, SumArrangement Arrangement, bool IsNegative);
