using Akida.Formats;
using Akida.Graph;
using Akida.Testing;
using Akida.Training.Data;
using Akida.Training.Networks;
using TorchSharp;

namespace Akida.Training.Tests;

/// <summary>A case folder's models with the batch that outputs were recorded for.</summary>
internal sealed class TrainingCase
{
    private readonly string folder;

    public TrainingCase(string name)
    {
        folder = TestFolders.Cases.Single(path => Path.GetFileName(path) == name);
        Recorded = NpzFile.Read(Path.Combine(folder, "outputs.npz"));
        NpyArray input = Recorded["input"];
        Input = new SampleArray(TensorShape.Of(input.Shape.Skip(1)), input.Values);
    }

    public IReadOnlyDictionary<string, NpyArray> Recorded { get; }

    public SampleArray Input { get; }

    public Model Float => KerasFile.Read(Path.Combine(folder, "float.h5"));

    public Model Quantized => KerasFile.Read(Path.Combine(folder, "quantized.h5"));

    /// <summary>The names of the cases whose record has the array <paramref name="key"/>.</summary>
    public static TheoryData<string> NamesWith(string key) =>
        [
            .. from path in TestFolders.Cases
            where NpzFile.Read(Path.Combine(path, "outputs.npz")).ContainsKey(key)
            select Path.GetFileName(path),
        ];

    /// <summary>The output of a model for a batch, in the layout of Keras.</summary>
    public static float[] Forward(Model model, SampleArray input)
    {
        TorchRuntime.Load(threads: 1);
        using Network network = Network.Create(model);
        using DisposeScope scope = torch.NewDisposeScope();
        return network
            .Forward(BatchTensors.CreateInputs(input, network.Graph), training: false)
            .Values.contiguous()
            .data<float>()
            .ToArray();
    }
}
