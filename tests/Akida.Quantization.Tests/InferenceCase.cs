using System.Collections.Concurrent;
using System.Numerics;
using Akida.Graph;
using Akida.Integers;
using Akida.Integers.Reference;
using Akida.Simulator.Execution;
using Akida.Testing;
using Akida.Verification;

namespace Akida.Quantization.Tests;

/// <summary>A case folder's quantised model, its input and what the vendor's tools recorded for every layer.</summary>
internal sealed class InferenceCase
{
    private static readonly ConcurrentDictionary<string, Lazy<InferenceCase>> Loaded = [];

    private InferenceCase(string name)
    {
        Recorded = RecordedCase.Read(TestFolders.Cases.Single(path => Path.GetFileName(path) == name));
        Model = Recorded.ReadModel();
        Program = QuantizedProgram.From(Model);
    }

    public RecordedCase Recorded { get; }

    public Model Model { get; }

    public IntegerProgram Program { get; }

    /// <summary>The names of all cases.</summary>
    public static IEnumerable<string> FolderNames => TestFolders.Cases.Select(path => Path.GetFileName(path)!);

    /// <summary>The names of all cases as test data.</summary>
    public static TheoryData<string> Names => [.. FolderNames];

    /// <summary>A case by the name of its folder; read once for all tests.</summary>
    public static InferenceCase Load(string name) =>
        Loaded.GetOrAdd(name, static name => new Lazy<InferenceCase>(() => new InferenceCase(name))).Value;

    /// <summary>The samples, in order: a batch, or the frames of one clip for a temporal model.</summary>
    public IEnumerable<Array> Samples() => Enumerable.Range(0, Recorded.Count).Select(sample => Recorded.Input.Item(sample).Values);

    /// <summary>Compares the reference executor's layers.</summary>
    /// <returns>The number of integers that were compared.</returns>
    public long Check(ReferenceExecutor executor) => Check(sample => Run(executor, sample), mustHaveAll: true);

    /// <summary>Compares the layers that the simulator stores.</summary>
    /// <returns>The number of integers that were compared.</returns>
    public long Check(IntegerSimulator simulator, bool mustHaveAll) =>
        Check(
            sample =>
                Typed(sample, bytes => Observe(simulator, bytes), bytes => Observe(simulator, bytes), floats => Observe(simulator, floats)),
            mustHaveAll
        );

    /// <summary>What each layer puts out for a sample.</summary>
    public static IReadOnlyDictionary<string, LayerValues> Run(ReferenceExecutor executor, Array sample) =>
        Typed(sample, bytes => executor.Run<byte>(bytes), bytes => executor.Run<sbyte>(bytes), floats => executor.Run<float>(floats));

    /// <summary>Hands a sample to the function for its type; a pattern would take signed bytes for unsigned ones.</summary>
    public static TResult Typed<TResult>(
        Array sample,
        Func<byte[], TResult> unsigned,
        Func<sbyte[], TResult> signed,
        Func<float[], TResult> single
    ) =>
        sample.GetType() switch
        {
            var type when type == typeof(byte[]) => unsigned((byte[])sample),
            var type when type == typeof(sbyte[]) => signed((sbyte[])sample),
            var type when type == typeof(float[]) => single((float[])sample),
            var type => throw new InvalidOperationException($"input of {type}"),
        };

    private static IReadOnlyDictionary<string, LayerValues> Observe<T>(IntegerSimulator simulator, T[] sample)
        where T : unmanaged, INumber<T>
    {
        simulator.Run<T>(sample);
        return simulator.Observe();
    }

    private long Check(Func<Array, IReadOnlyDictionary<string, LayerValues>> run, bool mustHaveAll)
    {
        long compared = 0;
        foreach ((int index, Array sample) in Samples().Index())
        {
            IReadOnlyDictionary<string, LayerValues> values = run(sample);
            Assert.True(!mustHaveAll || Program.Layers.All(layer => values.ContainsKey(layer.Name)), "a layer's output is missing");
            foreach ((string layer, LayerValues found) in values)
            {
                RecordedLayer right = Recorded.Find(layer, index);
                string? difference = LayerComparison.Difference(found, right);
                Assert.True(difference is null, $"layer '{layer}', sample {index}: {difference}");
                compared += right.Integers is not null || right.Digest is not null ? found.Format.Length : 0;
            }
        }

        return compared;
    }
}
