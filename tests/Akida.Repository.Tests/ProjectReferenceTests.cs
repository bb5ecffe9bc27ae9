using System.Xml.Linq;
using Akida.Testing;

namespace Akida.Repository.Tests;

/// <summary>Which project may use which: the table of parts in <c>docs/architecture.md</c> is the law.</summary>
public class ProjectReferenceTests
{
    private static readonly string[] Products = ["runtime/", "generators/", "zoo/", "package/", "build/", "benchmarks/"];

    [Fact]
    public void Projects_reference_what_the_table_of_parts_allows()
    {
        IReadOnlyDictionary<string, string[]> table = PartTable.Read();

        string[] wrong =
        [
            .. Projects()
                .SelectMany(project =>
                    project
                        .References.Except(table.GetValueOrDefault(project.Name, []))
                        .Select(other => $"{project.Name} references {other}")
                ),
        ];

        Assert.True(wrong.Length == 0, $"must be in the table of docs/architecture.md or go:\n{string.Join('\n', wrong)}");
    }

    [Fact]
    public void The_table_of_parts_has_every_project_and_no_other() =>
        Assert.Equal(
            Projects().Select(project => project.Name).Order(StringComparer.Ordinal),
            PartTable.Read().Keys.Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Only_tests_and_benchmarks_see_internals()
    {
        string[] friends =
        [
            .. SourceFiles
                .Of(".csproj")
                .SelectMany(path => Load(path).Descendants("InternalsVisibleTo").Select(friend => friend.Attribute("Include")!.Value)),
        ];

        Assert.All(
            friends,
            friend => Assert.True(friend is "Akida.Benchmarks" || friend.EndsWith(".Tests", StringComparison.Ordinal), friend)
        );
    }

    private static IEnumerable<(string Name, string[] References)> Projects() =>
        SourceFiles
            .Of(".csproj")
            .Where(path => Products.Any(room => path.StartsWith(room, StringComparison.Ordinal)))
            .Select(path =>
                (
                    Path.GetFileNameWithoutExtension(path),
                    Load(path)
                        .Descendants("ProjectReference")
                        .Attributes("Include")
                        .Select(reference => Path.GetFileNameWithoutExtension(reference.Value.Replace('\\', '/')))
                        .ToArray()
                )
            );

    private static XDocument Load(string path) => XDocument.Load(Path.Combine(TestFolders.Repository, path));
}
