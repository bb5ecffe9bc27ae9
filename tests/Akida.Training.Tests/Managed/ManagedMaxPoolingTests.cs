using Akida.Graph;
using Akida.Training.Layers;
using Akida.Training.Layers.Managed;
using TorchSharp;
using Functional = TorchSharp.torch.nn.functional;

namespace Akida.Training.Tests.Managed;

public class ManagedMaxPoolingTests
{
    [Theory]
    [InlineData(1, 1, 1, 3)]
    [InlineData(2, 2, 5, 16)]
    [InlineData(3, 2, 2, 37)]
    [InlineData(1, 4, 3, 8)]
    public void Outputs_and_gradients_are_those_of_torch(int height, int width, int batch, int channels)
    {
        TorchRuntime.Load(threads: 2);
        torch.manual_seed(1);
        using DisposeScope scope = torch.NewDisposeScope();
        // Few different values, so that windows have several largest ones.
        torch.Tensor maps = torch.randint(-2, 3, [batch, channels, 3 * height, 2 * width]).to(torch.float32),
            gradient = torch.randn(batch, channels, 3, 2);
        Size2D pool = new(height, width);

        torch.Tensor[] expected = Results(x => Functional.max_pool2d(x, [height, width], [height, width])),
            actual = Results(x => Poolings.MaxPooling2D(x, pool, pool, Padding.Valid));

        Assert.True(ManagedMaxPooling.Takes(maps, pool, pool));
        Assert.True(expected[0].Equals(actual[0]));
        Assert.True(expected[1].Equals(actual[1]));

        torch.Tensor[] Results(Func<torch.Tensor, torch.Tensor> compute)
        {
            torch.Tensor x = maps.clone().requires_grad_(),
                output = compute(x);
            output.backward([gradient]);
            return [output.detach(), x.grad!];
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public void What_is_no_number_is_seen(int channels)
    {
        TorchRuntime.Load(threads: 1);
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor maps = torch.zeros(1, channels, 2, 4);
        maps[0, channels - 1, 0, 1] = float.NaN;

        torch.Tensor output = ManagedMaxPooling.Apply(maps, new Size2D(2, 2));

        Assert.Equal([float.NaN, 0], output[0, channels - 1, 0].data<float>().ToArray());
    }

    [Theory]
    [InlineData(4, 4, 2, 1)]
    [InlineData(5, 4, 2, 2)]
    [InlineData(4, 5, 2, 2)]
    public void Windows_that_overlap_or_do_not_fill_the_map_are_left_to_torch(int height, int width, int pool, int stride) =>
        Assert.False(ManagedMaxPooling.Takes(torch.zeros(1, 1, height, width), new Size2D(pool, pool), new Size2D(stride, stride)));
}
