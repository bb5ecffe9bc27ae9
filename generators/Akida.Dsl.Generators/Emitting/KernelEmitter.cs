using Akida.Dsl.Generators.Stages;
using Akida.Kernels;

namespace Akida.Dsl.Generators.Emitting;

/// <summary>
/// Emits a matrix product for 256-bit vectors: four pixels by sixteen filters at a time, whose eight sums stay in registers; the segments
/// are written out, and so are the pairs of short segments or four at a time of long ones.
/// </summary>
internal static class KernelEmitter
{
    private static readonly KernelFormat Format = KernelFormat.EmittedPairs;

    /// <summary>Pairs that are written out one by one; more than this become a loop.</summary>
    private const int MostWrittenOut = 8;

    /// <summary>Pairs in one round of a loop.</summary>
    private const int Unrolled = 4;

    public static void Emit(CodeWriter code, KernelSizePlan kernel)
    {
        int whole = kernel.Pixels / Format.Pixels * Format.Pixels;
        code.Line(
            $"/// <summary>{kernel.Pixels} pixels, {kernel.Segments} segments of {kernel.Pairs} pairs, {kernel.Filters} filters.</summary>"
        );
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        code.Line($"private static void {kernel.Method}<TProduct>(in GemmView view)");
        code.Line("    where TProduct : struct, IPairProduct");
        code.Open();
        code.Line($"int* sums = stackalloc int[{Format.Pixels * Format.Filters}];");
        for (int segment = 0; segment < kernel.Segments; segment++)
        {
            code.Line($"nint segment{segment} = view.Segments[{segment}];");
        }

        code.Open($"for (int filter = 0; filter < {kernel.Filters}; filter += {Format.Filters})");
        int lastFilters = kernel.Filters % Format.Filters;
        string filters =
            lastFilters == 0 ? $"{Format.Filters}" : $"filter + {Format.Filters} <= {kernel.Filters} ? {Format.Filters} : {lastFilters}";
        code.Line($"int filters = {filters};");
        code.Line($"short* block = view.Weights + ((nint)filter * {kernel.Segments * kernel.Pairs * Format.Values});");
        code.Line("Vector256<int> bias0 = Vector256.Load(view.Bias + filter), bias1 = Vector256.Load(view.Bias + filter + 8);");
        if (whole > 0)
        {
            EmitPixels(code, kernel, Format.Pixels, $"for (int pixel = 0; pixel < {whole}; pixel += {Format.Pixels})");
        }

        if (whole < kernel.Pixels)
        {
            EmitPixels(code, kernel, 1, $"for (int pixel = {whole}; pixel < {kernel.Pixels}; pixel++)");
        }

        code.Close().Close();
    }

    private static void EmitPixels(CodeWriter code, KernelSizePlan kernel, int pixels, string loop)
    {
        code.Open(loop);
        code.Line("short* w = block;");
        for (int p = 0; p < pixels; p++)
        {
            code.Line($"short* x{p} = view.Input + view.Pixels[pixel{(p == 0 ? "" : $" + {p}")}];");
            code.Line($"Vector256<int> s{p}0 = bias0, s{p}1 = bias1;");
        }

        for (int segment = 0; segment < kernel.Segments; segment++)
        {
            EmitSegment(code, kernel, pixels, segment);
        }

        for (int p = 0; p < pixels; p++)
        {
            code.Line($"s{p}0.Store(sums + {p * Format.Filters});").Line($"s{p}1.Store(sums + {(p * Format.Filters) + 8});");
        }

        code.Line($"view.Store(sums, pixel, {pixels}, filter, filters);");
        code.Close();
    }

    private static void EmitSegment(CodeWriter code, KernelSizePlan kernel, int pixels, int segment)
    {
        code.Line($"// row {segment} of the window");
        code.Open();
        for (int p = 0; p < pixels; p++)
        {
            code.Line($"int* y{p} = (int*)(x{p} + segment{segment});");
        }

        int looped = kernel.Pairs > MostWrittenOut ? kernel.Pairs / Unrolled * Unrolled : 0;
        if (looped > 0)
        {
            code.Open($"for (nint pair = 0; pair < {looped}; pair += {Unrolled})");
            for (int i = 0; i < Unrolled; i++)
            {
                EmitPair(code, pixels, i == 0 ? "pair" : $"pair + {i}", i);
            }

            code.Line($"w += {Unrolled * Format.GroupWeights};").Close();
        }

        for (int pair = looped; pair < kernel.Pairs; pair++)
        {
            EmitPair(code, pixels, pair.ToString(), pair - looped);
        }

        if (kernel.Pairs > looped)
        {
            code.Line($"w += {(kernel.Pairs - looped) * Format.GroupWeights};");
        }

        code.Close();
    }

    private static void EmitPair(CodeWriter code, int pixels, string pair, int weights)
    {
        code.Open();
        code.Line(
            $"Vector256<short> w0 = Vector256.Load(w + {weights * Format.GroupWeights}), w1 = Vector256.Load(w + "
                + $"{(weights * Format.GroupWeights) + Format.Filters});"
        );
        for (int p = 0; p < pixels; p++)
        {
            code.Line($"Vector256<short> v{p} = Avx2.BroadcastScalarToVector256(y{p} + {pair}).AsInt16();");
            code.Line($"s{p}0 = TProduct.MultiplyAdd(s{p}0, v{p}, w0);");
            code.Line($"s{p}1 = TProduct.MultiplyAdd(s{p}1, v{p}, w1);");
        }

        code.Close();
    }
}
