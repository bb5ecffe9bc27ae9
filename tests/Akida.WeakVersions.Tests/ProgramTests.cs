using System.Diagnostics;
using System.Xml.Linq;
using Akida.Testing;

namespace Akida.WeakVersions.Tests;

/// <summary>The program as the build runs it.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("akida-weak-versions-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_copy_is_written_whole_and_what_it_was_a_link_to_stays()
    {
        LibraryBuilder builder = new LibraryBuilder().Needs("libstdc++.so.6", "CXX_1", "CXX_2");
        byte[] library = builder.Build();
        string source = Write("library.so", library),
            copy = Path.Combine(folder, "out", "library.so");
        string other = Write("older.so", new LibraryBuilder().Defines("CXX_1").Build());
        // As a build before this one may have left it: linked to the package's file.
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        (int linked, _, _) = Run("ln", source, copy);
        Assert.Equal(0, linked);

        (int code, string output, string error) = RunProgram(source, copy, other);

        Assert.Equal((0, ""), (code, error));
        Assert.Equal($"{copy}: does without CXX_2, which {other} lacks and no relocation needs.", output);
        Assert.Equal(library, File.ReadAllBytes(source));
        library[builder.Places["CXX_2"] + 4] = 2;
        Assert.Equal(library, File.ReadAllBytes(copy));
        Assert.Equal([copy], Directory.GetFiles(Path.GetDirectoryName(copy)!));
    }

    [Fact]
    public void Nothing_is_written_where_no_version_is_missing()
    {
        string source = Write("library.so", new LibraryBuilder().Needs("libstdc++.so.6", "CXX_1").Build());
        string other = Write("newer.so", new LibraryBuilder().Defines("CXX_1", "CXX_2").Build()),
            copy = Path.Combine(folder, "copy.so");

        (int code, string output, string error) = RunProgram(source, copy, other);

        Assert.Equal((0, $"{source}: {other} has all versions that it names.", ""), (code, output, error));
        Assert.False(File.Exists(copy));
    }

    [Fact]
    public void A_refusal_is_one_line_and_nothing_is_written()
    {
        LibraryBuilder library = new LibraryBuilder().Needs("libstdc++.so.6", "CXX_2").HasSymbol("init", "CXX_2").Relocates("init");
        string source = Write("library.so", library.Build());
        string other = Write("older.so", new LibraryBuilder().Defines("CXX_1").Build()),
            copy = Path.Combine(folder, "copy.so");

        (int code, string output, string error) = RunProgram(source, copy, other);

        Assert.Equal((1, ""), (code, output));
        Assert.Equal($"weak-versions: {source}: needs 'init' of CXX_2, which the system's libstdc++.so.6 lacks", error);
        Assert.False(File.Exists(copy));
    }

    [Fact]
    public void A_missing_file_is_one_line()
    {
        string source = Path.Combine(folder, "nothing.so");

        Assert.Equal((1, "", $"weak-versions: Could not find file '{source}'."), RunProgram(source, Path.Combine(folder, "copy.so")));
    }

    [Fact]
    public void The_library_of_TorchSharp_needs_at_most_one_byte_and_the_package_keeps_its_file()
    {
        string packages =
            Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string version = XDocument
            .Load(Path.Combine(TestFolders.Repository, "Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Single(package => (string?)package.Attribute("Include") == "TorchSharp")
            .Attribute("Version")!
            .Value;
        string library = Path.Combine(packages, "torchsharp", version, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");
        string copy = Path.Combine(folder, "copy.so");
        if (!File.Exists(library))
        {
            Assert.Skip($"needs TorchSharp {version}, restored");
        }

        // A library that defines all of its versions but one, as Debian 12's does.
        const string missing = "GLIBCXX_3.4.32";
        byte[] bytes = File.ReadAllBytes(library);
        IReadOnlyList<NeededVersion> needed = SymbolVersions.Needed(new ElfFile(bytes));
        NeededVersion version32 = Assert.Single(needed, one => one.Name == missing);
        Assert.False(version32.IsWeak, "the package's file was changed");
        string[] present = [.. needed.Select(one => one.Name).Where(name => name != missing)];
        string other = Write("older.so", new LibraryBuilder().Defines(present).Build());

        (int code, _, string error) = RunProgram(library, copy, other);

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(bytes, File.ReadAllBytes(library));
        bytes[version32.FlagsPlace] = 2;
        Assert.Equal(bytes, File.ReadAllBytes(copy));
    }

    [Fact]
    public void The_dynamic_linkers_own_choice_is_found()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("asks the dynamic linker of Linux");
        }

        string path = SystemLibrary.Find("libstdc++.so.6");

        Assert.Contains("GLIBCXX_3.4", SymbolVersions.Defined(new ElfFile(File.ReadAllBytes(path))));
    }

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static (int Code, string Output, string Error) RunProgram(params string[] arguments) =>
        Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "weak-versions.dll"), .. arguments]);

    private static (int Code, string Output, string Error) Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.TrimEnd(), error.Result.TrimEnd());
    }
}
