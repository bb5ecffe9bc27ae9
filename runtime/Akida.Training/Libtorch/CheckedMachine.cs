using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace Akida.Training.Libtorch;

/// <summary>What decides whether convolutions are right: the processor, with the caches that it names, and the library with its settings.</summary>
internal static class CheckedMachine
{
    /// <summary>Variables that choose kernels in libtorch and oneDNN.</summary>
    private static readonly string[] Variables = ["ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA", "ATEN_CPU_CAPABILITY"];

    /// <summary>The processor's own name; of another architecture than x86 that of the architecture.</summary>
    public static string ProcessorName
    {
        get
        {
            if (!X86Base.IsSupported || (uint)X86Base.CpuId(unchecked((int)0x8000_0000), 0).Eax < 0x8000_0004)
            {
                return RuntimeInformation.ProcessArchitecture.ToString();
            }

            StringBuilder name = new();
            for (uint leaf = 0x8000_0002; leaf <= 0x8000_0004; leaf++)
            {
                (int a, int b, int c, int d) = X86Base.CpuId(unchecked((int)leaf), 0);
                foreach (int register in (int[])[a, b, c, d])
                {
                    name.Append(Encoding.ASCII.GetString(BitConverter.GetBytes(register)));
                }
            }

            return name.ToString().Replace('\0', ' ').Trim();
        }
    }

    /// <summary>All of it in lines.</summary>
    public static string Describe() => string.Join('\n',
    [
        $"check: {ConvolutionCheck.Revision}",
        $"library: {Library()}",
        $"processor: {ProcessorName}",
        .. Registers(),
        $"processors: {Environment.ProcessorCount}",
        .. Variables.Select(name => $"{name}: {Environment.GetEnvironmentVariable(name)}"),
    ]);

    private static string Library()
    {
        string? version = typeof(torch).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        string? folders = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string;
        FileInfo? file = folders?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => new FileInfo(Path.Combine(folder, "libtorch_cpu.so")))
            .FirstOrDefault(found => found.Exists);
        return string.Create(CultureInfo.InvariantCulture, $"TorchSharp {version}, libtorch of {file?.Length ?? 0} bytes");
    }

    /// <summary>Family, model, stepping, features and caches as the processor tells them, without what differs from core to core.</summary>
    private static IEnumerable<string> Registers()
    {
        if (!X86Base.IsSupported)
        {
            yield break;
        }

        int basic = X86Base.CpuId(0, 0).Eax;
        uint extended = (uint)X86Base.CpuId(unchecked((int)0x8000_0000), 0).Eax;
        yield return Leaf(1, 0, keepB: false);
        for (int part = 0; basic >= 7 && part < 2; part++)
        {
            yield return Leaf(7, part);
        }

        foreach (uint leaf in (uint[])[4, 0x8000_001D])
        {
            for (int cache = 0; (leaf < 0x8000_0000 ? basic >= leaf : extended >= leaf) && cache < 5; cache++)
            {
                yield return Leaf(leaf, cache);
            }
        }
    }

    private static string Leaf(uint leaf, int part, bool keepB = true)
    {
        (int a, int b, int c, int d) = X86Base.CpuId(unchecked((int)leaf), part);
        return string.Create(CultureInfo.InvariantCulture, $"leaf {leaf:x}.{part}: {a:x8} {(keepB ? b : 0):x8} {c:x8} {d:x8}");
    }
}
