using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Akida.Simulator.Kernels.Assembled;

namespace Akida.Simulator.Tests.Kernels.Assembled;

/// <summary>Memory with code is never writable and executable at once, and is freed with its last owner.</summary>
/// <remarks>Alone, because an address that was given back may be given to whatever else loads a model meanwhile.</remarks>
[CollectionDefinition(nameof(ExecutableMemoryTests), DisableParallelization = true)]
[Collection(nameof(ExecutableMemoryTests))]
public unsafe class ExecutableMemoryTests
{
    // mov eax, 42; ret
    private static readonly byte[] FortyTwo = [0xB8, 42, 0, 0, 0, 0xC3];

    [Fact]
    public void Code_runs_where_the_processor_understands_it()
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "the code is for x64");
        using ExecutableMemory? memory = ExecutableMemory.TryCreate(FortyTwo);
        Assert.SkipWhen(memory is null, "this system grants no memory that can be executed");

        Assert.Equal(42, ((delegate* unmanaged<int>)memory.Pointer)());
    }

    [Fact]
    public void Code_can_be_read_and_executed_but_not_written_and_is_gone_after_its_owner()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells how memory is mapped");
        ExecutableMemory? memory = ExecutableMemory.TryCreate(FortyTwo);
        Assert.SkipWhen(memory is null, "this system grants no memory that can be executed");
        nint address = (nint)memory.Pointer;

        Assert.Equal("r-xp", Protection(address));

        memory.Dispose();
        Assert.NotEqual("r-xp", Protection(address));
    }

    [Fact]
    public void Equal_functions_are_assembled_once_while_somebody_runs_them()
    {
        int assembled = 0;
        CodeCache<string> cache = new(
            new CodeInterpreter(CallConvention.SystemV),
            _ =>
            {
                assembled++;
                return new MachineCode(FortyTwo, [0]);
            }
        );
        RunnableCode first = cache.Get("one")!;

        Assert.Same(first, cache.Get("one"));
        Assert.NotSame(first, cache.Get("other"));
        Assert.Equal(2, assembled);
        GC.KeepAlive(first);
    }

    [Fact]
    public void Code_that_nobody_runs_is_forgotten()
    {
        int assembled = 0;
        CodeCache<string> cache = new(
            new CodeInterpreter(CallConvention.SystemV),
            _ =>
            {
                assembled++;
                return new MachineCode(FortyTwo, [0]);
            }
        );
        GetAndForget(cache);
        GC.Collect();
        GC.WaitForPendingFinalizers();

        cache.Get("one");

        Assert.Equal(2, assembled);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void GetAndForget(CodeCache<string> cache) => cache.Get("one");

    /// <summary>How the page at an address is mapped; empty if it is not.</summary>
    private static string Protection(nint address)
    {
        foreach (string line in File.ReadLines("/proc/self/maps"))
        {
            string[] parts = line.Split(' ');
            long[] range = [.. parts[0].Split('-').Select(part => long.Parse(part, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
            if (address >= range[0] && address < range[1])
            {
                return parts[1];
            }
        }

        return "";
    }
}
