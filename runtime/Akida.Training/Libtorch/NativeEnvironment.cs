using System.Runtime.InteropServices;

namespace Akida.Training.Libtorch;

/// <summary>The environment that native libraries see, of which .NET's is only a copy.</summary>
internal static partial class NativeEnvironment
{
    /// <summary>Sets a variable of the process, on systems whose C library has <c>setenv</c>.</summary>
    public static void Set(string name, string value, bool overwrite) => _ = SetEnvironmentVariable(name, value, overwrite ? 1 : 0);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);
}
