using System.Diagnostics;
using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Operations;
using Akida.Quantization.FloatInference;
using Akida.Testing;

namespace Akida.Quantization.Tests.FloatInference;

/// <summary>
/// ONNX Runtime neither writes into the user's folders nor asks for anything by name: a child runs a model while files and system calls are
/// watched.
/// </summary>
public sealed class TelemetryTests : IDisposable
{
    private const string StayVariable = "AKIDA_TEST_STAY";

    // With telemetry on, the runtime looked its server up nine seconds after its start.
    private const int SecondsUntilItWouldCall = 13;

    private static readonly string[] Strace = ["strace", "-f", "-qq", "-s", "256", "-e", "trace=%file,%network"];

    private static readonly string[] LookUps = ["/etc/resolv.conf", "/etc/hosts\"", "AF_INET"];

    // The runtime leaves builds of a CI alone, and so would prove nothing there.
    private static readonly string[] NeededVariables = ["PATH", "DOTNET_ROOT", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "TMPDIR"];

    private readonly string folder = Directory.CreateTempSubdirectory("akida-telemetry-").FullName;

    /// <summary>The user's home: an empty folder, or one that nobody can make, root included.</summary>
    public enum Home
    {
        Writable,
        Unwritable,
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(Home.Writable)]
    [InlineData(Home.Unwritable)]
    public void No_file_comes_of_a_model_that_runs(Home kind)
    {
        string home = Make(kind);

        string said = RunChild([], home, staySeconds: 0);

        Assert.Empty(Found(home));
        Assert.DoesNotContain("telemetry", said, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Nothing_is_looked_up_and_no_folder_is_tried_while_a_model_is_used()
    {
        Assert.SkipUnless(CanTrace(), "strace is not here, or may not watch");
        await Task.WhenAll(Watch(Home.Writable), Watch(Home.Unwritable));

        // Both at the same time, because most of it is waiting.
        Task Watch(Home kind) =>
            Task.Run(() =>
            {
                string home = Make(kind),
                    trace = Path.Combine(folder, $"calls of {kind}");

                RunChild([.. Strace, "-o", trace], home, SecondsUntilItWouldCall);

                string[] calls = File.ReadAllLines(trace);
                Assert.Contains(calls, call => call.Contains("libonnxruntime", StringComparison.Ordinal));
                Assert.DoesNotContain(calls, call => LookUps.Any(sign => call.Contains(sign, StringComparison.Ordinal)));
                Assert.DoesNotContain(
                    calls,
                    call => call.Contains(home, StringComparison.Ordinal) && call.Contains("Microsoft", StringComparison.Ordinal)
                );
                Assert.Empty(Found(home));
            });
    }

    // Whoever wants telemetry gets it, and the tests above can see it.
    [Fact]
    public void A_user_who_asks_for_telemetry_gets_it()
    {
        string home = Make(Home.Writable);

        RunChild([], home, staySeconds: 0, telemetry: "0");

        Assert.Contains(Found(home), path => Path.GetFileName(path) == "deviceid");
    }

    [Fact(Explicit = true)]
    public void Run_as_child()
    {
        ModelGraph graph = ModelGraph.Create(
            "net",
            [new("in", new InputLayer { Shape = new(2) }, []), new("dense", new Dense { Units = 3 }, ["in"])]
        );
        using FloatModel model = new(new Model(graph, WeightInitialization.Create(graph, 1)));
        model.Run(new Tensor(new TensorShape(1, 2), [1, 2]));
        Thread.Sleep(TimeSpan.FromSeconds(int.Parse(Environment.GetEnvironmentVariable(StayVariable) ?? "0")));
    }

    private static bool CanTrace()
    {
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo(Strace[0], [.. Strace[1..], "true"]) { RedirectStandardError = true }
            )!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    // Root may write everywhere, but not below a file.
    private string Make(Home kind)
    {
        string home = Path.Combine(folder, $"{kind} home");
        if (kind == Home.Unwritable)
        {
            File.WriteAllText(home, "");
            return Path.Combine(home, "below");
        }

        Directory.CreateDirectory(home);
        return home;
    }

    private static string[] Found(string home) =>
        Directory.Exists(home) ? Directory.GetFileSystemEntries(home, "*", SearchOption.AllDirectories) : [];

    /// <summary>Runs <see cref="Child"/> in a process of its own, under a program if one is given, and gives what it wrote.</summary>
    private static string RunChild(string[] under, string home, int staySeconds, string? telemetry = null)
    {
        string[] words =
        [
            .. under,
            "dotnet",
            typeof(TelemetryTests).Assembly.Location,
            "-explicit",
            "only",
            "-method",
            $"{typeof(TelemetryTests).FullName}.{nameof(Run_as_child)}",
            "-noLogo",
            "-noColor",
            "-noAutoReporters",
        ];
        ProcessStartInfo start = new(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (string variable in NeededVariables)
        {
            start.Environment[variable] = Environment.GetEnvironmentVariable(variable);
        }

        start.Environment["HOME"] = home;
        start.Environment["XDG_CACHE_HOME"] = Path.Combine(home, "cache");
        start.Environment[StayVariable] = $"{staySeconds}";
        start.Environment[OnnxSession.TelemetryVariable] = telemetry;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string said = process.StandardOutput.ReadToEnd() + errors.Result;
        process.WaitForExit();
        Assert.True(
            process.ExitCode == 0 && said.Contains("Total: 1", StringComparison.Ordinal),
            $"the child ended with {process.ExitCode}: {said}"
        );
        return said;
    }
}
