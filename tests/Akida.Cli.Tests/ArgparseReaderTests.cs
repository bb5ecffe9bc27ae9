using System.CommandLine;
using Akida.Cli.CommandLine;

namespace Akida.Cli.Tests;

/// <summary>The forms of arguments that Python's argparse reads.</summary>
public class ArgparseReaderTests
{
    [Theory]
    [InlineData("create net -c7", "--classes=7")]
    [InlineData("create net -c 7", "--classes=7")]
    [InlineData("create net -c=7", "--classes=7")]
    [InlineData("create net --classes=7", "--classes=7")]
    [InlineData("create net --classes 7", "--classes=7")]
    [InlineData("create net --cla 7", "--classes=7")]
    [InlineData("create net -c 7 -c 8", "--classes=8")]
    [InlineData("create net -c -8", "--classes=-8")]
    [InlineData("create net -a.5", "--alpha=.5")]
    [InlineData("create net -a -.5", "--alpha=-.5")]
    [InlineData("create net -na 5", "--number_anchors=5")]
    [InlineData("create net --alp .3", "--alpha=.3")]
    [InlineData("create net -a=x=y", "--alpha=x=y")]
    [InlineData("create net -vq", "--verbose --quiet")]
    [InlineData("create net -vc7", "--verbose --classes=7")]
    [InlineData("create net -num 5", "")]
    public void Reads_options_in_all_forms(string arguments, string expected)
    {
        ArgparseResult result = ArgparseReader.Read(Sample(), arguments.Split(' '));

        if (expected.Length == 0)
        {
            Assert.IsType<ArgparseResult.Error>(result);
            return;
        }

        Assert.Equal(["create", "net", .. expected.Split(' ')], Assert.IsType<ArgparseResult.Run>(result).Arguments);
    }

    [Fact]
    public void Outer_options_stand_before_the_inner_word() =>
        Assert.Equal(
            ["create", "--save_model=x.h5", "net"],
            Assert.IsType<ArgparseResult.Run>(ArgparseReader.Read(Sample(), ["create", "-s", "x.h5", "net"])).Arguments
        );

    [Theory]
    [InlineData("create net -s x.h5", "unrecognized option -s")]
    [InlineData("create net -na5", "unrecognized option -na5")]
    [InlineData("create net more", "unrecognized argument 'more'")]
    [InlineData("create net -c", "option -c/--classes expects a value")]
    [InlineData("create net -c -v", "option -c/--classes expects a value")]
    [InlineData("create net --verbose=1", "option -v/--verbose takes no value, found '1'")]
    [InlineData("create nett", "'nett' is not among net, file")]
    [InlineData("create", "one of these words is missing: net, file")]
    [InlineData("create file", "option -m/--model is required")]
    [InlineData("create file --m x", "--m is ambiguous: it could be --model or --more")]
    public void Refuses_in_one_line(string arguments, string message) =>
        Assert.Equal(message, Assert.IsType<ArgparseResult.Error>(ArgparseReader.Read(Sample(), arguments.Split(' '))).Message);

    [Fact]
    public void Positionals_stand_before_between_and_after_options()
    {
        foreach (string arguments in (string[])["create file voc -m x", "create file -m x voc", "create file -m x -- voc"])
        {
            Assert.Equal(
                ["create", "file", "--model=x", "--", "voc"],
                Assert.IsType<ArgparseResult.Run>(ArgparseReader.Read(Sample(), arguments.Split(' '))).Arguments
            );
        }
    }

    [Theory]
    [InlineData("-h", "root")]
    [InlineData("create --help", "create")]
    [InlineData("create file --he", "file")]
    public void Help_is_on_every_level(string arguments, string command) =>
        Assert.Equal(command, Assert.IsType<ArgparseResult.Help>(ArgparseReader.Read(Sample(), arguments.Split(' '))).Command.Name);

    private static Command Sample() =>
        new("root", "A program.")
        {
            new Command("create", "Create.")
            {
                Options.Text(["-s", "--save_model"], "file"),
                new Command("net", "A net.")
                {
                    Options.Integer(["-c", "--classes"], "classes", 10),
                    Options.Real(["-a", "--alpha"], "width", 1.0),
                    Options.Integer(["-na", "--number_anchors"], "anchors", 5),
                    Options.Flag(["-v", "--verbose"], "say more"),
                    Options.Flag(["-q", "--quiet"], "say less"),
                },
                new Command("file", "A file.")
                {
                    Options.RequiredText(["-m", "--model"], "model"),
                    Options.Flag(["--more"], "more"),
                    new Argument<string?>("data") { Arity = ArgumentArity.ZeroOrOne },
                },
            },
        };
}
