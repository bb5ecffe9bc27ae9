using Akida.Cli.CommandLine;
using Akida.Cli.Commands;
using Akida.Cli.Output;

CliConsole console = CliConsole.Standard();
return CommandRunner.Run(AllCommands.Create(console), args, console);
