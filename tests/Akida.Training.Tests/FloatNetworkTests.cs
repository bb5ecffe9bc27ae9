using System.Text.Json;
using Akida.Formats;
using Akida.Graph;
using Akida.Testing;
using Akida.Training.Data;
using Akida.Training.Networks;
using TorchSharp;

namespace Akida.Training.Tests;

/// <summary>The forward pass of float models against what TensorFlow gave.</summary>
public class FloatNetworkTests
{
    public static TheoryData<string> CasesWithFloatOutput =>
        [.. TestFolders.Cases.Where(HasFloatOutput).Select(folder => Path.GetFileName(folder)!)];

    [Theory]
    [MemberData(nameof(CasesWithFloatOutput))]
    public void ForwardGivesTheFloatOutputOfTheCase(string name)
    {
        Case sample = Case.Load(name);
        NpyArray expected = sample.Outputs["float_output"];
        TorchRuntime.Load();
        using Network network = Network.Create(KerasFile.Read(sample.Path("float.h5")));
        using var scope = torch.NewDisposeScope();

        float[] actual = network.Forward(BatchTensors.CreateInputs(sample.Input, network.Graph), training: false).Values.contiguous().data<float>().ToArray();

        float[] values = (float[])expected.Values;
        Assert.Equal(values.Length, actual.Length);
        double scale = Math.Max(1, values.Max(Math.Abs));
        Assert.All(values.Zip(actual), pair => Assert.Equal(pair.First / scale, pair.Second / scale, 1e-4));
    }

    private static bool HasFloatOutput(string folder) =>
        File.Exists(Path.Combine(folder, "outputs.npz")) && NpzFile.Read(Path.Combine(folder, "outputs.npz")).ContainsKey("float_output");
}
