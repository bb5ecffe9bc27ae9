using Akida.Benchmarks;
using BenchmarkDotNet.Running;

if (args is ["compare", .. var rest])
{
    return Comparison.Run(rest, Console.Out, Console.Error);
}

if (args is ["-h" or "--help"] or [])
{
    Console.WriteLine("usage: Akida.Benchmarks compare [MODEL ...]   time our simulator against ONNX Runtime int8, one thread, in one process");
    Console.WriteLine("       Akida.Benchmarks --filter '*'           the micro-benchmarks, with BenchmarkDotNet's own options");
    return 0;
}

BenchmarkSwitcher.FromAssembly(typeof(Comparison).Assembly).Run(args);
return 0;
