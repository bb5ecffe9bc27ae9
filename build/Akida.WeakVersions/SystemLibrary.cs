using System.Runtime.InteropServices;

namespace Akida.WeakVersions;

/// <summary>Finds libraries of the system.</summary>
internal static class SystemLibrary
{
    private const string Mappings = "/proc/self/maps";

    /// <summary>
    /// The file that the dynamic linker takes for a library. It is asked itself, since where it looks depends on the environment, its
    /// cache, the processor and how it was built; the program that trains is run by the same <c>dotnet</c>, so that it gets the same
    /// answer.
    /// </summary>
    /// <param name="name">The library's name, such as <c>libstdc++.so.6</c>.</param>
    /// <exception cref="ElfException">The library cannot be loaded or found.</exception>
    public static string Find(string name)
    {
        if (!NativeLibrary.TryLoad(name, out _))
        {
            throw new ElfException($"cannot be checked: the system has no {name}");
        }

        // The last of six columns, which may have spaces, is the file: libstdc++.so.6 itself or what it is a link to: libstdc++.so.6.0.30.
        return File.ReadLines(Mappings)
                .Select(line => line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries))
                .Where(columns => columns.Length == 6)
                .Select(columns => columns[5])
                .FirstOrDefault(path => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal) && File.Exists(path))
            ?? throw new ElfException($"cannot be checked: {name} is loaded, but {Mappings} does not name it");
    }
}
