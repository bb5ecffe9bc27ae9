namespace Akida.Simulator.Kernels.Assembled;

/// <summary>Runs assembled code: the processor itself, or whatever stands in for it.</summary>
internal abstract class CodeMachine
{
    /// <summary>Makes code runnable; null where this machine refuses.</summary>
    public abstract RunnableCode? Load(MachineCode code);
}

/// <summary>Machine code, and where in it the functions begin.</summary>
/// <param name="Bytes">The instructions.</param>
/// <param name="Entries">The first byte of each function.</param>
internal sealed record MachineCode(byte[] Bytes, int[] Entries);

/// <summary>Code that can be called: functions that take one pointer and give nothing back.</summary>
internal abstract unsafe class RunnableCode
{
    /// <summary>Calls a function.</summary>
    /// <param name="function">Its index in <see cref="MachineCode.Entries"/>.</param>
    /// <param name="argument">What it takes.</param>
    public abstract void Call(int function, void* argument);
}

/// <summary>The processor that this program runs on.</summary>
internal sealed unsafe class Processor : CodeMachine
{
    private Processor() { }

    /// <summary>The one processor.</summary>
    public static Processor Instance { get; } = new();

    public override RunnableCode? Load(MachineCode code) =>
        ExecutableMemory.TryCreate(code.Bytes) is { } memory ? new NativeCode(memory, code.Entries) : null;

    private sealed class NativeCode(ExecutableMemory memory, int[] entries) : RunnableCode
    {
        public override void Call(int function, void* argument)
        {
            ((delegate* unmanaged<void*, void>)(memory.Pointer + entries[function]))(argument);
            GC.KeepAlive(memory);
        }
    }
}
