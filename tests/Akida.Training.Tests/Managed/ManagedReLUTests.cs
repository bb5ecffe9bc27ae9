using Akida.Graph.Operations;
using Akida.Training.Layers;
using Akida.Training.Layers.Managed;
using TorchSharp;

namespace Akida.Training.Tests.Managed;

public class ManagedReLUTests
{
    private const float NaN = float.NaN,
        BelowZero = -float.Epsilon;

    [Fact]
    public void Outputs_lie_between_zero_and_the_bound()
    {
        float[] outputs = Outputs(2, [-1, BelowZero, 0, 0.5f, 2, 2.5f, float.PositiveInfinity, float.NegativeInfinity, NaN]);

        Assert.Equal([0, 0, 0, 0.5f, 2, 2, 2, 0, NaN], outputs);
    }

    [Theory]
    [InlineData(2, new float[] { -1, 0, float.Epsilon, 1, 2, 2.0000002f, 3 }, new float[] { 0, 0, 1, 1, 1, 0, 0 })]
    [InlineData(6, new float[] { -1, 0, float.Epsilon, 5, 5.9999995f, 6, 7 }, new float[] { 0, 0, 1, 1, 1, 0, 0 })]
    public void Gradients_pass_between_zero_and_the_bound_and_at_a_bound_that_is_not_six(float bound, float[] inputs, float[] passes)
    {
        TorchRuntime.Load(threads: 1);
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor x = torch.tensor(inputs).requires_grad_();

        Activations.ReLU(x, new ReLU { MaxValue = bound }).backward([torch.ones(inputs.Length)]);

        Assert.Equal(passes, x.grad!.data<float>().ToArray());
    }

    /// <summary>Whole vectors, less than one and several threads; maps that lie in memory in torch's order, too.</summary>
    [Theory]
    [InlineData(new long[] { 3, 5 }, false)]
    [InlineData(new long[] { 7, 16 }, false)]
    [InlineData(new long[] { 2, 70, 40, 37 }, false)]
    [InlineData(new long[] { 2, 70, 40, 37 }, true)]
    public void All_values_are_those_of_torch(long[] shape, bool channelsLast)
    {
        TorchRuntime.Load(threads: 2);
        torch.manual_seed(1);
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor values = torch.randn(shape),
            gradient = torch.randn(shape);
        if (channelsLast)
        {
            values = values.permute(0, 3, 1, 2);
            gradient = torch.randn(values.shape);
        }

        torch.Tensor expected = values.clone().requires_grad_(),
            actual = values.clone().requires_grad_();
        torch.Tensor expectedOutput = expected.clamp(0, 1),
            output = ManagedReLU.Apply(actual, 1, passesAtBound: true);
        expectedOutput.backward([gradient]);
        output.backward([gradient]);

        Assert.True(expectedOutput.Equals(output));
        Assert.True(expected.grad!.Equals(actual.grad!));
    }

    private static float[] Outputs(double bound, float[] inputs)
    {
        TorchRuntime.Load(threads: 1);
        using DisposeScope scope = torch.NewDisposeScope();
        // Repeated, so that they pass through vectors and through what is behind the last one.
        torch.Tensor x = torch.tensor(inputs).repeat(3);
        float[] outputs = Activations.ReLU(x, new ReLU { MaxValue = bound }).data<float>().ToArray();
        Assert.Equal(outputs[..inputs.Length], outputs[^inputs.Length..]);
        return outputs[..inputs.Length];
    }
}
