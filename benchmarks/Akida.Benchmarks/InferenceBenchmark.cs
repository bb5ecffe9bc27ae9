using Akida.Reports.Measurements;
using Akida.Simulator.Execution;
using Akida.Simulator.Kernels;
using BenchmarkDotNet.Attributes;

namespace Akida.Benchmarks;

/// <summary>One inference of each model on each kernel path of this machine, and in ONNX Runtime.</summary>
[MemoryDiagnoser]
public class InferenceBenchmark
{
    private Action run = () => { };
    private OnnxInference? onnx;

    /// <summary>The models.</summary>
    public static IEnumerable<string> Models => BenchmarkModel.All.Where(model => model.IsInZoo).Select(model => model.Name);

    /// <summary>The kernel paths, and ONNX Runtime.</summary>
    public static IEnumerable<string> Engines => [.. KernelSets.Supported.Select(set => set.Name), "onnxruntime"];

    /// <summary>The model that runs.</summary>
    [ParamsSource(nameof(Models))]
    public string Model { get; set; } = "";

    /// <summary>What it runs on.</summary>
    [ParamsSource(nameof(Engines))]
    public string Engine { get; set; } = "";

    /// <summary>Loads the model.</summary>
    [GlobalSetup]
    public void Setup()
    {
        BenchmarkModel model = BenchmarkModel.All.Single(candidate => candidate.Name == Model);
        if (Engine == "onnxruntime")
        {
            onnx = new OnnxInference(model.OnnxPath);
            run = onnx.Run;
        }
        else
        {
            run = SimulatorRun.Prepare(new IntegerSimulator(model.Program(), KernelSets.Select(Engine)));
        }
    }

    /// <summary>Frees the model.</summary>
    [GlobalCleanup]
    public void Cleanup() => onnx?.Dispose();

    /// <summary>One inference.</summary>
    [Benchmark]
    public void Inference() => run();
}
