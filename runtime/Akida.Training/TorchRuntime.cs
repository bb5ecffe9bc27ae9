using System.Runtime.InteropServices;

namespace Akida.Training;

/// <summary>Loads libtorch, which only training needs.</summary>
public static partial class TorchRuntime
{
    private const string NativeLibraryName = "LibTorchSharp";

    /// <summary>The symbol version without which the native library cannot load; older systems have not got it.</summary>
    private const string LibStdCxxVersion = "GLIBCXX_3.4.32";

    /// <summary>Loads the native library and sets how many threads it uses.</summary>
    /// <param name="threads">The number of threads; all processors if null. Results are the same in every run only for one number of threads.</param>
    /// <exception cref="TrainingUnavailableException">The native library cannot be loaded; the message says what to do.</exception>
    public static void Load(int? threads = null)
    {
        LetWaitingThreadsSleep();
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
public sealed class TrainingUnavailableException(string message, Exception innerException) : NotSupportedException(message, innerException);
