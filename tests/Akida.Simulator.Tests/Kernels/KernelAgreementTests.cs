using Akida.Kernels;
using Akida.Simulator.Kernels;
using Akida.Simulator.Kernels.Assembled;
using Akida.Simulator.Tests.Kernels.Assembled;

namespace Akida.Simulator.Tests.Kernels;

/// <summary>
/// Every kernel gives what the definition says: all remainders of pixels, filters and values, all storages. What is assembled for another
/// machine is interpreted.
/// </summary>
public class KernelAgreementTests
{
    private static readonly StorageKind[] Outputs = [StorageKind.UInt8, StorageKind.Int8, StorageKind.Int16, StorageKind.Int32];

    /// <summary>What this machine has, what is interpreted, and what takes over where no memory can be executed.</summary>
    private static readonly KernelSet[] Sets =
    [
        .. KernelSets.Supported,
        .. VectorSet.All.SelectMany(set =>
            new[]
            {
                CodeInterpreter.Kernels(set, $"{set.Name} interpreted", CallConvention.SystemV),
                CodeInterpreter.Kernels(set, $"{set.Name} interpreted for Windows", CallConvention.Windows),
                KernelSets.Assembled(
                    set,
                    isSupported: true,
                    KernelSets.Select("scalar"),
                    new RefusingMachine(),
                    CallConvention.SystemV,
                    $"{set.Name} refused"
                ),
            }
        ),
    ];

    public static TheoryData<string, string> GemmKernels =>
        [.. Sets.SelectMany(set => set.OwnGemm.Select(kernel => (set.Name, kernel.Name)))];

    public static TheoryData<string, string> ElementwiseKernels =>
        [.. Sets.SelectMany(set => set.OwnElementwise.Select(kernel => (set.Name, kernel.Name)))];

    public static TheoryData<string, string> DepthwiseKernels =>
        [.. Sets.SelectMany(set => set.OwnDepthwise.Select(kernel => (set.Name, kernel.Name)))];

    [Theory]
    [MemberData(nameof(GemmKernels))]
    public void Products_of_all_remainders_are_those_of_the_definition(string set, string name)
    {
        GemmKernel kernel = Set(set).OwnGemm.Single(each => each.Name == name);
        int seed = 0,
            taken = 0;
        foreach (StorageKind output in Outputs)
        {
            for (int filters = 1; filters <= 130; filters += filters % 16 is 1 or 15 or 0 ? 1 : 7)
            {
                Check(1 + (seed % 14), 1 + (seed % 3), 1 + (seed % 11), filters, output);
            }

            for (int pixels = 1; pixels <= 25; pixels++)
            {
                Check(pixels, 1 + (seed % 2), 5, 1 + (seed * 29 % 67), output);
            }

            for (int length = 1; length <= 40; length++)
            {
                Check(1 + (seed % 7), 1 + (seed % 3), length, 1 + (seed * 31 % 70), output);
            }

            // So long that rows are loops, with whole loops and what is left of them.
            foreach (int length in (int[])[96, 99, 100, 109, 150])
            {
                Check(1 + (seed % 7), 1 + (seed % 2), length, 40 + (seed * 31 % 30), output);
            }

            Check(3, 1, 0, 20, output);
        }

        Assert.NotEqual(0, taken);

        void Check(int pixels, int segments, int length, int filters, StorageKind output) =>
            taken += KernelFrame.Check(kernel, pixels, segments, length, filters, output, seed++) ? 1 : 0;
    }

    [Theory]
    [MemberData(nameof(ElementwiseKernels))]
    public void Sums_of_tensors_are_those_of_the_definition(string set, string name)
    {
        ElementwiseKernel kernel = Set(set).OwnElementwise.Single(each => each.Name == name);
        int seed = 0;
        foreach (StorageKind output in Outputs)
        {
            foreach (StorageKind left in Outputs)
            {
                foreach (StorageKind? right in (StorageKind?[])[null, .. Outputs])
                {
                    for (int channels = 1 + (seed % 5); channels <= 130; channels += 13)
                    {
                        KernelFrame.Check(kernel, 1 + (seed % 6), channels, left, right, output, seed++);
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(DepthwiseKernels))]
    public void Depthwise_sums_of_all_remainders_are_those_of_the_definition(string set, string name)
    {
        DepthwiseKernel kernel = Set(set).OwnDepthwise.Single(each => each.Name == name);
        int seed = 0,
            taken = 0;
        foreach (StorageKind output in Outputs)
        {
            for (int channels = 1; channels <= 130; channels += channels % 16 is 1 or 15 or 0 ? 1 : 7)
            {
                Check(new DepthwiseWindow(3, 3, 1 + (seed % 2), 1 + (seed % 8)), 1 + (seed % 3), channels, output);
            }

            for (int outputs = 1; outputs <= 20; outputs++)
            {
                Check(new DepthwiseWindow(3, 3, 1 + (seed % 2), outputs), 2, 1 + (seed * 29 % 67), output);
            }

            for (int rows = 1; rows <= 9; rows++)
            {
                for (int columns = 1; columns <= 5; columns++)
                {
                    Check(new DepthwiseWindow(rows, columns, 1 + (seed % 3), 1 + (seed % 7)), 2, 1 + (seed * 31 % 70), output);
                }
            }
        }

        Assert.NotEqual(0, taken);

        void Check(DepthwiseWindow window, int rows, int channels, StorageKind output) =>
            taken += KernelFrame.Check(kernel, window, rows, channels, output, seed++) ? 1 : 0;
    }

    private static KernelSet Set(string name) => Sets.Single(set => set.Name == name);

    /// <summary>Grants no memory that can be executed.</summary>
    private sealed class RefusingMachine : CodeMachine
    {
        public override RunnableCode? Load(MachineCode code) => null;
    }
}
