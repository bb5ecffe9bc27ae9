using System.Xml.Linq;
using Akida.Testing;

namespace Akida.Dsl.Package.Tests;

/// <summary>What is in the package.</summary>
public class PackageTests(PackedPackage package)
{
    private static readonly string[] Runtime =
    [
        "Akida.Dsl",
        "Akida.Formats",
        "Akida.Graph",
        "Akida.Integers",
        "Akida.Kernels",
        "Akida.Simulator",
    ];
    private static readonly string[] Compiler =
    [
        "Akida.Dsl",
        "Akida.Dsl.CodeFixes",
        "Akida.Dsl.Generators",
        "Akida.Graph",
        "Akida.Kernels",
    ];

    [Fact]
    public void It_holds_the_runtime_with_its_documentation_and_the_compilers_parts()
    {
        Assert.Equal(
            [
                .. Compiler.Select(name => $"analyzers/dotnet/cs/{name}.dll").Order(StringComparer.Ordinal),
                .. Runtime.SelectMany(name => new[] { $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml" }),
            ],
            package.Files.Where(file =>
                file.EndsWith(".dll", StringComparison.Ordinal) || file.StartsWith("lib/", StringComparison.Ordinal)
            )
        );
        Assert.Equal(
            ["build/Akida.Dsl.props", "build/Akida.Dsl.targets", "buildTransitive/Akida.Dsl.targets"],
            package.Files.Where(file => file.StartsWith("build", StringComparison.Ordinal))
        );
        Assert.Contains(Text("readme"), package.Files);
    }

    [Fact]
    public void It_needs_the_packages_that_its_assemblies_reference()
    {
        // What netstandard2.0 lacks is part of .NET itself.
        IEnumerable<string> referenced = Runtime
            .Select(name => XDocument.Load(Path.Combine(TestFolders.Repository, "runtime", name, name + ".csproj")))
            .Where(project => !project.Descendants("TargetFramework").Any())
            .SelectMany(project => project.Descendants("PackageReference"))
            .Where(reference => reference.Attribute("PrivateAssets") is null)
            .Select(reference => reference.Attribute("Include")!.Value);

        Assert.Equal(
            referenced.Order(StringComparer.Ordinal),
            Elements("dependency").Select(dependency => dependency.Attribute("id")!.Value).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void It_says_where_it_comes_from()
    {
        XDocument properties = XDocument.Load(Path.Combine(TestFolders.Repository, "Directory.Build.props"));

        Assert.Equal("Akida.Dsl", Text("id"));
        Assert.Equal("Apache-2.0", Text("license"));
        Assert.Equal(properties.Descendants("RepositoryUrl").Single().Value, Elements("repository").Single().Attribute("url")!.Value);
    }

    private string Text(string name) => Elements(name).Single().Value;

    private IEnumerable<XElement> Elements(string name) => package.Metadata.Descendants().Where(element => element.Name.LocalName == name);
}
