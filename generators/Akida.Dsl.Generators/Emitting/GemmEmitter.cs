using Akida.Dsl.Generators.Stages;
using Akida.Kernels;

namespace Akida.Dsl.Generators.Emitting;

/// <summary>
/// Emits a matrix product for 256-bit vectors: six pixels by sixteen filters at a time, whose twelve sums stay in registers; the segments
/// are written out, and so are the groups of short segments or some at a time of long ones.
/// </summary>
internal static class GemmEmitter
{
    /// <summary>Groups that are written out one by one; more than this become a loop.</summary>
    private const int MostWrittenOut = 8;

    /// <summary>Groups in one round of a loop.</summary>
    private const int Unrolled = 4;

    /// <summary>Sums of one pixel that are added to in turn, so that additions need not wait for each other.</summary>
    private const int Chains = 4;

    /// <summary>What pairs and bytes are called.</summary>
    private sealed record Words(string Product, string Input, string Weights, string Value, string Weight, string Cast);

    private static readonly Words OfPairs = new("IPairProduct", "Input", "Weights", "short", "short", "AsInt16");
    private static readonly Words OfBytes = new("IQuadProduct", "Bytes", "ByteWeights", "byte", "sbyte", "AsByte");

    public static void Emit(CodeWriter code, KernelSizePlan kernel)
    {
        KernelFormat format = kernel.Kind.Format();
        Words words = kernel.Kind == EmittedKind.Bytes ? OfBytes : OfPairs;
        int whole = kernel.Pixels / format.Pixels * format.Pixels;
        code.Line(
            $"/// <summary>{kernel.Pixels} pixels, {kernel.Segments} segments of {kernel.Groups} groups of {format.Values}, "
                + $"{kernel.Filters} filters.</summary>"
        );
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        code.Line($"private static void {kernel.Method}<TProduct>(in GemmView view)");
        code.Line($"    where TProduct : struct, {words.Product}");
        code.Open();
        code.Line($"int* sums = stackalloc int[{format.Pixels * format.Filters}];");
        for (int segment = 0; segment < kernel.Segments; segment++)
        {
            code.Line($"nint segment{segment} = view.Segments[{segment}];");
        }

        code.Line($"int whole = view.PixelCount / {format.Pixels} * {format.Pixels};");
        code.Open($"for (int filter = 0; filter < view.Filters; filter += {format.Filters})");
        code.Line($"int filters = {KernelEmitter.Count("filter", format.Filters, kernel.Filters, "view.Filters")};");
        code.Line($"{words.Weight}* block = view.{words.Weights} + ((nint)filter * {kernel.Segments * kernel.Groups * format.Values});");
        code.Line("Vector256<int> bias0 = Vector256.Load(view.Bias + filter), bias1 = Vector256.Load(view.Bias + filter + 8);");
        if (whole > 0)
        {
            EmitPixels(code, kernel, words, format.Pixels, $"for (int pixel = 0; pixel < whole; pixel += {format.Pixels})");
        }

        if (whole < kernel.Pixels)
        {
            int rest = kernel.Pixels - whole;
            EmitPixels(code, kernel, words, rest, $"for (int pixel = whole; pixel < view.PixelCount; pixel += {rest})");
        }

        code.Close().Close();
    }

    private static void EmitPixels(CodeWriter code, KernelSizePlan kernel, Words words, int pixels, string loop)
    {
        int filters = kernel.Kind.Format().Filters,
            sums = pixels == 1 ? Math.Min(Chains, kernel.Segments * kernel.Groups) : pixels;
        code.Open(loop);
        code.Line($"{words.Weight}* w = block;");
        for (int p = 0; p < pixels; p++)
        {
            code.Line($"{words.Value}* x{p} = view.{words.Input} + view.Pixels[pixel{(p == 0 ? "" : $" + {p}")}];");
        }

        for (int s = 0; s < sums; s++)
        {
            bool hasBias = s < pixels;
            code.Line(
                $"Vector256<int> s{s}0 = {Begin(kernel, hasBias ? "bias0" : null)}, s{s}1 = {Begin(kernel, hasBias ? "bias1" : null)};"
            );
        }

        int group = 0;
        for (int segment = 0; segment < kernel.Segments; segment++)
        {
            group = EmitSegment(code, kernel, words, pixels, sums, segment, group);
        }

        for (int s = pixels; s < sums; s++)
        {
            code.Line($"s00 = {Add(kernel, "s00", $"s{s}0")};").Line($"s01 = {Add(kernel, "s01", $"s{s}1")};");
        }

        for (int p = 0; p < pixels; p++)
        {
            code.Line($"{End(kernel, $"s{p}0", "bias0")}.Store(sums + {p * filters});");
            code.Line($"{End(kernel, $"s{p}1", "bias1")}.Store(sums + {(p * filters) + 8});");
        }

        code.Line($"view.Store(sums, pixel, {pixels}, filter, filters);");
        code.Close();
    }

    /// <returns>How many groups came before the next segment, as far as sums that take turns are concerned.</returns>
    private static int EmitSegment(CodeWriter code, KernelSizePlan kernel, Words words, int pixels, int sums, int segment, int before)
    {
        int groupWeights = kernel.Kind.Format().GroupWeights;
        code.Line($"// row {segment} of the window");
        code.Open();
        for (int p = 0; p < pixels; p++)
        {
            code.Line($"int* y{p} = (int*)(x{p} + segment{segment});");
        }

        int looped = kernel.Groups > MostWrittenOut ? kernel.Groups / Unrolled * Unrolled : 0;
        if (looped > 0)
        {
            code.Open($"for (nint group = 0; group < {looped}; group += {Unrolled})");
            for (int i = 0; i < Unrolled; i++)
            {
                EmitGroup(code, kernel, words, pixels, i == 0 ? "group" : $"group + {i}", i, (before + i) % sums);
            }

            code.Line($"w += {Unrolled * groupWeights};").Close();
        }

        for (int group = looped; group < kernel.Groups; group++)
        {
            EmitGroup(code, kernel, words, pixels, group.ToString(), group - looped, (before + group) % sums);
        }

        if (kernel.Groups > looped)
        {
            code.Line($"w += {(kernel.Groups - looped) * groupWeights};");
        }

        code.Close();
        return before + kernel.Groups;
    }

    private static void EmitGroup(CodeWriter code, KernelSizePlan kernel, Words words, int pixels, string group, int weights, int chain)
    {
        KernelFormat format = kernel.Kind.Format();
        int first = weights * format.GroupWeights;
        code.Open();
        code.Line(
            $"Vector256<{words.Weight}> w0 = Vector256.Load(w + {first}), w1 = Vector256.Load(w + {first + (format.GroupWeights / 2)});"
        );
        for (int p = 0; p < pixels; p++)
        {
            int sum = pixels == 1 ? chain : p;
            code.Line($"Vector256<{words.Value}> v{p} = Avx2.BroadcastScalarToVector256(y{p} + {group}).{words.Cast}();");
            code.Line($"s{sum}0 = TProduct.MultiplyAdd(s{sum}0, v{p}, w0);");
            code.Line($"s{sum}1 = TProduct.MultiplyAdd(s{sum}1, v{p}, w1);");
        }

        code.Close();
    }

    /// <summary>Only products of bytes may keep their sums in another form than 32 bits and the bias.</summary>
    private static string Begin(KernelSizePlan kernel, string? bias) =>
        bias is null ? "Vector256<int>.Zero"
        : kernel.Kind == EmittedKind.Bytes ? $"TProduct.Begin({bias})"
        : bias;

    private static string Add(KernelSizePlan kernel, string left, string right) =>
        kernel.Kind == EmittedKind.Bytes ? $"TProduct.Add({left}, {right})" : $"Avx2.Add({left}, {right})";

    private static string End(KernelSizePlan kernel, string sum, string bias) =>
        kernel.Kind == EmittedKind.Bytes ? $"TProduct.End({sum}, {bias})" : sum;
}
