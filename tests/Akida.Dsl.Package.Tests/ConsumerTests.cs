using System.Globalization;
using System.Text.RegularExpressions;
using Akida.Formats;
using Akida.Graph;
using Akida.Quantization.Conversion;
using Akida.Testing;

namespace Akida.Dsl.Package.Tests;

/// <summary>
/// A project of somebody who has nothing but the package: the README's model, compiled, run and published with NativeAOT, gives what the
/// vendor's tools recorded.
/// </summary>
public class ConsumerTests(PackedPackage package)
{
    private static readonly string Case = Path.Combine(TestFolders.Data, "cases", "zoo_gxnor_mnist_v2_i8_w8_a8");
    private static readonly string Quantised = Path.Combine(Case, "quantized.h5");
    private static readonly string Recorded = Path.Combine(Case, "outputs.npz");

    [Fact]
    public void It_runs_a_quantised_and_a_converted_model()
    {
        string project = package.CreateConsumer("GxnorMnist", Sources());
        string converted = Path.Combine(project, "gxnor_mnist" + AkidaFile.Extension);
        AkidaFile.Write(converted, Converter.Convert(KerasFile.Read(Quantised), AkidaVersion.V2));

        DotNet.Build(project, "build").Succeeded();

        string program = Path.Combine(project, "bin", "Release", "net10.0", "GxnorMnist.dll");
        CheckOutput(DotNet.Run(project, "dotnet", program, Quantised, Recorded).Succeeded().Output);
        CheckOutput(DotNet.Run(project, "dotnet", program, converted, Recorded).Succeeded().Output);
    }

    [Fact]
    public void Its_compiler_says_what_is_wrong()
    {
        Dictionary<string, string> sources = Sources();
        sources["Models.cs"] = """
            [Akida.AkidaModel("wrong"), Akida.Input(28, 28, 1)]
            public sealed partial class Wrong
            {
                [Akida.ConvBlock("32 * Alpah", 3)] public partial Akida.Layer Conv { get; }
            }

            [Akida.AkidaModel("refused"), Akida.Input(28, 28, 1)]
            public sealed partial class Refused
            {
                [Akida.ConvBlock(32, 3, Relu = "ReLU")] public partial Akida.Layer Conv { get; }
            }
            """;
        string project = package.CreateConsumer("Mistakes", sources);

        ProgramResult result = DotNet.Build(project, "build");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Matches(@"Models\.cs\(4,28\): error AKD1005: .*Alpah", result.Output);
        Assert.Matches(@"Models\.cs\(10,\d+\): error AKD2002: ", result.Output);
    }

    [Fact]
    public void It_is_published_with_native_AOT()
    {
        string[] linker =
            OnPath("clang") ? []
            : OnPath("gcc") ? ["-p:CppCompilerAndLinker=gcc"]
            : SkipWithoutLinker();
        string project = package.CreateConsumer("Native", Sources());

        DotNet.Build(project, "publish", ["-p:PublishAot=true", "-o", "published", .. linker]).Succeeded();

        Assert.False(File.Exists(Path.Combine(project, "published", "Native.dll")));
        CheckOutput(DotNet.Run(project, Path.Combine(project, "published", "Native"), Quantised, Recorded).Succeeded().Output);
    }

    // The model is the README's, so that what one copies from there works.
    private static Dictionary<string, string> Sources()
    {
        string readme = File.ReadAllText(Path.Combine(TestFolders.Repository, "README.md"));
        string model = Regex.Match(readme, @"## A model\n.*?```csharp\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        return new()
        {
            ["GxnorMnist.cs"] = "using Akida;\n\n" + model,
            ["Program.cs"] = File.ReadAllText(
                Path.Combine(TestFolders.Repository, "tests", "Akida.Dsl.Package.Tests", "Consumer", "Program.cs")
            ),
        };
    }

    private static void CheckOutput(string output)
    {
        string[] lines = output.TrimEnd().Split('\n');
        float[] recorded = NpzFile.Read(Recorded)["0:dequantizer:float"].ToSingles();
        Match scores = Regex.Match(lines[0], @"^class (\d+): (.*)$");

        Assert.Equal($"{Array.IndexOf(recorded, recorded.Max())}", scores.Groups[1].Value);
        Assert.Equal(
            recorded,
            scores.Groups[2].Value.Split(' ').Select(text => float.Parse(text, CultureInfo.InvariantCulture)),
            (expected, actual) => Math.Abs(expected - actual) < 1e-6f
        );
        Assert.Equal(["0 bytes allocated", $"kernels {Akida.Simulator.Kernels.KernelSets.Select()}"], lines[1..]);
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string[] SkipWithoutLinker()
    {
        Assert.Skip("NativeAOT links with clang or gcc, neither is on the PATH");
        return [];
    }
}
