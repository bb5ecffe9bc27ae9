namespace Akida.Cli.CommandLine;

/// <summary>What a command refuses to do; the message is one line for its user.</summary>
internal sealed class CommandException(string message) : Exception(message);
