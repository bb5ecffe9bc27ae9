using System.CommandLine;
using System.Reflection;
using Akida.Cli.Output;

namespace Akida.Cli.Commands;

/// <summary>The word <c>version</c>.</summary>
internal static class VersionCommand
{
    public static Command Create(CliConsole console)
    {
        Command command = new("version", "Print the version.");
        command.SetAction(_ =>
            console.WriteLine(
                typeof(VersionCommand)
                    .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
                    .InformationalVersion.Split('+')[0]
            )
        );
        return command;
    }
}
