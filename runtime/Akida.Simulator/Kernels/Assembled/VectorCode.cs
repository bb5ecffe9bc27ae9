using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Akida.Simulator.Kernels.Assembled;

/// <summary>A vector register, whatever its width.</summary>
/// <param name="Number">Its number.</param>
internal readonly record struct VectorRegister(int Number);

/// <summary>The last operand of an instruction: a register, or memory.</summary>
internal readonly struct VectorOperand
{
    private VectorOperand(VectorRegister? register, AssemblerMemoryOperand memory) => (Register, Memory) = (register, memory);

    /// <summary>The register; null for memory.</summary>
    public VectorRegister? Register { get; }

    /// <summary>The memory.</summary>
    public AssemblerMemoryOperand Memory { get; }

    /// <summary>A register.</summary>
    public static implicit operator VectorOperand(VectorRegister register) => new(register, default);

    /// <summary>Memory.</summary>
    public static implicit operator VectorOperand(AssemblerMemoryOperand memory) => new(null, memory);
}

/// <summary>Writes instructions on vectors as wide as a set has them.</summary>
/// <param name="code">Where to.</param>
/// <param name="set">The set.</param>
internal sealed class VectorCode(Assembler code, VectorSet set)
{
    private const int Bitness = 64;

    /// <summary>The set.</summary>
    public VectorSet Set => set;

    /// <summary>All registers.</summary>
    public VectorRegister[] Registers { get; } = [.. Enumerable.Range(0, set.Registers).Select(number => new VectorRegister(number))];

    /// <summary>Loads a register.</summary>
    public void Load(VectorRegister to, AssemblerMemoryOperand from) =>
        Write(Code.EVEX_Vmovdqu32_zmm_k1z_zmmm512, Code.VEX_Vmovdqu_ymm_ymmm256, to, from);

    /// <summary>Copies a register.</summary>
    public void Copy(VectorRegister to, VectorRegister from) =>
        Write(Code.EVEX_Vmovdqa32_zmm_k1z_zmmm512, Code.VEX_Vmovdqa_ymm_ymmm256, to, from);

    /// <summary>Sets all bits to 0.</summary>
    public void Clear(VectorRegister register) => Xor(register, register, register);

    /// <summary>Puts 32 bits of memory into all lanes.</summary>
    public void Broadcast(VectorRegister to, AssemblerMemoryOperand from) =>
        Write(Code.EVEX_Vpbroadcastd_zmm_k1z_xmmm32, Code.VEX_Vpbroadcastd_ymm_xmmm32, to, from);

    /// <summary>Puts 32 bits of memory with some bits changed into all lanes.</summary>
    public void BroadcastXor(VectorRegister to, VectorRegister bits, AssemblerRegister64 at, AssemblerRegister64 index, int displacement)
    {
        if (set.IsWide)
        {
            Xor(to, bits, __dword_bcst[at + index + displacement]);
        }
        else
        {
            Broadcast(to, __dword_ptr[at + index + displacement]);
            Xor(to, to, bits);
        }
    }

    /// <summary>Sets the upper bit of every byte.</summary>
    public void SetSignBits(VectorRegister register)
    {
        code.mov(eax, 0x80808080);
        if (set.IsWide)
        {
            Write(Instruction.Create(Code.EVEX_Vpbroadcastd_zmm_k1z_r32, Name(register), Register.EAX));
        }
        else
        {
            Write(Instruction.Create(Code.VEX_Vmovd_xmm_rm32, Lower(register), Register.EAX));
            Write(Instruction.Create(Code.VEX_Vpbroadcastd_ymm_xmmm32, Name(register), Lower(register)));
        }
    }

    /// <summary><c>a ^ b</c>.</summary>
    public void Xor(VectorRegister to, VectorRegister a, VectorOperand b) =>
        Write(Code.EVEX_Vpxord_zmm_k1z_zmm_zmmm512b32, Code.VEX_Vpxor_ymm_ymm_ymmm256, to, a, b);

    /// <summary><c>a + b</c> of 32-bit integers.</summary>
    public void Add(VectorRegister to, VectorRegister a, VectorOperand b) =>
        Write(Code.EVEX_Vpaddd_zmm_k1z_zmm_zmmm512b32, Code.VEX_Vpaddd_ymm_ymm_ymmm256, to, a, b);

    /// <summary><c>a · b</c> of 32-bit integers.</summary>
    public void Multiply(VectorRegister to, VectorRegister a, VectorOperand b) =>
        Write(Code.EVEX_Vpmulld_zmm_k1z_zmm_zmmm512b32, Code.VEX_Vpmulld_ymm_ymm_ymmm256, to, a, b);

    /// <summary>The larger of signed 32-bit integers.</summary>
    public void Max(VectorRegister to, VectorRegister a, VectorOperand b) =>
        Write(Code.EVEX_Vpmaxsd_zmm_k1z_zmm_zmmm512b32, Code.VEX_Vpmaxsd_ymm_ymm_ymmm256, to, a, b);

    /// <summary>The smaller of signed 32-bit integers.</summary>
    public void Min(VectorRegister to, VectorRegister a, VectorOperand b) =>
        Write(Code.EVEX_Vpminsd_zmm_k1z_zmm_zmmm512b32, Code.VEX_Vpminsd_ymm_ymm_ymmm256, to, a, b);

    /// <summary><c>a >> b</c> of signed 32-bit integers, each by its own distance.</summary>
    public void ShiftRight(VectorRegister to, VectorRegister a, VectorOperand b) =>
        Write(Code.EVEX_Vpsravd_zmm_k1z_zmm_zmmm512b32, Code.VEX_Vpsravd_ymm_ymm_ymmm256, to, a, b);

    /// <summary>Adds to each 32-bit sum the products of four unsigned bytes with four signed ones.</summary>
    public void AddByteProducts(VectorRegister sums, VectorRegister x, VectorOperand weights) =>
        Write(Code.EVEX_Vpdpbusd_zmm_k1z_zmm_zmmm512b32, Code.VEX_Vpdpbusd_ymm_ymm_ymmm256, sums, x, weights);

    /// <summary>The sums of two products of unsigned bytes with signed ones, saturated to 16 bits.</summary>
    public void MultiplyBytes(VectorRegister to, VectorRegister x, VectorOperand weights) =>
        Write(Code.EVEX_Vpmaddubsw_zmm_k1z_zmm_zmmm512, Code.VEX_Vpmaddubsw_ymm_ymm_ymmm256, to, x, weights);

    /// <summary><c>a + b</c> of bytes.</summary>
    public void AddBytes(VectorRegister to, VectorRegister a, VectorOperand b) =>
        Write(Code.EVEX_Vpaddb_zmm_k1z_zmm_zmmm512, Code.VEX_Vpaddb_ymm_ymm_ymmm256, to, a, b);

    /// <summary><c>a + b</c> of 16-bit integers.</summary>
    public void AddWords(VectorRegister to, VectorRegister a, VectorOperand b) =>
        Write(Code.EVEX_Vpaddw_zmm_k1z_zmm_zmmm512, Code.VEX_Vpaddw_ymm_ymm_ymmm256, to, a, b);

    /// <summary>The sums of two products of 16-bit integers.</summary>
    public void MultiplyWords(VectorRegister to, VectorRegister a, VectorOperand b) =>
        Write(Code.EVEX_Vpmaddwd_zmm_k1z_zmm_zmmm512, Code.VEX_Vpmaddwd_ymm_ymm_ymmm256, to, a, b);

    /// <summary>Adds to each 32-bit sum the products of two 16-bit integers with two others.</summary>
    /// <param name="sums">The sums.</param>
    /// <param name="x">The ones.</param>
    /// <param name="weights">The others.</param>
    /// <param name="free">A register for the products, where they are not added by the same instruction.</param>
    public void AddWordProducts(VectorRegister sums, VectorRegister x, VectorOperand weights, VectorRegister free)
    {
        if (set.HasDotProducts)
        {
            Write(Code.EVEX_Vpdpwssd_zmm_k1z_zmm_zmmm512b32, Code.VEX_Vpdpwssd_ymm_ymm_ymmm256, sums, x, weights);
            return;
        }

        MultiplyWords(free, x, weights);
        Add(sums, sums, free);
    }

    /// <summary>In each lane of 128 bits the lower or the upper bytes of both operands, in turns.</summary>
    public void InterleaveBytes(VectorRegister to, VectorRegister a, VectorOperand b, bool high) =>
        Write(
            high ? Code.EVEX_Vpunpckhbw_zmm_k1z_zmm_zmmm512 : Code.EVEX_Vpunpcklbw_zmm_k1z_zmm_zmmm512,
            high ? Code.VEX_Vpunpckhbw_ymm_ymm_ymmm256 : Code.VEX_Vpunpcklbw_ymm_ymm_ymmm256,
            to,
            a,
            b
        );

    /// <summary>In each lane of 128 bits the lower or the upper 16-bit integers of both operands, in turns.</summary>
    public void InterleaveWords(VectorRegister to, VectorRegister a, VectorOperand b, bool high) =>
        Write(
            high ? Code.EVEX_Vpunpckhwd_zmm_k1z_zmm_zmmm512 : Code.EVEX_Vpunpcklwd_zmm_k1z_zmm_zmmm512,
            high ? Code.VEX_Vpunpckhwd_ymm_ymm_ymmm256 : Code.VEX_Vpunpcklwd_ymm_ymm_ymmm256,
            to,
            a,
            b
        );

    /// <summary>In each lane of 128 bits the 32-bit integers of both operands, saturated to 16 bits.</summary>
    public void PackToWords(VectorRegister to, VectorRegister a, VectorRegister b) =>
        Write(Code.EVEX_Vpackssdw_zmm_k1z_zmm_zmmm512b32, Code.VEX_Vpackssdw_ymm_ymm_ymmm256, to, a, b);

    /// <summary>In each lane of 128 bits the 16-bit integers of both operands, saturated to bytes.</summary>
    public void PackToBytes(VectorRegister to, VectorRegister a, VectorRegister b, StorageKind output)
    {
        bool isUnsigned = output == StorageKind.UInt8;
        Write(
            isUnsigned ? Code.EVEX_Vpackuswb_zmm_k1z_zmm_zmmm512 : Code.EVEX_Vpacksswb_zmm_k1z_zmm_zmmm512,
            isUnsigned ? Code.VEX_Vpackuswb_ymm_ymm_ymmm256 : Code.VEX_Vpacksswb_ymm_ymm_ymmm256,
            to,
            a,
            b
        );
    }

    /// <summary>Loads as many values as a register has 32-bit integers, as those.</summary>
    public void LoadAsInts(VectorRegister to, AssemblerMemoryOperand from, StorageKind kind)
    {
        switch (kind)
        {
            case StorageKind.UInt8:
                Write(Code.EVEX_Vpmovzxbd_zmm_k1z_xmmm128, Code.VEX_Vpmovzxbd_ymm_xmmm64, to, from);
                break;
            case StorageKind.Int8:
                Write(Code.EVEX_Vpmovsxbd_zmm_k1z_xmmm128, Code.VEX_Vpmovsxbd_ymm_xmmm64, to, from);
                break;
            case StorageKind.Int16:
                Write(Code.EVEX_Vpmovsxwd_zmm_k1z_ymmm256, Code.VEX_Vpmovsxwd_ymm_xmmm128, to, from);
                break;
            default:
                Load(to, from);
                break;
        }
    }

    /// <summary>Any instruction.</summary>
    public void Write(Instruction instruction) => code.AddInstruction(instruction);

    /// <summary>The register as instructions on whole vectors know it.</summary>
    public Register Name(VectorRegister register) => (set.IsWide ? Register.ZMM0 : Register.YMM0) + register.Number;

    /// <summary>The lowest 128 bits of a register.</summary>
    public static Register Lower(VectorRegister register) => Register.XMM0 + register.Number;

    /// <summary>Memory as instructions know it.</summary>
    public static MemoryOperand At(AssemblerMemoryOperand memory) => memory.ToMemoryOperand(Bitness);

    private void Write(Code wide, Code narrow, VectorRegister to, VectorOperand from)
    {
        Code chosen = set.IsWide ? wide : narrow;
        Write(
            from.Register is { } register
                ? Instruction.Create(chosen, Name(to), Name(register))
                : Instruction.Create(chosen, Name(to), At(from.Memory))
        );
    }

    private void Write(Code wide, Code narrow, VectorRegister to, VectorRegister a, VectorOperand b)
    {
        Code chosen = set.IsWide ? wide : narrow;
        Write(
            b.Register is { } register
                ? Instruction.Create(chosen, Name(to), Name(a), Name(register))
                : Instruction.Create(chosen, Name(to), Name(a), At(b.Memory))
        );
    }
}
