using System.Diagnostics;
using Akida.Formats;
using Akida.Formats.Onnx;
using Akida.Graph;
using Akida.Graph.Operations;
using Akida.Testing;
using Google.Protobuf;

namespace Akida.Formats.Tests;

public sealed class HostileFileTests(ITestOutputHelper output) : IDisposable
{
    private const int MaximumMilliseconds = 5000;

    private const long MaximumBytes = 16 << 20;

    private readonly string folder = Directory.CreateTempSubdirectory("akida-hostile-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void KerasFilesOfPython() =>
        Check(File.ReadAllBytes(Path.Combine(TestFolders.Data, "constraint-cases", "dense-as-input.h5")), "python.h5", path => KerasFile.Read(path));

    [Fact]
    public void KerasFilesOfOurs()
    {
        ModelGraph graph = ModelGraph.Create(
            "small", [new("in", new InputLayer { Shape = new(2) }, []), new("a/dense", new Dense { Units = 2 }, ["in"]), new("a/dense/relu", new ReLU { MaxValue = 6 }, ["a/dense"])]);
        string path = Path.Combine(folder, "original.h5");
        KerasFile.Write(path, new Model(graph, WeightSet.Create([("a/dense", "kernel", new(new(2, 2), [1, 2, 3, 4])), ("a/dense", "bias", new(new(2), [5, 6]))])));
        Check(File.ReadAllBytes(path), "ours.h5", path => KerasFile.Read(path));
    }

    [Fact]
    public void NumpyArchives()
    {
        string path = Path.Combine(folder, "original.npz");
        NpzFile.Write(path, [new("ints", new NpyArray([2, 3], new[] { 1, 2, 3, 4, 5, 6 })), new("texts", new NpyArray([2], new[] { "a", "bc" })), new("zeros", new NpyArray([1000], new float[1000]))]);
        Check(File.ReadAllBytes(path), "copy.npz", path => NpzFile.Read(path));
    }

    [Fact]
    public void AkidaFiles()
    {
        string path = Path.Combine(folder, "original" + AkidaFile.Extension);
        AkidaFile.Write(path, new AkidaModel("m", AkidaVersion.V2, [new("in", "InputData", [], [new("input_bits", 4)], []), new("c", "Conv2D", ["in"], [], [new("weights", new(2, 2), new sbyte[4])])]));
        Check(File.ReadAllBytes(path), "copy" + AkidaFile.Extension, path => AkidaFile.Read(path));
    }

    [Fact]
    public void OnnxFiles() => Check(OnnxFileTests.Small().ToByteArray(), "small.onnx", path => OnnxFile.Read(path));

    [Fact]
    public void OnnxFilesOfOurs()
    {
        Model model = KerasFile.Read(Path.Combine(TestFolders.Data, "constraint-cases", "dense-as-input.h5"));
        Check(OnnxExport.ToBytes(model), "ours.onnx", path => OnnxFile.Read(path));
    }

    private void Check(byte[] original, string name, Action<string> read)
    {
        string path = Path.Combine(folder, name);
        int loaded = 0, refused = 0;
        long slowest = 0, most = 0;
        foreach (byte[] bytes in Mutator.Mutate(original, truncations: 300, changes: 2000, seed: 1))
        {
            File.WriteAllBytes(path, bytes);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Stopwatch time = Stopwatch.StartNew();
            try
            {
                read(path);
                loaded++;
            }
            catch (ModelFileException error)
            {
                refused++;
                Assert.DoesNotContain('\n', error.Message);
            }

            slowest = Math.Max(slowest, time.ElapsedMilliseconds);
            most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        output.WriteLine($"{name}: {loaded + refused} inputs, {loaded} loaded, {refused} refused, at most {slowest} ms and {most >> 10} KiB");
        Assert.InRange(slowest, 0, MaximumMilliseconds);
        Assert.InRange(most, 0, MaximumBytes);
    }
}
