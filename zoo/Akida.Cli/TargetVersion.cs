using Akida.Cli.CommandLine;

namespace Akida.Cli;

/// <summary>The Akida version that models are built and converted for, as <see cref="AkidaTarget"/> says.</summary>
internal static class TargetVersion
{
    /// <summary>The version in force.</summary>
    /// <exception cref="CommandException">The environment names another.</exception>
    public static AkidaVersion Current
    {
        get
        {
            try
            {
                return AkidaTarget.Current;
            }
            catch (FormatException error)
            {
                throw new CommandException(error.Message);
            }
        }
    }
}
