using System.Diagnostics;

namespace Akida.Dsl.Package.Tests;

/// <summary>What a program wrote, and how it ended.</summary>
internal sealed record ProgramResult(int ExitCode, string Output)
{
    /// <summary>The result, of a program that must succeed.</summary>
    public ProgramResult Succeeded()
    {
        Assert.True(ExitCode == 0, $"ended with exit code {ExitCode}:\n{Output}");
        return this;
    }
}

/// <summary>Runs programs, the .NET SDK's above all.</summary>
internal static class DotNet
{
    // Nothing outlives the command, and what is published about other packages tomorrow does not matter here.
    private static readonly string[] BuildOptions =
    [
        "-c",
        "Release",
        "-v",
        "minimal",
        "-nodeReuse:false",
        "-p:UseSharedCompilation=false",
        "-p:NuGetAudit=false",
    ];

    /// <summary>A command of the SDK that builds, every warning an error.</summary>
    public static ProgramResult Build(string folder, string command, params string[] arguments) =>
        Run(folder, "dotnet", [command, .. arguments, .. BuildOptions, "-warnaserror"]);

    /// <summary>A program.</summary>
    public static ProgramResult Run(string folder, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ProgramResult(process.ExitCode, output + error.Result);
    }
}
