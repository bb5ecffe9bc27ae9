using Akida.Graph;
using Akida.Training.Layers;
using Akida.Training.Layers.Managed;
using TorchSharp;

namespace Akida.Training.Tests.Managed;

/// <summary>Our own convolutions against those of torch in float64, which oneDNN has no part in.</summary>
public class ManagedConvolutionTests
{
    /// <summary>
    /// Batch, height, width, channels, height and width of the kernel, filters, stride: tiles filled and not, one map in several blocks and
    /// several in one, strides that leave cells out, windows larger than the map.
    /// </summary>
    public static TheoryData<int, int, int, int, int, int, int, int> Sizes =>
        new()
        {
            { 1, 1, 1, 1, 1, 1, 1, 1 },
            { 2, 9, 8, 3, 3, 3, 5, 1 },
            { 3, 9, 8, 5, 3, 3, 70, 2 },
            { 3, 8, 9, 5, 3, 3, 33, 2 },
            { 2, 7, 7, 2, 3, 2, 16, 2 },
            { 1, 28, 28, 1, 5, 5, 32, 1 },
            { 5, 4, 4, 17, 1, 1, 19, 1 },
            { 5, 5, 4, 17, 1, 1, 19, 2 },
            { 2, 11, 10, 4, 2, 2, 6, 3 },
            { 2, 11, 13, 2, 5, 3, 100, 3 },
            { 2, 11, 13, 2, 7, 1, 3, 2 },
            { 130, 1, 1, 20, 1, 1, 10, 1 },
            { 13, 3, 3, 8, 3, 3, 64, 1 },
            { 13, 3, 3, 8, 3, 3, 48, 2 },
            { 1, 3, 40, 6, 3, 9, 7, 1 },
        };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Outputs_and_gradients_are_those_of_torch(
        int batch,
        int height,
        int width,
        int channels,
        int kernelHeight,
        int kernelWidth,
        int filters,
        int stride
    )
    {
        TorchRuntime.Load(threads: 2);
        torch.manual_seed(1);
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor maps = torch.randn(batch, height, width, channels, dtype: torch.float64),
            kernel = torch.randn(kernelHeight, kernelWidth, channels, filters, dtype: torch.float64);
        Size2D strides = new(stride, stride);
        foreach (Padding padding in (Padding[])[Padding.Same, Padding.Valid])
        {
            torch.Tensor[] expected = Results(maps, kernel, (x, w) => Convolutions.DirectConv2D(x, w, strides, padding, Size2D.One));
            foreach (SimdWidth simd in Enum.GetValues<SimdWidth>())
            {
                AssertNear(expected, Results(maps, kernel, (x, w) => ManagedConvolution.Apply(x, w, strides, padding, width: simd)), 1e-12);
                AssertNear(
                    expected,
                    Results(
                        maps.to(torch.float32),
                        kernel.to(torch.float32),
                        (x, w) => ManagedConvolution.Apply(x, w, strides, padding, width: simd)
                    ),
                    1e-5
                );
            }
        }
    }

    [Fact]
    public void A_window_larger_than_the_map_sees_the_zeros_around_it()
    {
        TorchRuntime.Load(threads: 2);
        torch.manual_seed(1);
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor maps = torch.randn(13, 2, 1, 5, dtype: torch.float64),
            kernel = torch.randn(5, 3, 5, 20, dtype: torch.float64);
        foreach (int stride in (int[])[1, 2, 4])
        {
            Size2D strides = new(stride, stride);

            AssertNear(
                Results(maps, kernel, (x, w) => Convolutions.DirectConv2D(x, w, strides, Padding.Same, Size2D.One)),
                Results(maps, kernel, (x, w) => ManagedConvolution.Apply(x, w, strides, Padding.Same)),
                1e-12
            );
        }
    }

    [Theory]
    [InlineData(70, 5)]
    [InlineData(3, 64)]
    public void Biases_and_dense_layers_are_those_of_torch(int inputs, int outputs)
    {
        TorchRuntime.Load(threads: 2);
        torch.manual_seed(1);
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor vectors = torch.randn(101, inputs, dtype: torch.float64),
            kernel = torch.randn(inputs, outputs, dtype: torch.float64),
            bias = torch.randn(outputs, dtype: torch.float64);

        AssertNear(All((x, w, b) => x.matmul(w) + b), All((x, w, b) => ManagedConvolution.Dense(x, w, b)), 1e-12);

        torch.Tensor[] All(Func<torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor> multiply)
        {
            torch.Tensor x = vectors.clone().requires_grad_(),
                w = kernel.clone().requires_grad_(),
                b = bias.clone().requires_grad_();
            torch.Tensor output = multiply(x, w, b);
            output.backward([torch.arange(output.numel()).reshape(output.shape).sin().to(output.dtype)]);
            return [output.detach(), x.grad!, w.grad!, b.grad!];
        }
    }

    [Fact]
    public void A_bias_is_added_to_the_outputs_of_its_filter()
    {
        TorchRuntime.Load(threads: 2);
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor maps = torch.ones(5, 3, 6, 7),
            kernel = torch.ones(3, 3, 3, 18),
            bias = torch.arange(18, dtype: torch.float32).requires_grad_();

        torch.Tensor output = ManagedConvolution.Apply(maps, kernel, Size2D.One, Padding.Valid, bias);
        output.sum().backward();

        Assert.True(output.Equals((27 + bias).reshape(1, 18, 1, 1).expand(5, 18, 4, 5)));
        Assert.Equal(Enumerable.Repeat(100f, 18), bias.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Maps_kernels_and_gradients_may_lie_in_memory_in_any_way()
    {
        TorchRuntime.Load(threads: 2);
        torch.manual_seed(1);
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor maps = torch.randn(3, 4, 7, 6, dtype: torch.float64).permute(0, 3, 2, 1).slice(1, 0, 6, 2),
            kernel = torch.randn(9, 4, 3, 3, dtype: torch.float64).permute(3, 2, 1, 0);

        AssertNear(
            Results(maps, kernel, (x, w) => Convolutions.DirectConv2D(x.contiguous(), w, Size2D.One, Padding.Same, Size2D.One), Gradient),
            Results(maps, kernel, (x, w) => ManagedConvolution.Apply(x, w, Size2D.One, Padding.Same), Gradient),
            1e-12
        );

        // Of every place the same value, of which there is one in memory.
        static torch.Tensor Gradient(torch.Tensor output) => torch.ones(1, output.shape[1], 1, 1, dtype: output.dtype).expand(output.shape);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_same_number_of_threads_gives_the_same_bits(int threads)
    {
        TorchRuntime.Load(threads);
        torch.manual_seed(1);
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor maps = torch.randn(20, 9, 8, 12),
            kernel = torch.randn(3, 3, 12, 40);

        string[] runs = [.. Enumerable.Range(0, 5).Select(_ => Bits())];

        Assert.Single(runs.Distinct());

        string Bits() =>
            string.Concat(
                Results(maps, kernel, (x, w) => ManagedConvolution.Apply(x, w, new Size2D(2, 2), Padding.Same))
                    .Select(result => Convert.ToHexString(result.contiguous().bytes))
            );
    }

    [Fact]
    public void What_needs_no_gradient_gets_none()
    {
        TorchRuntime.Load(threads: 1);
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor maps = torch.ones(2, 4, 4, 3),
            kernel = torch.ones(3, 3, 3, 5);

        torch.Tensor constant = ManagedConvolution.Apply(Layout.ToTorch(maps), kernel, Size2D.One, Padding.Same);
        torch.Tensor learned = kernel.clone().requires_grad_();
        ManagedConvolution.Apply(Layout.ToTorch(maps), learned, Size2D.One, Padding.Valid).sum().backward();

        Assert.False(constant.requires_grad);
        Assert.Null(maps.grad);
        Assert.Equal(8, learned.grad!.max().item<float>());
    }

    [Fact]
    public void A_window_larger_than_a_map_without_padding_is_an_error()
    {
        TorchRuntime.Load(threads: 1);
        using DisposeScope scope = torch.NewDisposeScope();

        Assert.Throws<ArgumentException>(() =>
            ManagedConvolution.Apply(torch.ones(1, 3, 2, 4), torch.ones(3, 3, 3, 5), Size2D.One, Padding.Valid)
        );
    }

    [Fact]
    public void What_a_step_takes_is_freed()
    {
        TorchRuntime.Load(threads: 2);
        for (int i = 0; i < 3; i++)
        {
            Step();
        }

        long before = Environment.WorkingSet;
        for (int i = 0; i < 100; i++)
        {
            Step();
        }

        // The maps of a step, which it keeps for its gradients, are 4 MB.
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 100 << 20);

        static void Step()
        {
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor x = torch.ones(64, 32, 32, 16).requires_grad_(),
                w = torch.ones(3, 3, 16, 4).requires_grad_();
            ManagedConvolution.Apply(Layout.ToTorch(x), w, Size2D.One, Padding.Same).sum().backward();
        }
    }

    private static torch.Tensor[] Results(
        torch.Tensor maps,
        torch.Tensor kernel,
        Func<torch.Tensor, torch.Tensor, torch.Tensor> convolve,
        Func<torch.Tensor, torch.Tensor>? gradient = null
    )
    {
        torch.Tensor x = maps.detach().requires_grad_(),
            w = kernel.detach().requires_grad_();
        (x.grad, w.grad) = (null, null);
        torch.Tensor output = convolve(x.permute(0, 3, 1, 2), w);
        output.backward([gradient?.Invoke(output) ?? torch.arange(output.numel()).reshape(output.shape).sin().to(output.dtype)]);
        return [output.detach(), x.grad!, w.grad!];
    }

    private static void AssertNear(torch.Tensor[] expected, torch.Tensor[] actual, double tolerance) =>
        Assert.All(
            expected.Zip(actual),
            pair =>
            {
                Assert.Equal(pair.First.shape, pair.Second.shape);
                double largest = Math.Max(1, pair.First.abs().max().item<double>());
                Assert.InRange((pair.First - pair.Second.to(torch.float64)).abs().max().item<double>() / largest, 0, tolerance);
            }
        );
}
