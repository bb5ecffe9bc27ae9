using System.Runtime.InteropServices;
using Akida.Quantization;

namespace Akida.Training.Libtorch;

/// <summary>Loads libtorch and sets it. What it reads from the native environment only when it is loaded is set here before.</summary>
internal static unsafe class LibtorchLoader
{
    private const string GlobalContext = "_ZN2at13globalContextEv";
    private const string SetUserEnabledMkldnn = "_ZN2at7Context20setUserEnabledMkldnnEb";
    private const string SetUserEnabledNnpack = "_ZN2at7Context20setUserEnabledNNPACKEb";

    /// <summary>The symbol version without which the native library cannot load; older systems have not got it.</summary>
    private const string LibStdCxxVersion = "GLIBCXX_3.4.32";

    private static nint torchCpu;

    /// <summary>The way that libtorch computes convolutions now; null as long as it is not loaded.</summary>
    public static TorchKernels? Kernels { get; private set; }

    /// <summary>
    /// Whether something else in this process loaded libtorch before us, so that what it reads when loaded cannot be set any more.
    /// </summary>
    public static bool IsLoadedAlready =>
        OperatingSystem.IsLinux()
        && File.ReadLines("/proc/self/maps").Any(line => line.EndsWith("/libtorch_cpu.so", StringComparison.Ordinal));

    /// <summary>Loads libtorch for a way to compute convolutions.</summary>
    /// <exception cref="TrainingUnavailableException">The native library cannot be loaded; the message says what to do.</exception>
    public static void Load(TorchKernels kernels)
    {
        if (OperatingSystem.IsLinux())
        {
            // Threads of OpenMP spin while they wait for each other, which makes training several times slower as soon as another program
            // wants a processor too.
            NativeEnvironment.Set("OMP_WAIT_POLICY", "PASSIVE", overwrite: false);
            NativeMemory.KeepFreedBlocks();
            if (kernels == TorchKernels.Sse41)
            {
                NativeEnvironment.Set("ONEDNN_MAX_CPU_ISA", "SSE41", overwrite: true);
            }
        }

        LoadNativeLibraries();
        torch.InitializeDeviceType(DeviceType.CPU);

        // NNPACK is never faster than what else there is, and where it cannot start it says so for every convolution.
        TrySet(SetUserEnabledNnpack, false);
        Kernels = kernels;
        if (kernels == TorchKernels.NoOneDnn)
        {
            SwitchOneDnnOff();
        }
    }

    /// <summary>Where a function of libtorch or a library that it needs lies; 0 if there is none, or libtorch is not loaded.</summary>
    public static nint FindExport(string name) => torchCpu != 0 && NativeLibrary.TryGetExport(torchCpu, name, out nint found) ? found : 0;

    /// <summary>Has libtorch compute without oneDNN from now on.</summary>
    /// <exception cref="TrainingUnavailableException">This libtorch has no such switch.</exception>
    public static void SwitchOneDnnOff()
    {
        if (!TrySet(SetUserEnabledMkldnn, false))
        {
            throw new TrainingUnavailableException(
                "training needs a libtorch whose oneDNN can be switched off on this processor, this one has no such switch"
            );
        }

        Kernels = TorchKernels.NoOneDnn;
    }

    private static bool TrySet(string setter, bool value)
    {
        if (
            !NativeLibrary.TryGetExport(torchCpu, GlobalContext, out nint context)
            || !NativeLibrary.TryGetExport(torchCpu, setter, out nint set)
        )
        {
            return false;
        }

        ((delegate* unmanaged<nint, byte, void>)set)(((delegate* unmanaged<nint>)context)(), value ? (byte)1 : (byte)0);
        return true;
    }

    /// <summary>Loads what TorchSharp would load, which on a failure would first copy the packages about and then say too much.</summary>
    private static void LoadNativeLibraries()
    {
        try
        {
            torchCpu = NativeLibrary.Load("torch_cpu", typeof(torch).Assembly, null);
            NativeLibrary.Load("LibTorchSharp", typeof(torch).Assembly, null);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            throw new TrainingUnavailableException(
                $"training needs libtorch, whose native library cannot be loaded{Explain(error.Message)}",
                error
            );
        }
    }

    private static string Explain(string message) =>
        message.Contains("GLIBC", StringComparison.Ordinal)
            ? $": libstdc++ lacks {LibStdCxxVersion}; build the program here, where it learns to do without, or install libstdc++6 of "
                + "GCC 13.2"
            : $" on {RuntimeInformation.RuntimeIdentifier}: "
                + $"{message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()}";
}
