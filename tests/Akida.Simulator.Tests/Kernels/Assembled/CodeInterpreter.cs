using System.Numerics;
using System.Runtime.InteropServices;
using Akida.Simulator.Kernels;
using Akida.Simulator.Kernels.Assembled;
using Iced.Intel;

namespace Akida.Simulator.Tests.Kernels.Assembled;

/// <summary>
/// Stands in for a processor with whatever code is assembled for: runs assembled code instruction by instruction on this program's own
/// memory. It knows the instructions that our kernels use, and refuses all others.
/// </summary>
/// <param name="convention">How code is called, and what it has to leave as it was.</param>
internal sealed class CodeInterpreter(CallConvention convention) : CodeMachine
{
    /// <summary>The kernels for a set on a machine that need not have it; what they do not take is for the portable ones.</summary>
    public static KernelSet Kernels(VectorSet set, string name, CallConvention convention) =>
        Kernels(set, KernelSets.Select("scalar"), name, convention);

    /// <summary>The same, where others do what they do not take or do better.</summary>
    public static KernelSet Kernels(VectorSet set, KernelSet fallback, string name, CallConvention convention) =>
        KernelSets.Assembled(set, isSupported: true, fallback, new CodeInterpreter(convention), convention, name);

    public override RunnableCode Load(MachineCode code) => new InterpretedCode(code, convention);

    /// <summary>Code that is interpreted.</summary>
    private sealed class InterpretedCode : RunnableCode
    {
        private static readonly Register[] SavedOnWindows = [Register.RSI, Register.RDI];
        private static readonly Register[] SavedEverywhere =
        [
            Register.RBX,
            Register.RBP,
            Register.R12,
            Register.R13,
            Register.R14,
            Register.R15,
        ];

        private readonly Dictionary<ulong, Instruction> instructions = [];
        private readonly int[] entries;
        private readonly bool isWindows;

        public InterpretedCode(MachineCode code, CallConvention convention)
        {
            isWindows = convention == CallConvention.Windows;
            entries = code.Entries;
            Decoder decoder = Decoder.Create(64, new ByteArrayCodeReader(code.Bytes), 0);
            while (decoder.IP < (ulong)code.Bytes.Length)
            {
                ulong at = decoder.IP;
                instructions.Add(at, decoder.Decode());
            }
        }

        public override unsafe void Call(int function, void* argument)
        {
            InterpretedRegisters registers = new();
            registers[isWindows ? Register.RCX : Register.RDI] = (long)argument;
            byte[] stack = GC.AllocateArray<byte>(1024, pinned: true);
            long top = (long)Marshal.UnsafeAddrOfPinnedArrayElement(stack, stack.Length - 8);
            registers.StackPointer = top;
            long[] before = [.. registers.General];
            byte[][] vectorsBefore = [.. registers.Vectors.Select(vector => vector[..16])];
            ulong next = (ulong)entries[function];
            while (true)
            {
                Instruction instruction = instructions[next];
                if (instruction.Mnemonic == Mnemonic.Ret)
                {
                    break;
                }

                next = InterpretedInstruction.Run(instruction, registers);
            }

            GC.KeepAlive(stack);
            Assert.Equal(top, registers.StackPointer);
            foreach (Register saved in isWindows ? [.. SavedEverywhere, .. SavedOnWindows] : SavedEverywhere)
            {
                Assert.Equal(before[saved - Register.RAX], registers[saved]);
            }

            for (int saved = 6; saved < 16 && isWindows; saved++)
            {
                Assert.Equal(vectorsBefore[saved], registers.Vectors[saved][..16]);
            }
        }
    }
}

/// <summary>The registers of the interpreted processor.</summary>
internal sealed class InterpretedRegisters
{
    public const int VectorBytes = 64;

    /// <summary>The general registers.</summary>
    public long[] General { get; } = [.. Enumerable.Range(0, 16).Select(i => 0x5A5A_0000L + i)];

    /// <summary>The vector registers; what code has not set is no zero.</summary>
    public byte[][] Vectors { get; } = [.. Enumerable.Range(0, 32).Select(i => Enumerable.Repeat((byte)(0xC3 + i), VectorBytes).ToArray())];

    /// <summary>The mask registers.</summary>
    public ulong[] Masks { get; } = new ulong[8];

    /// <summary>The zero flag.</summary>
    public bool IsZero { get; set; }

    public long StackPointer
    {
        get => General[Register.RSP - Register.RAX];
        set => General[Register.RSP - Register.RAX] = value;
    }

    /// <summary>A general register; of 32-bit ones the upper half is cleared.</summary>
    public long this[Register register]
    {
        get => register.IsGPR32() ? (uint)General[register - Register.EAX] : General[register - Register.RAX];
        set
        {
            if (register.IsGPR32())
            {
                General[register - Register.EAX] = (uint)value;
            }
            else
            {
                General[register - Register.RAX] = value;
            }
        }
    }

    public byte[] Vector(Register register) =>
        Vectors[
            register.IsZMM() ? register - Register.ZMM0
            : register.IsYMM() ? register - Register.YMM0
            : register.IsXMM() ? register - Register.XMM0
            : throw new NotSupportedException($"{register} is not interpreted")
        ];
}

/// <summary>What each instruction does.</summary>
internal static unsafe class InterpretedInstruction
{
    private const int VectorBytes = InterpretedRegisters.VectorBytes,
        LaneBytes = 16;

    /// <summary>Runs an instruction; returns the address of the next.</summary>
    public static ulong Run(in Instruction instruction, InterpretedRegisters registers)
    {
        switch (instruction.Mnemonic)
        {
            case Mnemonic.Push:
                registers.StackPointer -= sizeof(long);
                *(long*)registers.StackPointer = registers[instruction.Op0Register];
                break;
            case Mnemonic.Pop:
                registers[instruction.Op0Register] = *(long*)registers.StackPointer;
                registers.StackPointer += sizeof(long);
                break;
            case Mnemonic.Mov:
                SetScalar(instruction, registers, Scalar(instruction, 1, registers));
                break;
            case Mnemonic.Movsxd:
                registers[instruction.Op0Register] = (int)Scalar(instruction, 1, registers);
                break;
            case Mnemonic.Lea:
                registers[instruction.Op0Register] = Address(instruction, registers);
                break;
            case Mnemonic.Add:
                SetArithmetic(instruction, registers, Scalar(instruction, 0, registers) + Scalar(instruction, 1, registers));
                break;
            case Mnemonic.Sub:
                SetArithmetic(instruction, registers, Scalar(instruction, 0, registers) - Scalar(instruction, 1, registers));
                break;
            case Mnemonic.Dec:
                SetArithmetic(instruction, registers, Scalar(instruction, 0, registers) - 1);
                break;
            case Mnemonic.Cmp:
                registers.IsZero = Scalar(instruction, 0, registers) == Scalar(instruction, 1, registers);
                break;
            case Mnemonic.Jne:
                return registers.IsZero ? instruction.NextIP : instruction.NearBranch64;
            case Mnemonic.Kmovq:
                registers.Masks[instruction.Op0Register - Register.K0] = (ulong)registers[instruction.Op1Register];
                break;
            case Mnemonic.Vzeroupper:
                break;
            default:
                RunVector(instruction, registers);
                break;
        }

        return instruction.NextIP;
    }

    private static void RunVector(in Instruction instruction, InterpretedRegisters registers)
    {
        switch (instruction.Mnemonic)
        {
            case Mnemonic.Vmovdqu8
            or Mnemonic.Vmovdqu16
            or Mnemonic.Vmovdqu32
            or Mnemonic.Vmovdqa32
            or Mnemonic.Vmovdqu
            or Mnemonic.Vmovdqa:
                Move(instruction, registers);
                break;
            case Mnemonic.Vmovd when instruction.Op0Kind == OpKind.Register:
                int low = (int)Scalar(instruction, 1, registers);
                Set<int>(instruction, registers, i => i == 0 ? low : 0);
                break;
            case Mnemonic.Vmovd or Mnemonic.Vmovq:
                Store(instruction, registers, 0, instruction.Mnemonic == Mnemonic.Vmovd ? sizeof(int) : sizeof(long));
                break;
            case Mnemonic.Vpextrw:
                Store(instruction, registers, instruction.Immediate8 * sizeof(short), sizeof(short));
                break;
            case Mnemonic.Vpextrb:
                Store(instruction, registers, instruction.Immediate8, sizeof(byte));
                break;
            case Mnemonic.Vpsrldq:
                byte[] shifted = [.. registers.Vector(instruction.Op1Register).AsSpan(0, LaneBytes), .. new byte[LaneBytes]];
                int distance = instruction.Immediate8;
                Set<byte>(instruction, registers, i => shifted[i + distance]);
                break;
            case Mnemonic.Vextracti128:
                byte[] whole = [.. registers.Vector(instruction.Op1Register)];
                int extracted = instruction.Immediate8 * LaneBytes;
                Set<byte>(instruction, registers, i => whole[extracted + i]);
                break;
            case Mnemonic.Vperm2i128:
                byte[][] lanes =
                [
                    .. new[] { registers.Vector(instruction.Op1Register), Operand(instruction, 2, registers) }.SelectMany(vector =>
                        new[] { vector[..LaneBytes], vector[LaneBytes..(2 * LaneBytes)] }
                    ),
                ];
                int choice = instruction.Immediate8;
                Set<byte>(instruction, registers, i => lanes[(choice >> (i / LaneBytes * 4)) & 3][i % LaneBytes]);
                break;
            case Mnemonic.Vpermq:
                byte[] quarters = Operand(instruction, 1, registers);
                int permutation = instruction.Immediate8;
                Set<long>(instruction, registers, i => Get<long>(quarters, (permutation >> (2 * i)) & 3));
                break;
            case Mnemonic.Vpbroadcastd:
                int scalar = instruction.Op1Register.IsVectorRegister()
                    ? Get<int>(registers.Vector(instruction.Op1Register), 0)
                    : (int)Scalar(instruction, 1, registers);
                Set<int>(instruction, registers, i => scalar);
                break;
            case Mnemonic.Vpmaddwd:
                byte[] first = [.. registers.Vector(instruction.Op1Register)],
                    second = Operand(instruction, 2, registers);
                Set<int>(
                    instruction,
                    registers,
                    i =>
                        unchecked(
                            (Get<short>(first, 2 * i) * Get<short>(second, 2 * i))
                            + (Get<short>(first, (2 * i) + 1) * Get<short>(second, (2 * i) + 1))
                        )
                );
                break;
            case Mnemonic.Vpmaddubsw:
                byte[] factors = [.. registers.Vector(instruction.Op1Register)],
                    signedFactors = Operand(instruction, 2, registers);
                int PairProduct(int i) => factors[i] * (sbyte)signedFactors[i];
                Set<short>(
                    instruction,
                    registers,
                    i => (short)Math.Clamp(PairProduct(2 * i) + PairProduct((2 * i) + 1), short.MinValue, short.MaxValue)
                );
                break;
            case Mnemonic.Vpaddb:
                Binary<byte>(instruction, registers, (a, b) => unchecked((byte)(a + b)));
                break;
            case Mnemonic.Vpaddw:
                Binary<short>(instruction, registers, (a, b) => unchecked((short)(a + b)));
                break;
            case Mnemonic.Vpxord or Mnemonic.Vpxor:
                Binary<int>(instruction, registers, (a, b) => a ^ b);
                break;
            case Mnemonic.Vpaddd:
                Binary<int>(instruction, registers, (a, b) => unchecked(a + b));
                break;
            case Mnemonic.Vpmulld:
                Binary<int>(instruction, registers, (a, b) => unchecked(a * b));
                break;
            case Mnemonic.Vpmaxsd:
                Binary<int>(instruction, registers, Math.Max);
                break;
            case Mnemonic.Vpminsd:
                Binary<int>(instruction, registers, Math.Min);
                break;
            case Mnemonic.Vpsravd:
                Binary<int>(instruction, registers, (a, b) => (uint)b > 31 ? a >> 31 : a >> b);
                break;
            case Mnemonic.Vpdpbusd:
                byte[] unsigned = registers.Vector(instruction.Op1Register),
                    signed = Operand(instruction, 2, registers);
                Accumulate(instruction, registers, 4, i => unsigned[i] * (sbyte)signed[i]);
                break;
            case Mnemonic.Vpdpwssd:
                byte[] left = registers.Vector(instruction.Op1Register),
                    right = Operand(instruction, 2, registers);
                Accumulate(instruction, registers, 2, i => Get<short>(left, i) * Get<short>(right, i));
                break;
            case Mnemonic.Vpackssdw:
                Pack<int, short>(instruction, registers);
                break;
            case Mnemonic.Vpackuswb:
                Pack<short, byte>(instruction, registers);
                break;
            case Mnemonic.Vpacksswb:
                Pack<short, sbyte>(instruction, registers);
                break;
            case Mnemonic.Vpmovusdb:
                Narrow<uint, byte>(instruction, registers);
                break;
            case Mnemonic.Vpmovsdb:
                Narrow<int, sbyte>(instruction, registers);
                break;
            case Mnemonic.Vpmovsdw:
                Narrow<int, short>(instruction, registers);
                break;
            case Mnemonic.Vpmovzxbd:
                byte* bytes = (byte*)Address(instruction, registers);
                Set<int>(instruction, registers, i => bytes[i]);
                break;
            case Mnemonic.Vpmovsxbd:
                sbyte* signedBytes = (sbyte*)Address(instruction, registers);
                Set<int>(instruction, registers, i => signedBytes[i]);
                break;
            case Mnemonic.Vpmovsxwd:
                short* words = (short*)Address(instruction, registers);
                Set<int>(instruction, registers, i => words[i]);
                break;
            case Mnemonic.Vpunpcklbw:
                Interleave<byte>(instruction, registers, high: false);
                break;
            case Mnemonic.Vpunpckhbw:
                Interleave<byte>(instruction, registers, high: true);
                break;
            case Mnemonic.Vpunpcklwd:
                Interleave<short>(instruction, registers, high: false);
                break;
            case Mnemonic.Vpunpckhwd:
                Interleave<short>(instruction, registers, high: true);
                break;
            case Mnemonic.Vshufi64x2:
                byte[] one = registers.Vector(instruction.Op1Register),
                    two = Operand(instruction, 2, registers);
                byte[] shuffled = new byte[VectorBytes];
                for (int lane = 0; lane < 4; lane++)
                {
                    int from = (instruction.Immediate8 >> (2 * lane)) & 3;
                    Array.Copy(lane < 2 ? one : two, from * LaneBytes, shuffled, lane * LaneBytes, LaneBytes);
                }

                shuffled.CopyTo(registers.Vector(instruction.Op0Register), 0);
                break;
            default:
                throw new NotSupportedException($"{instruction} is not interpreted");
        }
    }

    private static long Address(in Instruction instruction, InterpretedRegisters registers)
    {
        long address = unchecked((long)instruction.MemoryDisplacement64);
        address += instruction.MemoryBase == Register.None ? 0 : registers[instruction.MemoryBase];
        return address + (instruction.MemoryIndex == Register.None ? 0 : registers[instruction.MemoryIndex] * instruction.MemoryIndexScale);
    }

    private static long Scalar(in Instruction instruction, int operand, InterpretedRegisters registers) =>
        instruction.GetOpKind(operand) switch
        {
            OpKind.Register => registers[instruction.GetOpRegister(operand)],
            OpKind.Memory when instruction.MemorySize.GetSize() == sizeof(int) => *(int*)Address(instruction, registers),
            OpKind.Memory => *(long*)Address(instruction, registers),
            _ => (long)instruction.GetImmediate(operand),
        };

    private static void SetArithmetic(in Instruction instruction, InterpretedRegisters registers, long value)
    {
        SetScalar(instruction, registers, value);
        registers.IsZero = Scalar(instruction, 0, registers) == 0;
    }

    private static void SetScalar(in Instruction instruction, InterpretedRegisters registers, long value)
    {
        if (instruction.Op0Kind == OpKind.Register)
        {
            registers[instruction.Op0Register] = value;
        }
        else
        {
            *(long*)Address(instruction, registers) = value;
        }
    }

    private static T Get<T>(byte[] vector, int index)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(vector)[index];

    /// <summary>A vector operand: a register, memory, or a scalar of memory in all lanes.</summary>
    private static byte[] Operand(in Instruction instruction, int operand, InterpretedRegisters registers)
    {
        if (instruction.GetOpKind(operand) == OpKind.Register)
        {
            return [.. registers.Vector(instruction.GetOpRegister(operand))];
        }

        byte[] value = new byte[VectorBytes];
        if (instruction.IsBroadcast)
        {
            MemoryMarshal.Cast<byte, int>(value.AsSpan()).Fill(*(int*)Address(instruction, registers));
        }
        else
        {
            new ReadOnlySpan<byte>((void*)Address(instruction, registers), instruction.MemorySize.GetSize()).CopyTo(value);
        }

        return value;
    }

    private static void Set<T>(in Instruction instruction, InterpretedRegisters registers, Func<int, T> value)
        where T : unmanaged
    {
        byte[] result = new byte[VectorBytes];
        Span<T> target = MemoryMarshal.Cast<byte, T>(result.AsSpan(0, Size(instruction.Op0Register)));
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = value(i);
        }

        // What is beyond a shorter register becomes 0.
        result.CopyTo(registers.Vector(instruction.Op0Register), 0);
    }

    private static void Binary<T>(in Instruction instruction, InterpretedRegisters registers, Func<T, T, T> operation)
        where T : unmanaged
    {
        byte[] left = [.. registers.Vector(instruction.Op1Register)],
            right = Operand(instruction, 2, registers);
        Set(instruction, registers, i => operation(Get<T>(left, i), Get<T>(right, i)));
    }

    /// <summary>Adds the products of neighbours to 32-bit sums, which wrap around.</summary>
    private static void Accumulate(in Instruction instruction, InterpretedRegisters registers, int count, Func<int, int> product)
    {
        byte[] sums = registers.Vector(instruction.Op0Register);
        Set(
            instruction,
            registers,
            i => unchecked(Get<int>(sums, i) + Enumerable.Range(i * count, count).Aggregate(0, (sum, k) => sum + product(k)))
        );
    }

    /// <summary>In each lane of 128 bits the values of both operands, saturated to half the width.</summary>
    private static void Pack<TFrom, TTo>(in Instruction instruction, InterpretedRegisters registers)
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        byte[] left = [.. registers.Vector(instruction.Op1Register)],
            right = Operand(instruction, 2, registers);
        int lane = LaneBytes / sizeof(TFrom);
        Set(
            instruction,
            registers,
            i =>
            {
                int within = i % (2 * lane),
                    from = (i / (2 * lane) * lane) + (within % lane);
                return TTo.CreateSaturating(Get<TFrom>(within < lane ? left : right, from));
            }
        );
    }

    /// <summary>In each lane of 128 bits the lower or the upper halves of both operands, in turns.</summary>
    private static void Interleave<T>(in Instruction instruction, InterpretedRegisters registers, bool high)
        where T : unmanaged
    {
        byte[] left = [.. registers.Vector(instruction.Op1Register)],
            right = Operand(instruction, 2, registers);
        int lane = LaneBytes / sizeof(T);
        Set(instruction, registers, i => Get<T>(i % 2 == 0 ? left : right, (i / lane * lane) + (high ? lane / 2 : 0) + (i % lane / 2)));
    }

    /// <summary>Saturates and stores.</summary>
    private static void Narrow<TFrom, TTo>(in Instruction instruction, InterpretedRegisters registers)
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        byte[] from = registers.Vector(instruction.Op1Register);
        TTo* target = (TTo*)Address(instruction, registers);
        for (int i = 0; i < VectorBytes / sizeof(TFrom); i++)
        {
            if (IsUnmasked(instruction, registers, i))
            {
                target[i] = TTo.CreateSaturating(Get<TFrom>(from, i));
            }
        }
    }

    private static void Move(in Instruction instruction, InterpretedRegisters registers)
    {
        int bytes = instruction.GetOpKind(0) == OpKind.Register ? Size(instruction.Op0Register) : Size(instruction.Op1Register);
        if (instruction.Op0Kind == OpKind.Register)
        {
            if (instruction.OpMask != Register.None)
            {
                throw new NotSupportedException($"{instruction} is not interpreted");
            }

            byte[] target = registers.Vector(instruction.Op0Register);
            byte[] value = new byte[VectorBytes];
            if (instruction.Op1Kind == OpKind.Register)
            {
                registers.Vector(instruction.Op1Register).AsSpan(0, bytes).CopyTo(value);
            }
            else
            {
                new ReadOnlySpan<byte>((void*)Address(instruction, registers), bytes).CopyTo(value);
            }

            value.CopyTo(target, 0);
            return;
        }

        int size = instruction.Mnemonic switch
        {
            Mnemonic.Vmovdqu8 => 1,
            Mnemonic.Vmovdqu16 => 2,
            _ => 4,
        };
        byte* to = (byte*)Address(instruction, registers);
        byte[] from = registers.Vector(instruction.Op1Register);
        for (int i = 0; i < bytes; i++)
        {
            if (IsUnmasked(instruction, registers, i / size))
            {
                to[i] = from[i];
            }
        }
    }

    private static int Size(Register register) => register.GetSize();

    /// <summary>Stores some bytes of a register.</summary>
    private static void Store(in Instruction instruction, InterpretedRegisters registers, int from, int bytes) =>
        registers.Vector(instruction.Op1Register).AsSpan(from, bytes).CopyTo(new Span<byte>((void*)Address(instruction, registers), bytes));

    private static bool IsUnmasked(in Instruction instruction, InterpretedRegisters registers, int element) =>
        instruction.OpMask == Register.None || ((registers.Masks[instruction.OpMask - Register.K0] >> element) & 1) != 0;
}
