using Akida.Quantization.Tests.Properties;
using Akida.Simulator.Execution;
using Akida.Simulator.Kernels;

namespace Akida.Quantization.Tests.Simulators;

/// <summary>The simulators that the generator emits for all recorded nets.</summary>
public sealed class CaseSimulators : IDisposable
{
    private readonly string[] names = [.. InferenceCase.FolderNames];
    private readonly GeneratedSimulators simulators;

    public CaseSimulators() =>
        simulators = new(
            names.Select(name =>
            {
                QuantizingCase data = QuantizingCase.Load(name);
                return new NetToSimulate(data.Float.Graph, data.Version, data.Settings.Bits);
            })
        );

    internal GeneratedSimulators All => simulators;

    internal int PlaceOf(string name) => Array.IndexOf(names, name);

    public void Dispose() => simulators.Dispose();
}

/// <summary>
/// The emitted simulators give the recorded integers for every recorded net, temporal ones frame by frame, on the fastest kernel set;
/// random nets run on all.
/// </summary>
/// <param name="nets">The simulators.</param>
public sealed class GeneratedCaseSimulatorTests(CaseSimulators nets) : IClassFixture<CaseSimulators>
{
    private static readonly KernelSet Kernels = KernelSets.Unassembled.First(set => set.IsSupported);

    public static TheoryData<string> Names => InferenceCase.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Emitted_kernels_give_the_recorded_integers(string name)
    {
        InferenceCase recorded = InferenceCase.Load(name);
        int place = nets.PlaceOf(name);
        Assert.True(nets.All.KernelCount(place) > 0, "no kernel was emitted");
        IntegerSimulator observed = nets.All.CreateObserved(place, recorded.Program, Kernels);
        Assert.True(recorded.Check(observed, mustHaveAll: true) > 0);

        observed.Reset();
        EmittedSimulator emitted = nets.All.Create(place, recorded.Program, Kernels);
        foreach (float[] sample in recorded.Samples().Select(ToFloats))
        {
            float[] expected = NetRuns.Run(observed, sample)[recorded.Program.Outputs[0]].ToFloats();
            Assert.Equal(expected, NetRuns.Output(emitted, recorded.Program, sample));
        }
    }

    private static float[] ToFloats(Array values) =>
        InferenceCase.Typed(
            values,
            bytes => Array.ConvertAll(bytes, value => (float)value),
            bytes => Array.ConvertAll(bytes, value => (float)value),
            floats => floats
        );
}
