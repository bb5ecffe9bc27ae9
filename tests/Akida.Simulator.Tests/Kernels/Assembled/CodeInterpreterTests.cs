using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Akida.Simulator.Kernels.Assembled;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Akida.Simulator.Tests.Kernels.Assembled;

/// <summary>The interpreter does what the processor does, where that has the instructions.</summary>
public unsafe class CodeInterpreterTests
{
    private const int VectorBytes = 64;
    private const int Operands = 3;

    /// <summary>Each takes three vectors, the first of which it changes or, where there is memory, stores.</summary>
    private static readonly Dictionary<string, Action<Assembler>> Instructions = new()
    {
        ["vmovdqu8 to memory, masked"] = code => code.vmovdqu8(__[rdi].k1, zmm1),
        ["vmovdqu16 to memory, masked"] = code => code.vmovdqu16(__[rdi].k1, zmm1),
        ["vmovdqu32 to memory, masked"] = code => code.vmovdqu32(__[rdi].k1, zmm1),
        ["vmovdqu32 of 128 bits"] = code => code.vmovdqu32(xmm0, __[rdi + VectorBytes]),
        ["vmovdqa32"] = code => code.vmovdqa32(zmm0, zmm1),
        ["vpbroadcastd of memory"] = code => code.vpbroadcastd(zmm0, __dword_ptr[rdi + (VectorBytes + 5)]),
        ["vpxord"] = code => code.vpxord(zmm0, zmm1, zmm2),
        ["vpxord with a scalar of memory"] = code => code.vpxord(zmm0, zmm1, __dword_bcst[rdi + (2 * VectorBytes)]),
        ["vpaddd"] = code => code.vpaddd(zmm0, zmm1, zmm2),
        ["vpmulld"] = code => code.vpmulld(zmm0, zmm1, zmm2),
        ["vpmaxsd"] = code => code.vpmaxsd(zmm0, zmm1, zmm2),
        ["vpminsd"] = code => code.vpminsd(zmm0, zmm1, zmm2),
        ["vpsravd"] = code => code.vpsravd(zmm0, zmm1, zmm2),
        ["vpdpbusd"] = code => code.vpdpbusd(zmm0, zmm1, zmm2),
        ["vpdpbusd with memory"] = code => code.vpdpbusd(zmm0, zmm1, __zmmword_ptr[rdi + (2 * VectorBytes)]),
        ["vpdpwssd"] = code => code.vpdpwssd(zmm0, zmm1, zmm2),
        ["vpackssdw"] = code => code.vpackssdw(zmm0, zmm1, zmm2),
        ["vpackuswb"] = code => code.vpackuswb(zmm0, zmm1, zmm2),
        ["vpacksswb"] = code => code.vpacksswb(zmm0, zmm1, zmm2),
        ["vpmovusdb, masked"] = code => code.vpmovusdb(__[rdi].k1, zmm1),
        ["vpmovsdb, masked"] = code => code.vpmovsdb(__[rdi].k1, zmm1),
        ["vpmovsdw, masked"] = code => code.vpmovsdw(__[rdi].k1, zmm1),
        ["vpmovusdb"] = code => code.vpmovusdb(__[rdi], zmm1),
        ["vpmovsdb"] = code => code.vpmovsdb(__[rdi], zmm1),
        ["vpmovsdw"] = code => code.vpmovsdw(__[rdi], zmm1),
        ["load by vpmovzxbd"] = code => code.vpmovzxbd(zmm0, __[rdi + (VectorBytes + 3)]),
        ["load by vpmovsxbd"] = code => code.vpmovsxbd(zmm0, __[rdi + (VectorBytes + 3)]),
        ["load by vpmovsxwd"] = code => code.vpmovsxwd(zmm0, __[rdi + (VectorBytes + 3)]),
        ["vpunpcklbw"] = code => code.vpunpcklbw(zmm0, zmm1, zmm2),
        ["vpunpckhbw"] = code => code.vpunpckhbw(zmm0, zmm1, zmm2),
        ["vpunpcklwd"] = code => code.vpunpcklwd(zmm0, zmm1, zmm2),
        ["vpunpckhwd"] = code => code.vpunpckhwd(zmm0, zmm1, zmm2),
        ["vpunpckhbw with memory"] = code => code.vpunpckhbw(zmm0, zmm1, __zmmword_ptr[rdi + (2 * VectorBytes)]),
        ["vshufi64x2"] = code => code.vshufi64x2(zmm0, zmm1, zmm2, 0b11_01_10_00),
        ["movsxd, lea, add, sub, cmp, jne"] = code =>
        {
            Label skip = code.CreateLabel();
            code.movsxd(r8, __dword_ptr[rdi + VectorBytes]);
            code.lea(r9, __[r8 + (r8 * 4) + 12]);
            code.add(r9, 7);
            code.sub(r9, r8);
            code.cmp(r9, __qword_ptr[rdi]);
            code.jne(skip);
            code.add(r9, 1);
            code.Label(ref skip);
            code.mov(__qword_ptr[rdi], r9);
            code.mov(__qword_ptr[rdi + 8], -5);
            code.vmovdqu32(zmm0, __zmmword_ptr[rdi]);
        },
        ["dec, jnz"] = code =>
        {
            Label again = code.CreateLabel();
            code.mov(ecx, 3);
            code.Label(ref again);
            code.vpaddd(zmm0, zmm0, zmm1);
            code.dec(ecx);
            code.jnz(again);
        },
    };

    /// <summary>The same for machines without AVX-512.</summary>
    private static readonly Dictionary<string, Action<Assembler>> NarrowInstructions = new()
    {
        ["vmovdqu to memory"] = code => code.vmovdqu(__[rdi + 7], ymm1),
        ["vmovdqu of 128 bits to memory"] = code => code.vmovdqu(__[rdi + 7], xmm1),
        ["vmovq to memory"] = code => code.vmovq(__qword_ptr[rdi + 7], xmm1),
        ["vmovd to memory"] = code => code.vmovd(__dword_ptr[rdi + 7], xmm1),
        ["vpextrw to memory"] = code => code.vpextrw(__word_ptr[rdi + 7], xmm1, 0),
        ["vpextrb to memory"] = code => code.vpextrb(__byte_ptr[rdi + 7], xmm1, 0),
        ["vmovdqu of 128 bits"] = code => code.vmovdqu(xmm0, __[rdi + VectorBytes]),
        ["vmovdqa"] = code => code.vmovdqa(ymm0, ymm1),
        ["vmovd, vpbroadcastd"] = code =>
        {
            code.mov(eax, 0x80808080);
            code.vmovd(xmm0, eax);
            code.vpbroadcastd(ymm0, xmm0);
        },
        ["vpbroadcastd of memory"] = code => code.vpbroadcastd(ymm0, __dword_ptr[rdi + (VectorBytes + 5)]),
        ["vpxor"] = code => code.vpxor(ymm0, ymm1, ymm2),
        ["vpaddd"] = code => code.vpaddd(ymm0, ymm1, ymm2),
        ["vpmulld with memory"] = code => code.vpmulld(ymm0, ymm1, __ymmword_ptr[rdi + (2 * VectorBytes)]),
        ["vpmaxsd"] = code => code.vpmaxsd(ymm0, ymm1, ymm2),
        ["vpminsd"] = code => code.vpminsd(ymm0, ymm1, ymm2),
        ["vpsravd"] = code => code.vpsravd(ymm0, ymm1, ymm2),
        ["vpmaddwd"] = code => code.vpmaddwd(ymm0, ymm1, ymm2),
        ["vpmaddubsw"] = code => code.vpmaddubsw(ymm0, ymm1, ymm2),
        ["vpmaddubsw with memory"] = code => code.vpmaddubsw(ymm0, ymm1, __ymmword_ptr[rdi + (2 * VectorBytes)]),
        ["vpaddb with memory"] = code => code.vpaddb(ymm0, ymm1, __ymmword_ptr[rdi + (2 * VectorBytes)]),
        ["vpaddw"] = code => code.vpaddw(ymm0, ymm1, ymm2),
        ["vpackssdw"] = code => code.vpackssdw(ymm0, ymm1, ymm2),
        ["vpackuswb"] = code => code.vpackuswb(ymm0, ymm1, ymm2),
        ["vpacksswb"] = code => code.vpacksswb(ymm0, ymm1, ymm2),
        ["load by vpmovzxbd"] = code => code.vpmovzxbd(ymm0, __[rdi + (VectorBytes + 3)]),
        ["load by vpmovsxbd"] = code => code.vpmovsxbd(ymm0, __[rdi + (VectorBytes + 3)]),
        ["load by vpmovsxwd"] = code => code.vpmovsxwd(ymm0, __[rdi + (VectorBytes + 3)]),
        ["vpunpcklbw"] = code => code.vpunpcklbw(ymm0, ymm1, ymm2),
        ["vpunpckhbw with memory"] = code => code.vpunpckhbw(ymm0, ymm1, __ymmword_ptr[rdi + (2 * VectorBytes)]),
        ["vpunpcklwd"] = code => code.vpunpcklwd(ymm0, ymm1, ymm2),
        ["vpunpckhwd"] = code => code.vpunpckhwd(ymm0, ymm1, ymm2),
        ["vextracti128"] = code => code.vextracti128(xmm0, ymm1, 1),
        ["vpsrldq"] = code => code.vpsrldq(xmm0, xmm1, 4),
        ["vperm2i128"] = code => code.vperm2i128(ymm0, ymm1, ymm2, 0x31),
        ["vpermq"] = code => code.vpermq(ymm0, ymm1, 0b11_01_10_00),
        ["vpdpbusd"] = code => code.vpdpbusd(ymm0, ymm1, ymm2),
        ["vpdpwssd"] = code => code.vpdpwssd(ymm0, ymm1, ymm2),
    };

    public static TheoryData<string> Names => [.. Instructions.Keys];

    public static TheoryData<string> NarrowNames => [.. NarrowInstructions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_instruction_does_what_the_processor_does(string name)
    {
        Assert.SkipUnless(Avx512.IsSupported, "this machine has no AVX-512 VNNI");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the argument is in another register");
        bool isStore = name.Contains("masked", StringComparison.Ordinal) || name.StartsWith("vpmov", StringComparison.Ordinal);
        FunctionWriter writer = new(CallConvention.SystemV);
        writer.Begin();
        writer.Code.mov(rax, 0x5A3C_F00F_1234_8765);
        writer.Code.kmovq(k1, rax);
        writer.Code.vmovdqu32(zmm0, __zmmword_ptr[rdi]);
        writer.Code.vmovdqu32(zmm1, __zmmword_ptr[rdi + VectorBytes]);
        writer.Code.vmovdqu32(zmm2, __zmmword_ptr[rdi + (2 * VectorBytes)]);
        Instructions[name](writer.Code);
        if (!isStore)
        {
            writer.Code.vmovdqu32(__zmmword_ptr[rdi], zmm0);
        }

        writer.End();
        AssertSame(writer.Finish());
    }

    [Theory]
    [MemberData(nameof(NarrowNames))]
    public void An_instruction_on_256_bits_does_what_the_processor_does(string name)
    {
        bool needsDotProducts = name.StartsWith("vpdp", StringComparison.Ordinal);
        Assert.SkipUnless(needsDotProducts ? AvxVnni.IsSupported : Avx2.IsSupported, "this machine has no such instruction");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the argument is in another register");
        FunctionWriter writer = new(CallConvention.SystemV);
        writer.Begin();
        writer.Code.vmovdqu(ymm0, __ymmword_ptr[rdi]);
        writer.Code.vmovdqu(ymm1, __ymmword_ptr[rdi + VectorBytes]);
        writer.Code.vmovdqu(ymm2, __ymmword_ptr[rdi + (2 * VectorBytes)]);
        NarrowInstructions[name](writer.Code);
        if (!name.Contains("to memory", StringComparison.Ordinal))
        {
            writer.Code.vmovdqu(__ymmword_ptr[rdi], ymm0);
        }

        writer.End();
        AssertSame(writer.Finish());
    }

    [Fact]
    public void An_instruction_that_no_kernel_uses_is_refused()
    {
        FunctionWriter writer = new(CallConvention.SystemV);
        writer.Begin();
        writer.Code.vpopcntd(zmm0, zmm1);
        writer.End();

        Assert.Throws<NotSupportedException>(() =>
            Run(new CodeInterpreter(CallConvention.SystemV), writer.Finish(), Values(new Random(1), 0))
        );
    }

    /// <summary>The processor and the interpreter leave the same in memory.</summary>
    private static void AssertSame(MachineCode code)
    {
        Random random = new(1);
        for (int turn = 0; turn < 200; turn++)
        {
            byte[] values = Values(random, turn);

            Assert.Equal(Run(Processor.Instance, code, values), Run(new CodeInterpreter(CallConvention.SystemV), code, values));
        }
    }

    /// <summary>Random bits, in every other turn many bytes that are as small or as large as can be.</summary>
    private static byte[] Values(Random random, int turn)
    {
        byte[] values = new byte[Operands * VectorBytes];
        random.NextBytes(values);
        byte[] extremes = [0, 1, 0x7F, 0x80, 0xFF];
        for (int i = 0; i < values.Length && turn % 2 == 1; i++)
        {
            values[i] = random.Next(3) == 0 ? values[i] : extremes[random.Next(extremes.Length)];
        }

        return values;
    }

    private static byte[] Run(CodeMachine machine, MachineCode code, byte[] values)
    {
        byte[] memory = GC.AllocateArray<byte>(values.Length, pinned: true);
        values.CopyTo(memory, 0);
        machine.Load(code)!.Call(0, (void*)Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0));
        return memory;
    }
}
