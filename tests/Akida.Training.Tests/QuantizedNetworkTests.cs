using Akida.Formats;
using Akida.Training.Layers;
using Akida.Training.Networks;
using Akida.Training.Tests.Libtorch;
using TorchSharp;

namespace Akida.Training.Tests;

/// <summary>The forward pass of quantised models against the recorded integers, layer by layer.</summary>
[NeedsRightConvolutions]
public class QuantizedNetworkTests
{
    public static TheoryData<string> Cases => TrainingCase.NamesWith("dequantizer:float");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_layer_gives_the_recorded_integers(string name)
    {
        TrainingCase recorded = new(name);
        TorchRuntime.Load(threads: 1);
        using QuantizedNetwork network = new(recorded.Quantized, new NetworkSettings());
        using DisposeScope scope = torch.NewDisposeScope();

        IReadOnlyDictionary<string, torch.Tensor> layers = network.ForwardLayers(BatchTensors.CreateInputs(recorded.Input, network.Graph));

        int compared = 0;
        foreach ((string layer, torch.Tensor values) in layers)
        {
            if (recorded.Recorded.TryGetValue($"{layer}:values", out NpyArray? expected))
            {
                double[] actual = Layout.ToKeras(values).contiguous().to(torch.float64).data<double>().ToArray();
                Assert.Equal(expected.ToInt64s().Select(value => (double)value), actual);
                compared++;
            }
        }

        Assert.True(compared > 0);
    }
}
