using System.Collections.Immutable;
using Akida.Dsl.Generators;
using Akida.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

// What an editor does after a key: run the generators on the changed solution, then the analyzers on the file in front.
// An editor runs for hours, its Roslyn compiled ahead: what is measured comes after the edits in which the just-in-time compiler is still
// at work.
const int WarmUps = 200,
    Edits = 60;
double budget = args is ["--budget", var given]
    ? double.Parse(given, System.Globalization.CultureInfo.InvariantCulture)
    : double.PositiveInfinity;

EditedSolution solution = EditedSolution.Open();
GeneratorDriver driver = EditedSolution.CreateDriver().RunGenerators(solution.Compilation);
ImmutableArray<Diagnostic> generated = driver.GetRunResult().Diagnostics;
driver.RunGeneratorsAndUpdateCompilation(solution.Compilation, out Compilation complete, out _);
Diagnostic[] errors = [.. complete.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error), .. generated];
if (errors.Length > 0)
{
    Console.Error.WriteLine($"editing: error: the solution does not compile: {errors[0]}");
    return 1;
}

Console.WriteLine(
    $"A solution of {solution.Compilation.SyntaxTrees.Length} files with the whole zoo; medians of {Edits} edits, in ms of processor "
        + "time, so that what else the machine does is not counted."
);
Console.WriteLine();
Console.WriteLine("| edit | generator | analyzer | both | best |");
Console.WriteLine("|---|---|---|---|---|");
double model = await Measure(
    $"one attribute of a model of {EditedSolution.Layers} layers",
    (current, edit) => current.EditModel(32 + (edit % 32)),
    current => current.Model
);
double unrelated = await Measure("a file without models", (current, edit) => current.EditUnrelated(edit), current => current.Unrelated);
return Math.Max(model, unrelated) <= budget ? 0 : 1;

async Task<double> Measure(string name, Func<EditedSolution, int, EditedSolution> edit, Func<EditedSolution, SyntaxTree> front)
{
    List<(double Generator, double Analyzer)> times = [];
    EditedSolution current = solution;
    GeneratorDriver state = driver;
    for (int i = 0; i < WarmUps + Edits; i++)
    {
        current = edit(current, i + 1);
        TimeSpan start = Environment.CpuUsage.TotalTime;
        state = state.RunGeneratorsAndUpdateCompilation(current.Compilation, out Compilation compilation, out _);
        double generator = (Environment.CpuUsage.TotalTime - start).TotalMilliseconds;

        // Roslyn works for any analyzer: ours costs what it takes longer than one that does nothing. Each sees a compilation of which
        // nothing is known.
        // The first one pays for what all copies share.
        await Analyze(new IdleAnalyzer(), compilation.Clone(), front(current));
        double idle = await Analyze(new IdleAnalyzer(), compilation.Clone(), front(current)),
            ours = await Analyze(new AkidaModelAnalyzer(), compilation.Clone(), front(current));
        times.Add((generator, Math.Max(ours - idle, 0)));
    }

    times.RemoveRange(0, WarmUps);
    double both = Median(times.Select(time => time.Generator + time.Analyzer));
    Console.WriteLine(
        $"| {name} | {Median(times.Select(time => time.Generator)):F1} | {Median(times.Select(time => time.Analyzer)):F1} | {both:F1} | "
            + $"{times.Min(time => time.Generator + time.Analyzer):F1} |"
    );
    return both;
}

static async Task<double> Analyze(DiagnosticAnalyzer analyzer, Compilation compilation, SyntaxTree front)
{
    CompilationWithAnalyzers analysis = compilation.WithAnalyzers([analyzer]);
    SemanticModel semantics = compilation.GetSemanticModel(front);
    TimeSpan start = Environment.CpuUsage.TotalTime;
    await analysis.GetAnalyzerSemanticDiagnosticsAsync(semantics, filterSpan: null, CancellationToken.None);
    return (Environment.CpuUsage.TotalTime - start).TotalMilliseconds;
}

static double Median(IEnumerable<double> values) => values.Order().ElementAt(Edits / 2);
