using System.Diagnostics;
using System.Globalization;
using Akida.Graph;
using Akida.Graph.Catalogue;
using Akida.Graph.Expressions;
using Akida.Training;
using Akida.Training.Data;
using Akida.Training.Optimization;
using Akida.Zoo;

namespace Akida.Benchmarks;

/// <summary>
/// An epoch of training for each way to compute convolutions, with the allocator as training sets it and as it is by default. Each is
/// measured in a process of its own, since libtorch is loaded once; the processor time tells most on a busy machine.
/// </summary>
internal static class TrainingComparison
{
    public const string Verb = "training";

    private const string MeasureVerb = "training-epoch";

    /// <summary>
    /// Leaves the allocator as it is by default: whoever sets it by its own variables has decided, and this one sets what it is already.
    /// </summary>
    private const string DefaultAllocator = "glibc.malloc.perturb=0";

    private static readonly TrainedModel[] Models =
    [
        new("gxnor_mnist", "gxnor_mnist", [], 60_000, 10),
        new("akidanet_imagenet_64", "akidanet_imagenet", new() { ["ImageSize"] = 64 }, 1024, 1000),
    ];

    /// <summary>A model and what an epoch of it is.</summary>
    private sealed record TrainedModel(string Name, string ZooName, Dictionary<string, Scalar> Options, int Images, int Classes);

    /// <summary>Whether the arguments are those of a process that measures one epoch.</summary>
    public static bool IsChild(string[] arguments) => arguments is [MeasureVerb, ..];

    /// <summary>Measures one epoch and prints what it took.</summary>
    /// <returns>The exit code.</returns>
    public static int RunChild(string[] arguments, TextWriter output)
    {
        (string name, string images) = (arguments[1], arguments[2]);
        output.WriteLine(
            Measure(Models.Single(model => model.Name == name) with { Images = int.Parse(images, CultureInfo.InvariantCulture) })
        );
        return 0;
    }

    /// <summary>Measures the named models, or all, and prints a Markdown table.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] names, TextWriter output)
    {
        if (names.FirstOrDefault(name => Models.All(model => model.Name != name)) is { } unknown)
        {
            Console.Error.WriteLine($"{Verb}: error: '{unknown}' is not among {string.Join(", ", Models.Select(model => model.Name))}");
            return 2;
        }

        output.WriteLine("| model | kernels | allocator | an epoch, s | processor time, s | images per second |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach (TrainedModel model in Models.Where(model => names.Length == 0 || names.Contains(model.Name)))
        {
            foreach (TorchKernels kernels in TorchKernels.All)
            {
                foreach (bool keepsMemory in (bool[])[true, false])
                {
                    string figures = MeasureInChild(model, kernels, keepsMemory) is var (seconds, processor)
                        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:F1} | {processor:F1} | {model.Images / seconds:F0}")
                        : "crashed | – | –";
                    output.WriteLine($"| {model.Name} | {kernels} | {(keepsMemory ? "keeps" : "default")} | {figures} |");
                }
            }
        }

        return 0;
    }

    /// <returns>The times, or null where the way crashes, as libtorch does as it is on some processors.</returns>
    private static (double Seconds, double Processor)? MeasureInChild(TrainedModel model, TorchKernels kernels, bool keepsMemory)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(TrainingComparison).Assembly.Location);
        }

        foreach (string argument in (string[])[MeasureVerb, model.Name, model.Images.ToString(CultureInfo.InvariantCulture)])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[TorchKernels.Variable] = kernels.Name;
        if (!keepsMemory)
        {
            start.Environment["GLIBC_TUNABLES"] = DefaultAllocator;
        }

        using Process child = Process.Start(start) ?? throw new InvalidOperationException("the measuring process did not start");
        string text = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0 && text.Split(' ') is [string seconds, string processor]
                ? (double.Parse(seconds, CultureInfo.InvariantCulture), double.Parse(processor, CultureInfo.InvariantCulture))
            : child.ExitCode > 128 ? null
            : throw new InvalidOperationException($"measuring {model.Name} with {kernels} ended with code {child.ExitCode}");
    }

    private static string Measure(TrainedModel trained)
    {
        ModelGraph graph = Zoo
            .ModelCatalogue.All.Single(entry => entry.Name == trained.ZooName)
            .Create(trained.Options)
            .Build(AkidaVersion.V2);
        Model model = new(graph, WeightInitialization.Create(graph, seed: 1));
        ArrayDataset data = RandomImages(graph, trained.Images, trained.Classes);
        TrainingOptions options = new()
        {
            Epochs = 1,
            Loss = Loss.SparseCategoricalCrossentropy,
            Metric = Metric.SparseCategoricalAccuracy,
        };
        Trainer.Fit(model, data.Take(Math.Min(3 * options.BatchSize, data.Count)), null, options);

        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long started = Stopwatch.GetTimestamp();
        Trainer.Fit(model, data, null, options);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return string.Create(CultureInfo.InvariantCulture, $"{seconds} {(Environment.CpuUsage.TotalTime - processor).TotalSeconds}");
    }

    private static ArrayDataset RandomImages(ModelGraph graph, int count, int classes)
    {
        TensorShape shape = new GraphIndex(graph).Shape(graph.Input.Name);
        Random random = new(1);
        byte[] images = new byte[count * shape.Elements];
        random.NextBytes(images);
        int[] labels = [.. Enumerable.Range(0, count).Select(_ => random.Next(classes))];
        return new ArrayDataset(new SampleArray(shape, images), new SampleArray(new TensorShape(), labels));
    }
}
