namespace Akida.Training.Libtorch;

/// <summary>Chooses the fastest way to compute convolutions that is right.</summary>
internal static class KernelChoice
{
    private const string NoneIsRight =
        "training needs right convolutions, and libtorch computes wrong ones on this processor in every way that it has";

    /// <summary>Chooses before libtorch is loaded, which every way allows.</summary>
    /// <param name="check">Checks a way in another process.</param>
    /// <returns>The way; null if a check could not be run, so that it is <see cref="Settle"/> that has to choose.</returns>
    /// <exception cref="TrainingUnavailableException">No way is right.</exception>
    public static TorchKernels? BeforeLoading(Func<TorchKernels, CheckOutcome> check)
    {
        foreach (TorchKernels kernels in TorchKernels.All)
        {
            switch (check(kernels))
            {
                case CheckOutcome.Right:
                    return kernels;
                case CheckOutcome.Unknown:
                    return null;
            }
        }

        throw new TrainingUnavailableException(NoneIsRight);
    }

    /// <summary>Chooses when libtorch is loaded: as it is, or without oneDNN.</summary>
    /// <param name="mayTry">Whether libtorch as it is may be checked in this process, which wrong kernels could destroy.</param>
    /// <param name="isRight">Checks libtorch as it is set in this process.</param>
    /// <param name="switchOneDnnOff">Leaves it without oneDNN from then on.</param>
    /// <exception cref="TrainingUnavailableException">No way is right.</exception>
    public static TorchKernels Settle(bool mayTry, Func<bool> isRight, Action switchOneDnnOff)
    {
        if (mayTry && isRight())
        {
            return TorchKernels.AsIs;
        }

        switchOneDnnOff();
        return isRight() ? TorchKernels.NoOneDnn : throw new TrainingUnavailableException(NoneIsRight);
    }
}
