using Akida.Dsl.Generators.Stages;
using Akida.Kernels;

namespace Akida.Dsl.Generators.Emitting;

/// <summary>
/// Emits the simulator of a variant: a class with a kernel for each size of its layers, constant and with unrolled loops. It has two
/// files: what its users see, and the kernels, which editors can do without.
/// </summary>
internal static class SimulatorEmitter
{
    private static readonly string[] Usings =
    [
        "System.Collections.Generic",
        "System.Runtime.CompilerServices",
        "System.Runtime.Intrinsics",
        "System.Runtime.Intrinsics.X86",
        "Akida.Integers",
        "Akida.Kernels",
        "Akida.Simulator.Execution",
        "Akida.Simulator.Kernels",
        "Akida.Simulator.Kernels.Emitted",
        "Akida.Simulator.Kernels.X86",
    ];

    private static readonly EmittedKind[] Kinds = [EmittedKind.Pairs, EmittedKind.Bytes, EmittedKind.Depthwise];

    /// <summary>The class without its kernels; then it simulates all the same, on kernels that learn their sizes at run time.</summary>
    public static string Emit(VariantSimulator simulator)
    {
        CodeWriter code = Begin(simulator.Place);
        code.Line(
            $"/// <summary>Simulates {simulator.Model.ModelName}: {simulator.Words}. The sizes of its matrix products are built "
                + "in.</summary>"
        );
        code.Line("/// <param name=\"program\">The quantised or converted model as integers.</param>");
        code.Line("/// <param name=\"kernels\">The instruction set; the best of the machine if not given.</param>");
        code.Line($"/// <exception cref=\"global::Akida.Graph.GraphException\">The program is not of this variant.</exception>");
        code.Open(
            $"public sealed partial class {simulator.Name}(IntegerProgram program, KernelSet? kernels = null) : "
                + "EmittedSimulator(program, new Kernels(), kernels)"
        );
        code.Open("private sealed partial class Kernels : EmittedKernels");
        code.Line("private readonly IReadOnlyList<KernelSizes> sizes = [];").Line();
        code.Line("public Kernels() => SetSizes(ref sizes);").Line();
        code.Line($"public override int FormatVersion => {KernelFormat.Version};").Line();
        code.Line("public override IReadOnlyList<KernelSizes> Sizes => sizes;").Line();
        foreach (EmittedKind kind in Kinds)
        {
            code.Line(
                $"public override void Run{kind}<TProduct>(int kernel, in {View(kind)} view) => Switch{kind}<TProduct>(kernel, view);"
            );
            code.Line();
        }

        code.Line("partial void SetSizes(ref IReadOnlyList<KernelSizes> sizes);");
        foreach (EmittedKind kind in Kinds)
        {
            code.Line().Line($"partial void Switch{kind}<TProduct>(int kernel, in {View(kind)} view)");
            code.Line($"    where TProduct : struct, {Product(kind)};");
        }

        return code.Close().Close().Close().ToString();
    }

    /// <summary>The list of its kernels.</summary>
    public static string EmitKernels(VariantPlan plan)
    {
        CodeWriter code = BeginKernels(plan.Simulator.Place);
        code.Line("partial void SetSizes(ref IReadOnlyList<KernelSizes> sizes) => sizes =");
        code.Line("[");
        foreach (KernelPlan kernel in plan.Kernels)
        {
            (EmittedKind kind, int pixels, int segments, int groups, int filters) = kernel.Sizes;
            code.Line(
                $"    new({Literal(kernel.Layer)}, EmittedKind.{kind}, Pixels: {pixels}, Segments: {segments}, Groups: {groups}, "
                    + $"Filters: {filters}, WeightBits: {kernel.Bits.Weights}, InputBits: {kernel.Bits.Input}),"
            );
        }

        code.Line("];");
        foreach (EmittedKind kind in Kinds.Where(kind => plan.Kernels.Any(kernel => kernel.Sizes.Kind == kind)))
        {
            EmitSwitch(code, plan, kind);
        }

        return code.Close().Close().Close().ToString();
    }

    private static void EmitSwitch(CodeWriter code, VariantPlan plan, EmittedKind kind)
    {
        code.Line().Line($"partial void Switch{kind}<TProduct>(int kernel, in {View(kind)} view)");
        code.Line($"    where TProduct : struct, {Product(kind)}").Open();
        code.Open("switch (kernel)");
        for (int i = 0; i < plan.Kernels.Count; i++)
        {
            KernelPlan kernel = plan.Kernels[i];
            if (kernel.Sizes.Kind == kind)
            {
                code.Line($"case {i}: // {kernel.Shape}").Line($"    {kernel.Sizes.Method}<TProduct>(view);").Line("    break;");
            }
        }

        code.Close().Close();
    }

    private static string View(EmittedKind kind) => kind == EmittedKind.Depthwise ? "DepthwiseView" : "GemmView";

    private static string Product(EmittedKind kind) => kind == EmittedKind.Bytes ? "IQuadProduct" : "IPairProduct";

    /// <summary>One kernel.</summary>
    public static string EmitKernel(KernelFile kernel)
    {
        CodeWriter code = BeginKernels(kernel.Place);
        KernelEmitter.Emit(code, kernel.Sizes);
        return code.Close().Close().Close().ToString();
    }

    /// <summary>A file up to the inside of the class of a simulator's kernels.</summary>
    private static CodeWriter BeginKernels(SimulatorPlace place)
    {
        CodeWriter code = Begin(place);
        code.Open($"public sealed partial class {place.Name}");
        return code.Open("private sealed unsafe partial class Kernels");
    }

    /// <summary>A file up to the inside of the model class.</summary>
    private static CodeWriter Begin(SimulatorPlace place)
    {
        CodeWriter code = new();
        code.Line("// <auto-generated/>").Line("#nullable enable").Line();
        foreach (string used in Usings)
        {
            code.Line($"using global::{used};");
        }

        code.Line();
        if (place.Namespace.Length > 0)
        {
            code.Line($"namespace {place.Namespace};").Line();
        }

        return code.Open($"partial class {place.ModelClass}");
    }

    private static string Literal(string text) => ((Akida.Graph.Expressions.Scalar)text).ToCSharp();
}
