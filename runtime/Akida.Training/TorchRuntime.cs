using System.Runtime.InteropServices;

namespace Akida.Training;

/// <summary>Loads libtorch, which only training needs.</summary>
public static partial class TorchRuntime
{
    private static readonly string[] NativeLibraries = ["torch_cpu", "LibTorchSharp"];

    /// <summary>The symbol version without which the native library cannot load; older systems have not got it.</summary>
    private const string LibStdCxxVersion = "GLIBCXX_3.4.32";

    /// <summary>Loads the native library and sets how many threads it uses.</summary>
    /// <param name="threads">The number of threads; all processors if null. Results are the same in every run only for one number of threads.</param>
    /// <exception cref="TrainingUnavailableException">The native library cannot be loaded; the message says what to do.</exception>
    public static void Load(int? threads = null)
    {
        LetWaitingThreadsSleep();
        LoadNativeLibraries();
        torch.InitializeDeviceType(DeviceType.CPU);
        torch.set_num_threads(threads ?? Environment.ProcessorCount);
    }

    /// <summary>
    /// Threads of OpenMP spin while they wait for each other, which makes training several times slower as soon as another program wants a
    /// processor too. The library reads the variable when it is loaded, from the environment of the process, of which .NET only has a copy.
    /// </summary>
    private static void LetWaitingThreadsSleep()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetEnvironmentVariable("OMP_WAIT_POLICY", "PASSIVE", overwrite: 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);

    /// <summary>Loads what TorchSharp would load, which on a failure would first copy the packages about and then say too much.</summary>
    private static void LoadNativeLibraries()
    {
        try
        {
            foreach (string library in NativeLibraries)
            {
                NativeLibrary.Load(library, typeof(torch).Assembly, null);
            }
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            throw new TrainingUnavailableException($"training needs libtorch, whose native library cannot be loaded{Explain(error.Message)}", error);
        }
    }

    private static string Explain(string message) =>
        message.Contains("GLIBC", StringComparison.Ordinal)
            ? $": libstdc++ lacks {LibStdCxxVersion}; build the program here, where it learns to do without, or install libstdc++6 of GCC 13.2"
            : $" on {RuntimeInformation.RuntimeIdentifier}: {message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()}";
}

/// <summary>Training cannot run on this machine as it is. The message is one line that says what to install.</summary>
public sealed class TrainingUnavailableException(string message, Exception innerException) : NotSupportedException(message, innerException);
