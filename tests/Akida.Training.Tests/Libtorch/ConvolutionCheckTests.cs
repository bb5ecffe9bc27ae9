using Akida.Training.Libtorch;
using TorchSharp;

namespace Akida.Training.Tests.Libtorch;

[NeedsRightConvolutions]
public class ConvolutionCheckTests
{
    /// <summary>Small, as a share of the values, but far more than rounding.</summary>
    private const double Fault = 1e-2;

    public static TheoryData<string> Kinds => [.. Enum.GetNames<ConvolutionKind>()];

    public ConvolutionCheckTests() => TorchRuntime.Load(threads: 1);

    [Fact]
    public void The_way_that_is_used_here_is_right() =>
        Assert.Null(ConvolutionCheck.FirstWrong((convolution, x, kernel) => convolution.Compute(x, kernel)));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_wrong_output_is_found_in_every_kind(string kind) => AssertFound(kind, (x, kernel, output) => output * (1 + Fault));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_wrong_gradient_of_the_input_is_found_in_every_kind(string kind) =>
        AssertFound(kind, (x, kernel, output) => output + WithoutValue(x));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_wrong_gradient_of_the_kernel_is_found_in_every_kind(string kind) =>
        AssertFound(kind, (x, kernel, output) => output + WithoutValue(kernel));

    [Fact]
    public void One_wrong_value_in_the_last_channel_is_enough()
    {
        ConvolutionCase? wrong = ConvolutionCheck.FirstWrong(
            (convolution, x, kernel) =>
            {
                torch.Tensor output = convolution.Compute(x, kernel),
                    fault = torch.zeros_like(output);
                fault.flatten()[^1] = 1;
                return convolution.Outputs % 16 == 0 ? output : output + fault;
            }
        );

        Assert.NotNull(wrong);
    }

    [Fact]
    public void Not_a_number_is_wrong() =>
        Assert.NotNull(ConvolutionCheck.FirstWrong((convolution, x, kernel) => convolution.Compute(x, kernel) * double.NaN));

    [Fact]
    public void Random_numbers_and_threads_are_left_as_they_were()
    {
        torch.manual_seed(1);
        float expected = torch.rand(1).item<float>();
        torch.manual_seed(1);

        ConvolutionCheck.IsRight();

        Assert.Equal(expected, torch.rand(1).item<float>());
        Assert.Equal(1, torch.get_num_threads());
    }

    private static void AssertFound(string kind, Func<torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor> spoil)
    {
        ConvolutionCase? wrong = ConvolutionCheck.FirstWrong(
            (convolution, x, kernel) =>
            {
                torch.Tensor output = convolution.Compute(x, kernel);
                return convolution.Kind.ToString() == kind ? spoil(x, kernel, output) : output;
            }
        );

        Assert.Equal(kind, wrong?.Kind.ToString());
    }

    /// <summary>Zero, with a gradient.</summary>
    private static torch.Tensor WithoutValue(torch.Tensor tensor)
    {
        torch.Tensor sum = tensor.sum() * Fault;
        return sum - sum.detach();
    }
}
