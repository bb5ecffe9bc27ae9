using System.Diagnostics;
using Akida.Integers;
using Akida.Simulator.Execution;

namespace Akida.Benchmarks;

/// <summary>How long it takes to plan a program, assemble its kernels and pack its weights.</summary>
internal static class LoadingTimes
{
    private const int Loads = 21;

    /// <summary>The verb.</summary>
    public const string Verb = "loading";

    private const string Child = "loading-child";

    /// <summary>Measures the models, each in a process of its own, and prints a Markdown table.</summary>
    public static void Run(IReadOnlyList<BenchmarkModel> models, TextWriter output)
    {
        output.WriteLine("| model | first in a process, ms | later, ms |");
        output.WriteLine("|---|---|---|");
        foreach (BenchmarkModel model in models)
        {
            ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
            if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            {
                start.ArgumentList.Add(typeof(LoadingTimes).Assembly.Location);
            }

            start.ArgumentList.Add(Child);
            start.ArgumentList.Add(model.Name);
            using Process process = Process.Start(start)!;
            output.Write(process.StandardOutput.ReadToEnd());
            process.WaitForExit();
        }
    }

    /// <summary>Whether this process is to measure one model.</summary>
    public static bool IsChild(string[] args) => args is [Child, _];

    /// <summary>Measures one model and prints its row.</summary>
    public static int RunChild(string[] args, TextWriter output)
    {
        BenchmarkModel model = BenchmarkModel.All.Single(model => model.Name == args[1]);
        IntegerProgram program = model.Program();
        double[] seconds = [.. Enumerable.Range(0, Loads).Select(_ => SecondsToLoad(program))];
        output.WriteLine($"| {model.Name} | {seconds[0] * 1e3:F0} | {Medians.Of(seconds[1..]) * 1e3:F1} |");
        return 0;
    }

    private static double SecondsToLoad(IntegerProgram program)
    {
        long start = Stopwatch.GetTimestamp();
        GC.KeepAlive(new IntegerSimulator(program));
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
