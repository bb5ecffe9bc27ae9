using System.Diagnostics;
using Akida.Training.Libtorch;

namespace Akida.Training.Tests.Libtorch;

/// <summary>
/// Training in every way, each in a process of its own: the tests of the trainer and of the check, run by this program under the variable
/// that forces the way.
/// </summary>
public class ForcedKernelsTests
{
    public static TheoryData<string> Ways => [.. TorchKernels.All.Select(kernels => kernels.Name)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>
    /// Nothing on the error stream: NNPACK, which some ways would try, says for each convolution that it cannot start here.
    /// </summary>
    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Training_is_right_and_silent_in_every_way(string way)
    {
        TorchKernels kernels = TorchKernels.Named(way)!;
        Assert.SkipWhen(NeedsRightConvolutionsAttribute.IsWrong(kernels), NeedsRightConvolutionsAttribute.Reason(kernels));

        (int exitCode, string output, string errors) = await Run(way, nameof(TrainerTests), nameof(ConvolutionCheckTests));

        Assert.True(exitCode == 0, output);
        Assert.Empty(errors);
    }

    [Fact]
    public async Task An_unknown_way_is_refused()
    {
        (int exitCode, string output, _) = await Run("fast", nameof(TrainerTests));

        Assert.NotEqual(0, exitCode);
        Assert.Contains("AKIDA_TORCH_KERNELS is 'fast', must be one of as-is, sse41, no-onednn", output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> Run(string way, params string[] testClasses)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ForcedKernelsTests).Assembly.Location);
        }

        foreach (
            string argument in (string[])
                ["-noAutoReporters", "-noColor", .. testClasses.SelectMany(name => (string[])["-class", "*." + name])]
        )
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[TorchKernels.Variable] = way;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(Cancel),
            errors = process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        return (process.ExitCode, await output, await errors);
    }
}
