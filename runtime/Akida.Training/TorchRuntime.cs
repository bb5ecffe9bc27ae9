using System.Runtime.InteropServices;
using Akida.Training.Libtorch;

namespace Akida.Training;

/// <summary>Loads libtorch, which only training needs, so that it computes right numbers on the processor that it is on.</summary>
public static class TorchRuntime
{
    private static readonly Lock Gate = new();
    private static bool isLoaded;

    /// <summary>
    /// Told once, in one line for people, if libtorch does not run as it is, because some of its convolutions are wrong on this processor.
    /// A library writes to no console: the program does, from a handler that it adds before training.
    /// </summary>
    public static event Action<string>? Notice;

    /// <summary>The way that libtorch computes convolutions in this process; null as long as it is not loaded.</summary>
    public static TorchKernels? Kernels => LibtorchLoader.Kernels;

    /// <summary>
    /// Loads the native library and sets how many threads it uses. The first time on a machine its convolutions are checked, in a process
    /// of its own, which takes a few seconds; <see cref="TorchKernels.Variable"/> forces a way without a check.
    /// </summary>
    /// <param name="threads">The number of threads; all processors if null. Results are the same in every run only for one number of
    /// threads.</param>
    /// <exception cref="TrainingUnavailableException">The native library cannot be loaded, or computes wrong convolutions in every way; the
    /// message says what to do.</exception>
    /// <exception cref="NotSupportedException"><see cref="TorchKernels.Variable"/> names no way, or one that is not possible any
    /// more.</exception>
    public static void Load(int? threads = null)
    {
        lock (Gate)
        {
            if (!isLoaded)
            {
                LoadOnce();
                isLoaded = true;
            }
        }

        torch.set_num_threads(threads ?? Environment.ProcessorCount);
    }

    private static void LoadOnce()
    {
        bool isOpen =
            OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64 && !LibtorchLoader.IsLoadedAlready;
        if (TorchKernels.Named(Environment.GetEnvironmentVariable(TorchKernels.Variable)) is { } forced)
        {
            if (forced == TorchKernels.Sse41 && !isOpen)
            {
                throw new NotSupportedException(
                    $"{TorchKernels.Variable} is '{forced}', which is for Linux on x64 and must be set before anything else loads libtorch"
                );
            }

            LibtorchLoader.Load(forced);
            return;
        }

        TorchKernels kernels = isOpen && ChooseBeforeLoading() is { } chosen ? LoadAs(chosen) : LoadAndSettle();
        if (kernels != TorchKernels.AsIs)
        {
            Notice?.Invoke(
                $"libtorch computes wrong convolutions as it is on this processor ({CheckedMachine.ProcessorName}); training uses "
                    + $"{kernels.Description}, checked to be right"
            );
        }
    }

    private static TorchKernels? ChooseBeforeLoading()
    {
        KernelStore store = KernelStore.Create();
        if (store.Recall() is { } known)
        {
            return known;
        }

        TorchKernels? chosen = ChildCheck.Find() is { } child ? KernelChoice.BeforeLoading(child.Run) : null;
        if (chosen is not null)
        {
            store.Keep(chosen);
        }

        return chosen;
    }

    private static TorchKernels LoadAs(TorchKernels kernels)
    {
        LibtorchLoader.Load(kernels);
        return kernels;
    }

    private static TorchKernels LoadAndSettle()
    {
        LibtorchLoader.Load(TorchKernels.AsIs);
        return KernelChoice.Settle(CheckedMachine.NamesCaches, ConvolutionCheck.IsRight, LibtorchLoader.SwitchOneDnnOff);
    }
}

/// <summary>Training cannot run on this machine as it is. The message is one line that says what to install.</summary>
public sealed class TrainingUnavailableException(string message, Exception? innerException = null)
    : NotSupportedException(message, innerException);
