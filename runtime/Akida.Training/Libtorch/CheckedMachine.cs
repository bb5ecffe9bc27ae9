using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace Akida.Training.Libtorch;

/// <summary>
/// What decides whether convolutions are right: the processor, with the caches that it names, and the library with its settings.
/// </summary>
internal static class CheckedMachine
{
    /// <summary>Variables that choose kernels in libtorch and oneDNN.</summary>
    private static readonly string[] Variables = ["ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA", "ATEN_CPU_CAPABILITY"];

    private const int MaximumCaches = 5;

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

    /// <summary>
    /// Whether the processor says what caches it has, as all do, but not all virtual ones. Without, oneDNN's kernels were seen not only to
    /// compute wrong numbers but to write where they must not.
    /// </summary>
    public static bool NamesCaches => !X86Base.IsSupported || CacheRegisters().Any(cache => (cache.Eax & 0x1F) != 0);

    /// <summary>All of it in lines.</summary>
    public static string Describe() =>
        string.Join(
            '\n',
            [
                $"check: {ConvolutionCheck.Revision}",
                $"library: {Library()}",
                $"processor: {ProcessorName}",
                .. Registers(),
                $"processors: {Environment.ProcessorCount}",
                .. Variables.Select(name => $"{name}: {Environment.GetEnvironmentVariable(name)}"),
            ]
        );

    private static string Library()
    {
        string? version = typeof(torch).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        string? folders = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string;
        FileInfo? file = folders
            ?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
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
        yield return Leaf(1, 0, keepB: false);
        for (int part = 0; basic >= 7 && part < 2; part++)
        {
            yield return Leaf(7, part);
        }

        foreach ((uint leaf, int part, int eax, int ebx, int ecx, int edx) in CacheRegisters())
        {
            yield return Line(leaf, part, eax, ebx, ecx, edx);
        }
    }

    /// <summary>What the leaves of Intel and of AMD say of each cache; a type of zero means that there are no more.</summary>
    private static IEnumerable<(uint Leaf, int Part, int Eax, int Ebx, int Ecx, int Edx)> CacheRegisters()
    {
        foreach (uint leaf in (uint[])[4, 0x8000_001D])
        {
            uint highest = (uint)X86Base.CpuId(unchecked((int)(leaf & 0x8000_0000)), 0).Eax;
            for (int part = 0; leaf <= highest && part < MaximumCaches; part++)
            {
                (int a, int b, int c, int d) = X86Base.CpuId(unchecked((int)leaf), part);
                yield return (leaf, part, a, b, c, d);
            }
        }
    }

    private static string Leaf(uint leaf, int part, bool keepB = true)
    {
        (int a, int b, int c, int d) = X86Base.CpuId(unchecked((int)leaf), part);
        return Line(leaf, part, a, keepB ? b : 0, c, d);
    }

    private static string Line(uint leaf, int part, int a, int b, int c, int d) =>
        string.Create(CultureInfo.InvariantCulture, $"leaf {leaf:x}.{part}: {a:x8} {b:x8} {c:x8} {d:x8}");
}
