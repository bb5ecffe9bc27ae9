using System.Runtime.InteropServices;

namespace Akida.Quantization;

/// <summary>
/// The environment that native libraries read. .NET only has a copy of it on Linux and macOS, so what
/// <see cref="Environment.SetEnvironmentVariable(string, string)"/>
/// sets there never reaches them.
/// </summary>
public static partial class NativeEnvironment
{
    /// <summary>
    /// Sets a variable for the native libraries of the process. Set it before they have threads: the C library does not lock.
    /// </summary>
    /// <param name="name">The variable.</param>
    /// <param name="value">Its value.</param>
    /// <param name="overwrite">Whether a value that the user has set goes.</param>
    /// <exception cref="InvalidOperationException">The system refuses it.</exception>
    public static void Set(string name, string value, bool overwrite = true)
    {
        if (!overwrite && Environment.GetEnvironmentVariable(name) is not null)
        {
            return;
        }

        int error = OperatingSystem.IsWindows() ? SetOfUcrt(name, value) : SetOfLibc(name, value, overwrite: 1);
        if (error != 0)
        {
            throw new InvalidOperationException($"the environment variable {name} cannot be set to {value}");
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetOfLibc(string name, string value, int overwrite);

    // Sets both the C library's copy and the process's own.
    [LibraryImport("ucrtbase", EntryPoint = "_wputenv_s", StringMarshalling = StringMarshalling.Utf16)]
    private static partial int SetOfUcrt(string name, string value);
}
