using Akida.Training.Layers;

namespace Akida.Training.Libtorch;

/// <summary>
/// Whether float convolutions are right: the outputs and both gradients of small ones (<see cref="ConvolutionCase"/>) in float32, which
/// oneDNN or our own kernels compute, against float64, which libtorch computes itself. The same values in every run; the generator of
/// libtorch is left alone.
/// </summary>
internal static class ConvolutionCheck
{
    /// <summary>To be raised when the check becomes another one, so that earlier answers do not count.</summary>
    public const int Revision = 2;

    /// <summary>
    /// How far from the exact result a value may be, as a share of the largest one. Right kernels stay a hundred times below, wrong ones a
    /// hundred times above.
    /// </summary>
    private const double Tolerance = 1e-4;

    /// <summary>Whether all are right on one thread and on all processors, for which kernels may be others.</summary>
    public static bool IsRight() => FirstWrong(static (convolution, input, kernel) => convolution.Compute(input, kernel)) is null;

    /// <summary>The first wrong convolution, or null.</summary>
    /// <param name="compute">Computes a convolution of an input in torch's layout with a kernel in that of Keras, both float32.</param>
    internal static ConvolutionCase? FirstWrong(Func<ConvolutionCase, TorchTensor, TorchTensor, TorchTensor> compute)
    {
        int threads = torch.get_num_threads();
        try
        {
            foreach (int tried in (int[])[Environment.ProcessorCount, .. Environment.ProcessorCount > 1 ? [1] : Array.Empty<int>()])
            {
                torch.set_num_threads(tried);
                if (ConvolutionCase.All.FirstOrDefault(convolution => !IsRight(convolution, compute)) is { } wrong)
                {
                    return wrong;
                }
            }

            return null;
        }
        finally
        {
            torch.set_num_threads(threads);
        }
    }

    private static bool IsRight(ConvolutionCase convolution, Func<ConvolutionCase, TorchTensor, TorchTensor, TorchTensor> compute)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable gradients = torch.enable_grad();
        Random random = new(5);
        TorchTensor input = Values(random, convolution.InputShape),
            kernel = Values(random, convolution.KernelShape);
        TorchTensor[] exact = Results(torch.float64, convolution.ComputeByTorch),
            found = Results(torch.float32, (x, w) => compute(convolution, x, w));
        return exact.Zip(found).All(pair => IsNear(pair.First, pair.Second));

        TorchTensor[] Results(torch.ScalarType type, Func<TorchTensor, TorchTensor, TorchTensor> convolve)
        {
            TorchTensor x = input.to(type).requires_grad_(),
                w = kernel.to(type).requires_grad_();
            TorchTensor output = convolve(Layout.ToTorch(x), w);
            // The gradient of the outputs: other in every place.
            output.backward([Values(new Random(output.shape.Length), output.shape).to(type)]);
            return [output.detach(), x.grad!, w.grad!];
        }
    }

    private static bool IsNear(TorchTensor exact, TorchTensor found)
    {
        double largest = exact.abs().max().item<double>(),
            error = (found.to(torch.float64) - exact).abs().max().item<double>();
        return error <= Tolerance * largest;
    }

    private static TorchTensor Values(Random random, long[] shape)
    {
        float[] values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (2 * random.NextSingle()) - 1;
        }

        return torch.tensor(values, shape, dtype: torch.float32);
    }
}
