using System.Reflection;
using Akida.Training.Libtorch;
using Xunit.v3;

namespace Akida.Training.Tests.Libtorch;

/// <summary>
/// Skips tests that compute with libtorch where <see cref="TorchKernels.Variable"/> forces a way that is wrong on this processor, or
/// crashes.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class NeedsRightConvolutionsAttribute : BeforeAfterTestAttribute
{
    private static readonly Lazy<TorchKernels?> ForcedAndWrong = new(() =>
        TorchKernels.Named(Environment.GetEnvironmentVariable(TorchKernels.Variable)) is { } forced && IsWrong(forced) ? forced : null
    );

    /// <summary>Whether a way is wrong on this processor, as a check in a process of its own finds.</summary>
    public static bool IsWrong(TorchKernels kernels) => ChildCheck.Find()?.Run(kernels) == CheckOutcome.Wrong;

    /// <summary>Why tests in a way that is wrong are skipped.</summary>
    public static string Reason(TorchKernels kernels) => $"libtorch computes wrong convolutions on this processor in the way '{kernels}'";

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (ForcedAndWrong.Value is { } kernels)
        {
            Assert.Skip(Reason(kernels));
        }
    }
}
