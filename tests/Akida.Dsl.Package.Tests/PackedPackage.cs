using System.IO.Compression;
using System.Xml.Linq;
using Akida.Testing;

[assembly: AssemblyFixture(typeof(Akida.Dsl.Package.Tests.PackedPackage))]

namespace Akida.Dsl.Package.Tests;

/// <summary>The package, packed once for all tests, in a folder outside of the repository where projects can be that consume it.</summary>
public sealed class PackedPackage : IDisposable
{
    private const string Id = "Akida.Dsl";

    // NuGet keeps what it restored by its version, so that each run of the tests needs one of its own.
    private readonly string version =
        XDocument.Load(Path.Combine(TestFolders.Repository, "Directory.Build.props")).Descendants("Version").Single().Value
        + $"-test{Guid.NewGuid():N}";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("akida-package-");

    /// <summary>Packs what was built with the tests.</summary>
    public PackedPackage()
    {
        string feed = Path.Combine(folder.FullName, "feed");
        string configuration = Directory.GetParent(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))!.Name;
        DotNet
            .Run(
                TestFolders.Repository,
                "dotnet",
                "pack",
                "package",
                "--no-build",
                "-c",
                configuration,
                "-nodeReuse:false",
                $"-p:PackageVersion={version}",
                "-o",
                feed
            )
            .Succeeded();
        string file = Assert.Single(Directory.GetFiles(feed));
        using ZipArchive archive = ZipFile.OpenRead(file);
        Files = [.. archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal)];
        using Stream stream = archive.GetEntry($"{Id}.nuspec")!.Open();
        Metadata = XDocument.Load(stream).Root!.Elements().Single();
        File.WriteAllText(
            Path.Combine(folder.FullName, "nuget.config"),
            """<configuration><packageSources><add key="packed" value="feed" /></packageSources></configuration>"""
        );
    }

    /// <summary>The paths in the package.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The package's <c>metadata</c> element.</summary>
    public XElement Metadata { get; }

    /// <summary>The version of the package.</summary>
    public string Version => version;

    /// <summary>Makes a program that has nothing but a reference to the package.</summary>
    /// <returns>The folder of the project.</returns>
    public string CreateConsumer(string name, IReadOnlyDictionary<string, string> sources)
    {
        string project = folder.CreateSubdirectory(name).FullName;
        File.WriteAllText(
            Path.Combine(project, name + ".csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{Id}" Version="{version}" />
              </ItemGroup>
            </Project>
            """
        );
        foreach ((string file, string text) in sources)
        {
            File.WriteAllText(Path.Combine(project, file), text);
        }

        return project;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        folder.Delete(recursive: true);
        string packages =
            Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string restored = Path.Combine(packages, Id.ToLowerInvariant(), version);
        if (Directory.Exists(restored))
        {
            Directory.Delete(restored, recursive: true);
        }
    }
}
