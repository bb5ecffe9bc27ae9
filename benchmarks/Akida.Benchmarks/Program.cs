using Akida.Benchmarks;
using BenchmarkDotNet.Running;

(string Verb, Action<IReadOnlyList<BenchmarkModel>, TextWriter> Run, string Help)[] verbs =
[
    ("compare", Comparison.Run, "one inference of our simulator and of ONNX Runtime int8, one thread, best times"),
    ("layers", LayerTimes.Run, "what each pass of our simulator takes, on one thread"),
    ("throughput", ThroughputComparison.Run, "batches on one thread and on all cores, and how many times faster all cores are; medians"),
    (
        "quantize",
        QuantizingComparison.Run,
        "quantising with 1,024 images against ONNX Runtime running them in float; medians (give a MODEL: it takes minutes)"
    ),
];
if (args is ["-h" or "--help"] or [])
{
    foreach ((string verb, _, string help) in verbs)
    {
        Console.WriteLine($"{(verb == verbs[0].Verb ? "usage:" : "      ")} Akida.Benchmarks {verb, -10} [MODEL ...]   {help}");
    }

    Console.WriteLine(
        $"       Akida.Benchmarks {TrainingComparison.Verb, -10} [MODEL ...]   an epoch of training, for each way to compute convolutions"
    );
    Console.WriteLine(
        "       Akida.Benchmarks emitted                 emitted kernels against general ones, by kind and kernel set; medians"
    );
    Console.WriteLine(
        $"       Akida.Benchmarks {ProductTable.Verb, -10}               matrix products of each kernel against the processor's peak"
    );
    Console.WriteLine("       Akida.Benchmarks --filter '*'             the micro-benchmarks, with BenchmarkDotNet's own options");
    return 0;
}

if (TrainingComparison.Takes(args))
{
    return TrainingComparison.Run(args, Console.Out);
}

if (args is [ProductTable.Verb])
{
    ProductTable.Run(Console.Out);
    return 0;
}

if (args is ["emitted"])
{
    EmittedComparison.Run(Console.Out);
    return 0;
}

if (verbs.FirstOrDefault(verb => verb.Verb == args[0]) is not { Run: { } run })
{
    BenchmarkSwitcher.FromAssembly(typeof(Comparison).Assembly).Run(args);
    return 0;
}

BenchmarkModel[] models = [.. BenchmarkModel.All.Where(model => args.Length == 1 || args[1..].Contains(model.Name))];
if (args[1..].FirstOrDefault(name => models.All(model => model.Name != name)) is { } unknown)
{
    Console.Error.WriteLine(
        $"{args[0]}: error: '{unknown}' is not among {string.Join(", ", BenchmarkModel.All.Select(model => model.Name))}"
    );
    return 2;
}

run(models, Console.Out);
return 0;
