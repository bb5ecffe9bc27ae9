using System.Text.RegularExpressions;
using Akida.Cli.CommandLine;
using Akida.Cli.Commands;
using Akida.Cli.Output;
using Akida.Testing;

namespace Akida.Cli.Tests;

/// <summary>What a person sees on a terminal while a command works, and what scripts never see.</summary>
public sealed partial class StatusLineTests
{
    private static readonly string Case = TestFolders.Cases.Single(path => Path.GetFileName(path) == "zoo_gxnor_mnist_v2_i8_w8_a8");

    [Fact]
    public void Quantizing_shows_the_batches_of_calibration()
    {
        using TemporaryFolder folder = new();

        (string output, string error) = Run(
            "quantizeml",
            "quantize",
            "-m",
            Path.Combine(Case, "float.h5"),
            "-s",
            folder["net.h5"],
            "-ns",
            "40",
            "-bs",
            "16",
            "-e",
            "2"
        );

        Assert.Equal(
            [.. Enumerable.Range(0, 7).Select(done => $"quantizeml quantize: calibrating  {Bar(24 * done / 6)}  {done}/6  N s")],
            Drawings(error).Where(line => line.Contains("calibrating")).Distinct()
        );
        Assert.DoesNotContain("\r", output);
        AssertEndsClean(error);
    }

    [Theory]
    [InlineData("float.h5")]
    [InlineData("quantized.h5")]
    public void Running_a_model_shows_the_samples(string model)
    {
        (_, string error) = Run("akida_models", "sparsity", "-m", Path.Combine(Case, model), "-ns", "3");

        Assert.Equal(
            [.. Enumerable.Range(0, 4).Select(done => $"akida_models sparsity: running  {Bar(8 * done)}  {done}/3  N s")],
            Drawings(error).Where(line => line.Contains("running")).Distinct()
        );
        AssertEndsClean(error);
    }

    [Fact]
    public void Verifying_shows_the_folders()
    {
        (string output, string error) = Run("akida_models", "verify", Case, "nowhere");

        Assert.Contains("1 equal, 0 different, 1 not comparable", output);
        Assert.Contains($"akida_models verify: comparing  {Bar(12)}  1/2  N s", Drawings(error));
        AssertEndsClean(error);
    }

    [Fact]
    public void Any_command_that_takes_long_shows_its_time()
    {
        using StringWriter output = new(),
            error = new();
        StatusLine line = new(error, () => 80, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromMilliseconds(10));
        using (line.Begin("cnn2snn convert"))
        {
            Assert.True(SpinWait.SpinUntil(() => Written(line, error).Contains("cnn2snn convert  "), TimeSpan.FromSeconds(30)));
        }

        AssertEndsClean(error.ToString());
    }

    [Fact]
    public void Nothing_is_shown_of_short_commands_and_without_a_terminal()
    {
        using StringWriter output = new(),
            error = new();
        CliConsole patient = new(
            output,
            error,
            isTerminal: true,
            new StatusLine(error, () => 80, TimeSpan.FromHours(1), TimeSpan.Zero, TimeSpan.FromMilliseconds(10))
        );
        CliConsole logged = new(output, error, isTerminal: false);
        foreach (CliConsole console in new[] { patient, logged })
        {
            using (console.Begin("work"))
            {
                Assert.Equal([1, 2], console.Follow([1, 2], "counting", 2));
            }
        }

        Assert.Empty(error.ToString());
        Assert.Empty(output.ToString());
    }

    [Fact]
    public void What_is_written_stands_above_the_line_and_nothing_is_drawn_behind_half_a_line()
    {
        using StringWriter terminal = new();
        CliConsole console = new(
            terminal,
            terminal,
            isTerminal: true,
            new StatusLine(terminal, () => 24, TimeSpan.Zero, TimeSpan.Zero, Timeout.InfiniteTimeSpan)
        );
        using (console.Begin("outer"))
        {
            using (console.Begin("inner"))
            {
                console.Report("a step with a long name", 1, 2);
                console.WriteLine("text");
                console.Write("half ");
                console.Report("hidden", 1, 2);
                console.WriteLine("line");
                console.Report("shown", 0, 0);
                _ = console.Rich;
                console.Report("suspended", 1, 2);
            }

            console.Report("back", 0, 0);
        }

        Assert.Equal(
            "\r\e[Kinner: a step with a lo\r\e[Ktext\nhalf line\n\r\e[Kinner: shown  N s\r\e[K\r\e[Kouter: back  N s\r\e[K",
            Seconds().Replace(terminal.ToString().Replace(Environment.NewLine, "\n"), "N s")
        );
    }

    private static (string Output, string Error) Run(params string[] arguments)
    {
        using StringWriter output = new(),
            error = new();
        CliConsole console = new(
            output,
            error,
            isTerminal: true,
            new StatusLine(error, () => 120, TimeSpan.Zero, TimeSpan.Zero, Timeout.InfiniteTimeSpan)
        );
        CommandRunner.Run(AllCommands.Create(console), arguments, console);
        return (output.ToString(), error.ToString());
    }

    private static string Written(StatusLine line, StringWriter writer)
    {
        string text = "";
        line.Above(() => text = writer.ToString());
        return text;
    }

    private static string Bar(int full) => new string('█', full) + new string('░', 24 - full);

    private static IEnumerable<string> Drawings(string error) => error.Split("\r\e[K").Select(line => Seconds().Replace(line, "N s"));

    private static void AssertEndsClean(string error) => Assert.EndsWith("\r\e[K", error);

    [GeneratedRegex(@"\b\d+ s$|\b\d+ s(?=\r)")]
    private static partial Regex Seconds();
}
