using Akida.WeakVersions;

const string Other = "libstdc++.so.6";
const string Usage = $"""
    usage: weak-versions LIBRARY COPY [OTHER]

    Writes to COPY a copy of LIBRARY, an ELF64 file for x86-64, that is loaded although the
    system's {Other} lacks symbol versions that LIBRARY names: they are marked as weak.
    Writes nothing where no version is missing, and refuses where LIBRARY needs a symbol of one.
    OTHER is the {Other} to compare with; the one that the dynamic linker takes if not given.
    """;

// Far above any real library, and what an array can hold.
const long LargestFile = 1L << 30;

if (args.Length is not (2 or 3) || args[0].StartsWith('-'))
{
    Console.Error.WriteLine(Usage);
    return 2;
}

(string source, string copy) = (args[0], args[1]);
try
{
    byte[] library = Read(source);
    string other = args.Length == 3 ? args[2] : SystemLibrary.Find(Other);
    IReadOnlyList<string> marked = WeakVersions.Mark(library, Other, Read(other));
    if (marked.Count == 0)
    {
        Console.WriteLine($"{source}: {other} has all versions that it names.");
        return 0;
    }

    Write(copy, library);
    Console.WriteLine($"{copy}: does without {string.Join(", ", marked)}, which {other} lacks and no relocation needs.");
    return 0;
}
catch (ElfException error)
{
    return Fail($"{source}: {error.Message}");
}
catch (Exception error) when (error is IOException or UnauthorizedAccessException)
{
    return Fail(error.Message);
}

static int Fail(string message)
{
    Console.Error.WriteLine($"weak-versions: {message}");
    return 1;
}

static byte[] Read(string path) =>
    new FileInfo(path).Length is var length && length <= LargestFile
        ? File.ReadAllBytes(path)
        : throw new ElfException($"'{path}' has {length:N0} bytes, at most {LargestFile:N0} are read");

// A name of its own, then one step: COPY is whole or not there, and a file that COPY is a hard link to stays as it is.
static void Write(string path, byte[] bytes)
{
    string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
    try
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllBytes(temporary, bytes);
        File.Move(temporary, path, overwrite: true);
    }
    finally
    {
        if (File.Exists(temporary))
        {
            File.Delete(temporary);
        }
    }
}
