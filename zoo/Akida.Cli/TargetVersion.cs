using Akida.Cli.CommandLine;

namespace Akida.Cli;

/// <summary>The Akida version that models are built and converted for, as the environment says.</summary>
internal static class TargetVersion
{
    /// <summary>The environment variable that names it.</summary>
    public const string Variable = "CNN2SNN_TARGET_AKIDA_VERSION";

    /// <summary>The version that <c>CNN2SNN_TARGET_AKIDA_VERSION</c> names; 2.0 without it.</summary>
    /// <exception cref="CommandException">It names another.</exception>
    public static AkidaVersion Current => Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" or "v2" => AkidaVersion.V2,
        "v1" => AkidaVersion.V1,
        var other => throw new CommandException($"{Variable} is '{other}', must be v1 or v2"),
    };
}
