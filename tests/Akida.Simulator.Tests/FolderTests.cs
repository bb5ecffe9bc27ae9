using System.Text.RegularExpressions;
using Akida.Testing;

namespace Akida.Simulator.Tests;

/// <summary>The folders of Akida.Simulator depend on each other one way: Kernels ← Planning ← Execution.</summary>
public partial class FolderTests
{
    private static readonly string Project = Path.Combine(TestFolders.Repository, "runtime", "Akida.Simulator");

    private static readonly string[] Order = ["Kernels", "Planning", "Execution"];

    public static TheoryData<string> Files =>
        [
            .. Directory
                .GetFiles(Project, "*.cs", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Project, file))
                .Where(file => Folder(file) is not ("obj" or "bin" or "")),
        ];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_in_the_folder_of_its_namespace_and_uses_only_those_before_it(string file)
    {
        string text = File.ReadAllText(Path.Combine(Project, file));

        string expected = Path.GetDirectoryName(file)!.Replace(Path.DirectorySeparatorChar, '.');
        Assert.Contains($"namespace Akida.Simulator.{expected};", text, StringComparison.Ordinal);
        Assert.Contains(Folder(file), Order);
        Assert.All(
            Mentioned().Matches(text).Select(match => match.Groups[1].Value),
            used => Assert.True(Array.IndexOf(Order, used) <= Array.IndexOf(Order, Folder(file)), $"{file} uses {used}")
        );
    }

    /// <summary>Usings, and names that begin with a folder's.</summary>
    [GeneratedRegex(@"\b(?:Akida\.Simulator\.|(?<=[^.\w""]))(Kernels|Planning|Execution)(?=[.;]\w*)")]
    private static partial Regex Mentioned();

    private static string Folder(string file) =>
        file.Contains(Path.DirectorySeparatorChar) ? file[..file.IndexOf(Path.DirectorySeparatorChar)] : "";
}
