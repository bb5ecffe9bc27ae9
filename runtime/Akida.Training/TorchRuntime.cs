using System.Runtime.InteropServices;

namespace Akida.Training;

/// <summary>Loads libtorch, which only training needs.</summary>
public static class TorchRuntime
{
    private const string NativeLibraryName = "LibTorchSharp";

    /// <summary>The symbol version without which the native library cannot load; older systems have not got it.</summary>
    private const string LibStdCxxVersion = "GLIBCXX_3.4.32";

    /// <summary>Loads the native library and sets how many threads it uses.</summary>
    /// <param name="threads">The number of threads; all processors if null. Results are the same in every run only for one number of threads.</param>
    /// <exception cref="TrainingUnavailableException">The native library cannot be loaded; the message says what to do.</exception>
    public static void Load(int? threads = null)
    {
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception error)
        {
            throw new TrainingUnavailableException(Explain(), error);
        }

        torch.set_num_threads(threads ?? Environment.ProcessorCount);
    }

    private static string Explain()
    {
        const string Subject = "training needs libtorch, whose native library cannot be loaded";
        try
        {
            NativeLibrary.Load(NativeLibraryName, typeof(torch).Assembly, null);
            return $"{Subject}: restore and build the project again";
        }
        catch (DllNotFoundException error) when (error.Message.Contains("GLIBC", StringComparison.Ordinal))
        {
            return $"{Subject}: libstdc++ lacks {LibStdCxxVersion}; run build/provision-libstdcxx as root, or install libstdc++6 of GCC 13.2 or newer";
        }
        catch (Exception error)
        {
            string reason = error.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? error.GetType().Name;
            return $"{Subject} on {RuntimeInformation.RuntimeIdentifier}: {reason}";
        }
    }
}

/// <summary>Training cannot run on this machine as it is. The message is one line that says what to install.</summary>
public sealed class TrainingUnavailableException(string message, Exception innerException) : Exception(message, innerException);
