using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Akida.Simulator.Kernels.Assembled;

/// <summary>How a function is called.</summary>
internal enum CallConvention
{
    /// <summary>Linux and macOS.</summary>
    SystemV,

    /// <summary>Windows.</summary>
    Windows,
}

/// <summary>Writes functions that take one pointer: what a caller wants back, and which registers are for what.</summary>
internal sealed class FunctionWriter
{
    private const int VectorBytes = 16;

    private static readonly AssemblerRegister64[] SystemVSaved = [rbx, rbp, r12, r13, r14, r15];
    private static readonly AssemblerRegisterXMM[] WindowsSavedVectors = [xmm6, xmm7, xmm8, xmm9, xmm10, xmm11, xmm12, xmm13, xmm14, xmm15];

    private readonly CallConvention convention;
    private readonly List<Label> entries = [];
    private readonly AssemblerRegister64[] saved;

    /// <summary>No functions yet.</summary>
    public FunctionWriter(CallConvention convention)
    {
        this.convention = convention;
        saved = convention == CallConvention.Windows ? [.. SystemVSaved, rsi, rdi] : SystemVSaved;
    }

    /// <summary>The convention of this system.</summary>
    public static CallConvention ThisSystem => OperatingSystem.IsWindows() ? CallConvention.Windows : CallConvention.SystemV;

    /// <summary>Where instructions are written to.</summary>
    public Assembler Code { get; } = new(64);

    /// <summary>The function's argument.</summary>
    public static AssemblerRegister64 Argument => rbp;

    /// <summary>Registers for whatever a function does.</summary>
    public static AssemblerRegister64[] Scratch { get; } = [rax, rcx, rdx, rsi];

    /// <summary>More of them, for rows of the input.</summary>
    public static AssemblerRegister64[] Rows { get; } = [rdi, r8, r9, r10, r11, rbx, r12, r13, r14, r15];

    /// <summary>Begins a function.</summary>
    public void Begin()
    {
        Label entry = Code.CreateLabel();
        Code.Label(ref entry);
        entries.Add(entry);
        foreach (AssemblerRegister64 register in saved)
        {
            Code.push(register);
        }

        if (convention == CallConvention.Windows)
        {
            Code.sub(rsp, WindowsSavedVectors.Length * VectorBytes);
            for (int i = 0; i < WindowsSavedVectors.Length; i++)
            {
                Code.vmovdqu(__[rsp + (i * VectorBytes)], WindowsSavedVectors[i]);
            }
        }

        Code.mov(Argument, convention == CallConvention.Windows ? rcx : rdi);
    }

    /// <summary>Ends a function.</summary>
    public void End()
    {
        Code.vzeroupper();
        if (convention == CallConvention.Windows)
        {
            for (int i = 0; i < WindowsSavedVectors.Length; i++)
            {
                Code.vmovdqu(WindowsSavedVectors[i], __[rsp + (i * VectorBytes)]);
            }

            Code.add(rsp, WindowsSavedVectors.Length * VectorBytes);
        }

        foreach (AssemblerRegister64 register in saved.Reverse())
        {
            Code.pop(register);
        }

        Code.ret();
    }

    /// <summary>The code of all functions.</summary>
    public MachineCode Finish()
    {
        using MemoryStream bytes = new();
        AssemblerResult result = Code.Assemble(new StreamCodeWriter(bytes), 0, BlockEncoderOptions.ReturnNewInstructionOffsets);
        return new MachineCode(bytes.ToArray(), [.. entries.Select(entry => (int)result.GetLabelRIP(entry))]);
    }
}
