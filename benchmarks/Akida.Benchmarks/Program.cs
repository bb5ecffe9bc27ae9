using Akida.Benchmarks;
using BenchmarkDotNet.Running;

// Options' way to say the same.
args = args is ["--layers", ..] ? ["layers", .. args[1..]] : args;
IReadOnlyList<BenchmarkModel> withStreams = [.. BenchmarkModel.All, .. BenchmarkModel.Streams];
(string Verb, string Arguments, Func<string[], int> Run, string Help)[] verbs =
[
    OfModels(
        "compare",
        withStreams,
        Comparison.Run,
        "one inference of our simulators and of ONNX Runtime int8, 8 and 4 bits, one thread and two; medians"
    ),
    OfModels("layers", withStreams, LayerTimes.Run, "what each pass of our simulator takes, beside ONNX Runtime's profile, on one thread"),
    OfModels(
        LoadingTimes.Verb,
        BenchmarkModel.All,
        LoadingTimes.Run,
        "planning, assembling and packing: the first time in a process, and later"
    ),
    OfModels(
        "throughput",
        BenchmarkModel.All,
        ThroughputComparison.Run,
        "batches on one thread and on all cores, and how many times faster all cores are; medians"
    ),
    OfModels(
        "quantize",
        BenchmarkModel.All,
        QuantizingComparison.Run,
        "quantising with 1,024 images against ONNX Runtime running them in float; medians (give a MODEL: it takes minutes)"
    ),
    (
        TrainingComparison.Verb,
        "[MODEL ...]",
        names => TrainingComparison.Run(names, Console.Out),
        "an epoch of training, for each way to compute convolutions"
    ),
    Alone("emitted", EmittedComparison.Run, "emitted kernels against general ones, by kind and kernel set; medians"),
    Alone(ProductTable.Verb, ProductTable.Run, "matrix products of each kernel against the processor's peak"),
];
if (args is ["-h" or "--help"] or [])
{
    foreach ((string verb, string arguments, _, string help) in verbs)
    {
        Console.WriteLine($"{(verb == verbs[0].Verb ? "usage:" : "      ")} Akida.Benchmarks {verb, -10} {arguments, -11}   {help}");
    }

    Console.WriteLine("       Akida.Benchmarks --filter '*'             the micro-benchmarks, with BenchmarkDotNet's own options");
    return 0;
}

if (TrainingComparison.IsChild(args))
{
    return TrainingComparison.RunChild(args, Console.Out);
}

if (LoadingTimes.IsChild(args))
{
    return LoadingTimes.RunChild(args, Console.Out);
}

if (verbs.FirstOrDefault(verb => verb.Verb == args[0]) is { Run: { } run })
{
    return run(args[1..]);
}

BenchmarkSwitcher.FromAssembly(typeof(Comparison).Assembly).Run(args);
return 0;

static (string, string, Func<string[], int>, string) OfModels(
    string verb,
    IReadOnlyList<BenchmarkModel> all,
    Action<IReadOnlyList<BenchmarkModel>, TextWriter> run,
    string help
) =>
    (
        verb,
        "[MODEL ...]",
        names =>
        {
            if (names.FirstOrDefault(name => all.All(model => model.Name != name)) is { } unknown)
            {
                Console.Error.WriteLine($"{verb}: error: '{unknown}' is not among {string.Join(", ", all.Select(model => model.Name))}");
                return 2;
            }

            run([.. all.Where(model => names.Length == 0 || names.Contains(model.Name))], Console.Out);
            return 0;
        },
        help
    );

static (string, string, Func<string[], int>, string) Alone(string verb, Action<TextWriter> run, string help) =>
    (
        verb,
        "",
        rest =>
        {
            if (rest.Length > 0)
            {
                Console.Error.WriteLine($"{verb}: error: takes no arguments, found '{rest[0]}'");
                return 2;
            }

            run(Console.Out);
            return 0;
        },
        help
    );
