using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Akida.Simulator.Kernels.Arm;
using Akida.Simulator.Kernels.Assembled;
using Akida.Simulator.Kernels.Emitted;
using Akida.Simulator.Kernels.Scalar;
using Akida.Simulator.Kernels.X86;

namespace Akida.Simulator.Kernels;

/// <summary>All kernel sets, and which one is used.</summary>
public static class KernelSets
{
    /// <summary>The environment variable that forces a set.</summary>
    public const string Variable = "AKIDA_KERNELS";

    /// <summary>The environment variable that, as <c>0</c>, keeps programs from assembling code; read once.</summary>
    public const string AssembledVariable = "AKIDA_ASSEMBLED";

    /// <summary>All sets, the fastest first.</summary>
    public static IReadOnlyList<KernelSet> All { get; } = Create(Environment.GetEnvironmentVariable(AssembledVariable) != "0");

    /// <summary>All sets as they are where nothing may be assembled: there emitted kernels are the fastest.</summary>
    internal static IReadOnlyList<KernelSet> Unassembled { get; } = Create(mayAssemble: false);

    /// <summary>The sets that this machine can run, the fastest first.</summary>
    public static IEnumerable<KernelSet> Supported => All.Where(set => set.IsSupported);

    /// <summary>The set that <see cref="Variable"/> names, or the fastest that this machine can run.</summary>
    /// <exception cref="NotSupportedException">The variable names no set, or one that this machine cannot run.</exception>
    public static KernelSet Select() => Select(Environment.GetEnvironmentVariable(Variable));

    /// <summary>The set of a name, or without one the fastest that this machine can run.</summary>
    /// <exception cref="NotSupportedException">There is no such set, or this machine cannot run it.</exception>
    public static KernelSet Select(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return Supported.First();
        }

        KernelSet? named = All.FirstOrDefault(set => string.Equals(set.Name, name, StringComparison.OrdinalIgnoreCase));
        string supported = string.Join(", ", Supported);
        return named switch
        {
            null => throw new NotSupportedException(
                $"{Variable} is '{name}', must be one of {string.Join(", ", All)} (this machine runs {supported})"
            ),
            { IsSupported: false } => throw new NotSupportedException(
                $"{Variable} is '{name}', which this machine cannot run; it runs {supported}"
            ),
            _ => named,
        };
    }

    /// <summary>All sets; those that are assembled are not supported if nothing may be.</summary>
    private static KernelSet[] Create(bool mayAssemble)
    {
        KernelSet scalar = new("scalar", isSupported: true)
        {
            OwnGemm = [new ScalarByteGemm<byte>(), new ScalarByteGemm<sbyte>(), new ScalarGemm()],
            OwnDepthwise = [new ScalarByteDepthwise<byte>(), new ScalarByteDepthwise<sbyte>(), new ScalarDepthwise()],
            OwnElementwise = [new ScalarElementwise()],
        };
        KernelSet assembledAvx2 = AssembledIfGranted(VectorSet.Avx2),
            assembledAvxVnni = AssembledIfGranted(VectorSet.AvxVnni);
        KernelSet avx2 = new("avx2", Avx2.IsSupported, scalar)
        {
            OwnGemm = [.. assembledAvx2.OwnGemm, new Avx2ByteGemm(), new Gemm256<Avx2PairProduct>("avx2")],
            OwnDepthwise = [.. assembledAvx2.OwnDepthwise, new Depthwise256<Avx2PairProduct>("avx2")],
            OwnElementwise = [.. assembledAvx2.OwnElementwise, new Elementwise256()],
            OwnEmittedGemm = emitted =>
                [
                    .. EmittedBytes<Avx2NarrowQuadProduct>.Of(emitted, "avx2 narrow"),
                    .. EmittedBytes<Avx2WideQuadProduct>.Of(emitted, "avx2 wide"),
                    .. EmittedPairs<Avx2PairProduct>.Of(emitted, "avx2"),
                ],
            OwnEmittedDepthwise = emitted => EmittedDepthwise<Avx2PairProduct>.Of(emitted, "avx2"),
        };
        KernelSet avxVnni = new("avxvnni", Avx2.IsSupported && AvxVnni.IsSupported, avx2)
        {
            OwnGemm = [.. assembledAvxVnni.OwnGemm, new AvxVnniByteGemm(), new Gemm256<AvxVnniPairProduct>("avxvnni")],
            OwnDepthwise = [.. assembledAvxVnni.OwnDepthwise, new Depthwise256<AvxVnniPairProduct>("avxvnni")],
            OwnEmittedGemm = emitted =>
                [.. EmittedBytes<AvxVnniQuadProduct>.Of(emitted, "avxvnni"), .. EmittedPairs<AvxVnniPairProduct>.Of(emitted, "avxvnni")],
            OwnEmittedDepthwise = emitted => EmittedDepthwise<AvxVnniPairProduct>.Of(emitted, "avxvnni"),
        };
        KernelSet avx512Vnni = Assembled(
            VectorSet.Avx512Vnni,
            mayAssemble && avx2.IsSupported && Avx512.IsSupported,
            avxVnni.IsSupported ? avxVnni : avx2,
            Processor.Instance,
            FunctionWriter.ThisSystem
        );
        KernelSet neon = new("neon", AdvSimd.Arm64.IsSupported, scalar)
        {
            OwnGemm = [new AdvSimdGemm<NeonQuadProduct>(), new AdvSimdGemm<NeonPairProduct>()],
            OwnDepthwise = [new AdvSimdDepthwise()],
        };
        return [avx512Vnni, avxVnni, avx2, neon, scalar];

        KernelSet AssembledIfGranted(VectorSet set) =>
            mayAssemble && Avx2.IsSupported && ExecutableMemory.IsGranted
                ? Assembled(set, isSupported: true, scalar, Processor.Instance, FunctionWriter.ThisSystem)
                : new KernelSet(set.Name, isSupported: false);
    }

    /// <summary>The kernels that are assembled for a set of instructions, whatever runs their code.</summary>
    internal static KernelSet Assembled(
        VectorSet set,
        bool isSupported,
        KernelSet fallback,
        CodeMachine machine,
        CallConvention convention,
        string? name = null
    )
    {
        (StorageKind Input, GemmKernel Product, DepthwiseKernel Sums)[] plain =
        [
            (StorageKind.UInt8, new ScalarByteGemm<byte>(), new ScalarByteDepthwise<byte>()),
            (StorageKind.Int8, new ScalarByteGemm<sbyte>(), new ScalarByteDepthwise<sbyte>()),
            (StorageKind.Int16, new ScalarGemm(), new ScalarDepthwise()),
        ];
        return new KernelSet(name ?? set.Name, isSupported, fallback)
        {
            OwnGemm = [.. plain.Select(own => new AssembledGemm(set, machine, own.Input, own.Product, convention))],
            OwnDepthwise =
            [
                .. plain
                    .Where(own =>
                        own.Input switch
                        {
                            StorageKind.Int16 => !set.IsWide,
                            StorageKind.Int8 => set.HasDotProducts,
                            _ => true,
                        }
                    )
                    .Select(own => new AssembledDepthwise(set, machine, own.Input, own.Sums, convention)),
            ],
            OwnElementwise = [new AssembledElementwise(set, machine, new ScalarElementwise(), convention)],
        };
    }
}
