using Akida.Simulator.Execution;
using Akida.Simulator.Kernels;

namespace Akida.Quantization.Tests;

/// <summary>The fast simulator gives the recorded integers with every kernel set that this machine runs.</summary>
public class InferenceSimulatorTests
{
    /// <summary>Every case with every kernel set; the sets that this machine lacks once, to be seen as skipped.</summary>
    public static TheoryData<string, string> Cases
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (KernelSet kernels in KernelSets.All)
            {
                foreach (string name in InferenceCase.FolderNames.Take(kernels.IsSupported ? int.MaxValue : 1))
                {
                    data.Add(kernels.Name, name);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_layer_of_every_case_equals_the_record(string kernels, string name)
    {
        IntegerSimulator simulator = Create(kernels, name, observeAll: true, out InferenceCase recorded);

        long compared = recorded.Check(simulator, mustHaveAll: true);

        Assert.True(compared > 0);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Fused_layers_give_the_recorded_values(string kernels, string name)
    {
        IntegerSimulator simulator = Create(kernels, name, observeAll: false, out InferenceCase recorded);

        long compared = recorded.Check(simulator, mustHaveAll: false);

        Assert.True(compared > 0);
    }

    private static IntegerSimulator Create(string kernels, string name, bool observeAll, out InferenceCase recorded)
    {
        KernelSet set = KernelSets.All.Single(set => set.Name == kernels);
        Assert.SkipUnless(set.IsSupported, $"this machine has no {kernels}");
        recorded = InferenceCase.Load(name);
        return new IntegerSimulator(recorded.Program, set, observeAll);
    }
}
