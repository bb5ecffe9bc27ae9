using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;

namespace Akida.Training.Libtorch;

/// <summary>
/// The convolution check in a process of its own, because a way may have to be chosen before libtorch is loaded. The program is this
/// assembly (<see cref="ConvolutionProgram"/>), run by the <c>dotnet</c> of the runtime that we run on, with the dependencies of the
/// program that we are in: what we found, it finds.
/// </summary>
internal sealed class ChildCheck
{
    /// <summary>Patience with a busy machine; it takes a second or two.</summary>
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(2);

    /// <summary>What a debugger, profiler or hot reload wants of the host, and not of its child.</summary>
    private static readonly string[] VariablesOfTools =
    [
        "DOTNET_STARTUP_HOOKS",
        "CORECLR_ENABLE_PROFILING",
        "DOTNET_DiagnosticPorts",
        "DOTNET_gcServer",
    ];

    private readonly string program;
    private readonly IReadOnlyList<string> arguments;
    private readonly TimeSpan timeout;

    /// <param name="program">What is started.</param>
    /// <param name="arguments">Its arguments before the name of the way.</param>
    /// <param name="timeout">How long it may take; two minutes if null.</param>
    internal ChildCheck(string program, IReadOnlyList<string> arguments, TimeSpan? timeout = null)
    {
        this.program = program;
        this.arguments = arguments;
        this.timeout = timeout ?? DefaultTimeout;
    }

    /// <summary>The check, or null where there is no program to run it: in a single file, or without an installed runtime.</summary>
    public static ChildCheck? Find()
    {
        string assembly = typeof(ChildCheck).Assembly.Location;
        if (assembly.Length == 0 || FindDotnet() is not { } dotnet || FindHostFile(".runtimeconfig.json") is not { } configuration)
        {
            return null;
        }

        string[] dependencies = FindHostFile(".deps.json") is { } file ? ["--depsfile", file] : [];
        return new ChildCheck(dotnet, ["exec", "--runtimeconfig", configuration, .. dependencies, assembly]);
    }

    /// <summary>Checks a way. What the child writes is dropped.</summary>
    public CheckOutcome Run(TorchKernels kernels)
    {
        ProcessStartInfo start = new(program, [.. arguments, kernels.Name])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        foreach (string variable in VariablesOfTools)
        {
            start.Environment.Remove(variable);
        }

        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        try
        {
            using Process child = Process.Start(start) ?? throw new InvalidOperationException("no process was started");
            child.OutputDataReceived += static (_, _) => { };
            child.ErrorDataReceived += static (_, _) => { };
            child.BeginOutputReadLine();
            child.BeginErrorReadLine();
            child.StandardInput.Close();
            if (child.WaitForExit(timeout))
            {
                return OutcomeOf(child.ExitCode);
            }

            child.Kill(entireProcessTree: true);
            return CheckOutcome.Unknown;
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException or IOException)
        {
            return CheckOutcome.Unknown;
        }
    }

    /// <summary>
    /// A kernel may crash, too: with an illegal instruction, a destroyed heap (abort), a bus error, an arithmetic error or a wrong access.
    /// </summary>
    internal static CheckOutcome OutcomeOf(int exitCode) =>
        exitCode switch
        {
            ConvolutionProgram.RightCode => CheckOutcome.Right,
            ConvolutionProgram.WrongCode or 128 + 4 or 128 + 6 or 128 + 7 or 128 + 8 or 128 + 11 => CheckOutcome.Wrong,
            _ => CheckOutcome.Unknown,
        };

    /// <summary>The runtime lies in <c>shared/Microsoft.NETCore.App/VERSION</c> of the folder that has <c>dotnet</c>.</summary>
    private static string? FindDotnet()
    {
        string runtime = typeof(object).Assembly.Location;
        if (runtime.Length == 0)
        {
            return null;
        }

        string path = Path.GetFullPath(
            Path.Combine(Path.GetDirectoryName(runtime)!, "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet")
        );
        return File.Exists(path) ? path : null;
    }

    /// <summary>A file of the program that we are in: beside the list of its dependencies, or else beside the program.</summary>
    private static string? FindHostFile(string ending)
    {
        string? dependencies = (AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string)?.Split(Path.PathSeparator, ';').FirstOrDefault();
        string? byDependencies =
            dependencies?.EndsWith(".deps.json", StringComparison.OrdinalIgnoreCase) == true ? dependencies[..^".deps.json".Length] : null;
        string? byName = Assembly.GetEntryAssembly()?.GetName().Name is { } name ? Path.Combine(AppContext.BaseDirectory, name) : null;
        return new[] { byDependencies, byName }.OfType<string>().Select(path => path + ending).FirstOrDefault(File.Exists);
    }
}
