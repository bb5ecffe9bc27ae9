using Akida.Graph;
using Akida.Training.Layers;
using Akida.Training.Tests.Libtorch;
using TorchSharp;

namespace Akida.Training.Tests;

/// <summary>Convolutions as matrix products against torch's own, in float64, whichever of them training uses on this machine.</summary>
[NeedsRightConvolutions]
public class MatrixConvolutionTests
{
    [Theory]
    [InlineData(1, 1, Padding.Valid)]
    [InlineData(1, 2, Padding.Same)]
    [InlineData(3, 1, Padding.Same)]
    [InlineData(3, 2, Padding.Same)]
    [InlineData(3, 2, Padding.Valid)]
    [InlineData(5, 3, Padding.Valid)]
    [InlineData(2, 3, Padding.Same)]
    public void Outputs_and_gradients_are_those_of_torch(int kernel, int stride, Padding padding)
    {
        TorchRuntime.Load(threads: 1);
        torch.manual_seed(1);
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor maps = torch.randn(2, 9, 8, 3, dtype: torch.float64),
            weights = torch.randn(kernel, kernel, 3, 5, dtype: torch.float64);
        Size2D strides = new(stride, stride);

        torch.Tensor[] expected = Results((x, w) => Convolutions.DirectConv2D(x, w, strides, padding, Size2D.One));
        torch.Tensor[] actual = Results((x, w) => MatrixConvolution.Apply(x, w, strides, padding));

        Assert.All(
            expected.Zip(actual),
            pair =>
            {
                Assert.Equal(pair.First.shape, pair.Second.shape);
                Assert.InRange((pair.First - pair.Second).abs().max().item<double>(), 0, 1e-10);
            }
        );

        torch.Tensor[] Results(Func<torch.Tensor, torch.Tensor, torch.Tensor> convolve)
        {
            torch.Tensor x = maps.clone().requires_grad_(),
                w = weights.clone().requires_grad_();
            torch.Tensor output = convolve(Layout.ToTorch(x), w);
            output.backward([torch.arange(output.numel(), dtype: torch.float64).reshape(output.shape).sin()]);
            return [output.detach(), x.grad!, w.grad!];
        }
    }

    [Fact]
    public void What_the_gradients_of_windows_take_is_freed()
    {
        TorchRuntime.Load(threads: 1);
        for (int i = 0; i < 3; i++)
        {
            Step();
        }

        long before = Environment.WorkingSet;
        for (int i = 0; i < 50; i++)
        {
            Step();
        }

        // Each step makes windows of 9 MB.
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 100 << 20);

        static void Step()
        {
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor x = torch.ones(16, 32, 32, 16).requires_grad_(),
                w = torch.ones(3, 3, 16, 4).requires_grad_();
            MatrixConvolution.Apply(Layout.ToTorch(x), w, Size2D.One, Padding.Same).sum().backward();
        }
    }
}
