using Akida.Training.Libtorch;
using TorchSharp;

namespace Akida.Training.Tests.Libtorch;

public class ConvolutionCheckTests
{
    /// <summary>Small, as a share of the values, but far more than rounding.</summary>
    private const double Fault = 1e-2;

    public static TheoryData<string> Kinds => [.. Enum.GetNames<ConvolutionKind>()];

    public ConvolutionCheckTests() => TorchRuntime.Load(threads: 1);

    [Fact]
    public void TheWayThatIsUsedHereIsRight() => Assert.Null(ConvolutionCheck.FirstWrong((convolution, x, kernel) => convolution.Compute(x, kernel)));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AWrongOutputIsFoundInEveryKind(string kind) => AssertFound(kind, (x, kernel, output) => output * (1 + Fault));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AWrongGradientOfTheInputIsFoundInEveryKind(string kind) => AssertFound(kind, (x, kernel, output) => output + WithoutValue(x));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AWrongGradientOfTheKernelIsFoundInEveryKind(string kind) => AssertFound(kind, (x, kernel, output) => output + WithoutValue(kernel));

    [Fact]
    public void OneWrongValueInTheLastChannelIsEnough()
    {
        ConvolutionCase? wrong = ConvolutionCheck.FirstWrong((convolution, x, kernel) =>
        {
            torch.Tensor output = convolution.Compute(x, kernel), fault = torch.zeros_like(output);
            fault.flatten()[^1] = 1;
            return convolution.Outputs % 16 == 0 ? output : output + fault;
        });

        Assert.NotNull(wrong);
    }

    [Fact]
    public void NotANumberIsWrong() => Assert.NotNull(ConvolutionCheck.FirstWrong((convolution, x, kernel) => convolution.Compute(x, kernel) * double.NaN));

    [Fact]
    public void RandomNumbersAndThreadsAreLeftAsTheyWere()
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
        ConvolutionCase? wrong = ConvolutionCheck.FirstWrong((convolution, x, kernel) =>
        {
            torch.Tensor output = convolution.Compute(x, kernel);
            return convolution.Kind.ToString() == kind ? spoil(x, kernel, output) : output;
        });

        Assert.Equal(kind, wrong?.Kind.ToString());
    }

    /// <summary>Zero, with a gradient.</summary>
    private static torch.Tensor WithoutValue(torch.Tensor tensor)
    {
        torch.Tensor sum = tensor.sum() * Fault;
        return sum - sum.detach();
    }
}
