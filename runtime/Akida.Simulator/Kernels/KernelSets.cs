using Akida.Simulator.Kernels.Arm;
using Akida.Simulator.Kernels.Scalar;
using Akida.Simulator.Kernels.X86;

namespace Akida.Simulator.Kernels;

/// <summary>All kernel sets, and which one is used.</summary>
public static class KernelSets
{
    /// <summary>The environment variable that forces a set.</summary>
    public const string Variable = "AKIDA_KERNELS";

    /// <summary>All sets, the fastest first.</summary>
    public static IReadOnlyList<KernelSet> All { get; } = [new AvxVnniKernels(), new Avx2Kernels(), new AdvSimdKernels(), new ScalarKernels()];

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
            null => throw new NotSupportedException($"{Variable} is '{name}', must be one of {string.Join(", ", All)} (this machine runs {supported})"),
            { IsSupported: false } => throw new NotSupportedException($"{Variable} is '{name}', which this machine cannot run; it runs {supported}"),
            _ => named,
        };
    }
}
