using Akida.Dsl.Generators.Stages;
using Akida.Kernels;

namespace Akida.Dsl.Generators.Emitting;

/// <summary>
/// Emits depthwise sums for 256-bit vectors: two pixels by sixteen channels at a time. Two taps are interleaved so that a pair product
/// takes both; all pairs are written out, and the weights of a block of channels stay in registers while there are few.
/// </summary>
internal static class DepthwiseEmitter
{
    /// <summary>Pairs of taps whose weights are held; a window of 3×3 has so many.</summary>
    private const int MostHeld = 5;

    public static void Emit(CodeWriter code, KernelSizePlan kernel)
    {
        KernelFormat format = kernel.Kind.Format();
        int whole = kernel.Pixels / format.Pixels * format.Pixels;
        code.Line($"/// <summary>{kernel.Pixels} pixels, {kernel.Groups} pairs of taps, {kernel.Filters} channels.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        code.Line($"private static void {kernel.Method}<TProduct>(in DepthwiseView view)");
        code.Line("    where TProduct : struct, IPairProduct");
        code.Open();
        code.Line($"int* sums = stackalloc int[{format.Pixels * format.Filters}];");
        for (int tap = 0; tap < 2 * kernel.Groups; tap++)
        {
            code.Line($"nint tap{tap} = view.Taps[{tap}];");
        }

        code.Line($"int whole = view.PixelCount / {format.Pixels} * {format.Pixels};");
        code.Open($"for (int channel = 0; channel < view.Channels; channel += {format.Filters})");
        code.Line($"int channels = {KernelEmitter.Count("channel", format.Filters, kernel.Filters, "view.Channels")};");
        code.Line("short* input = view.Input + channel;");
        code.Line($"short* w = view.Weights + ((nint)channel * {2 * kernel.Groups});");
        code.Line("Vector256<int> bias0 = Vector256.Load(view.Bias + channel), bias1 = Vector256.Load(view.Bias + channel + 8);");
        if (Holds(kernel))
        {
            for (int pair = 0; pair < kernel.Groups; pair++)
            {
                EmitWeights(code, format, pair, pair.ToString());
            }
        }

        if (whole > 0)
        {
            EmitPixels(code, kernel, format.Pixels, $"for (int pixel = 0; pixel < whole; pixel += {format.Pixels})");
        }

        if (whole < kernel.Pixels)
        {
            EmitPixels(code, kernel, 1, "for (int pixel = whole; pixel < view.PixelCount; pixel++)");
        }

        code.Close().Close();
    }

    private static bool Holds(KernelSizePlan kernel) => kernel.Groups <= MostHeld;

    /// <summary>Interleaving two vectors gives channels 0-3 and 8-11, then 4-7 and 12-15; so are the weights arranged.</summary>
    private static void EmitWeights(CodeWriter code, KernelFormat format, int pair, string name)
    {
        int first = pair * format.GroupWeights,
            second = first + (format.GroupWeights / 2);
        code.Line($"Vector256<short> low{name} = Avx2.Permute2x128(Vector256.Load(w + {first}), Vector256.Load(w + {second}), 0x20);");
        code.Line($"Vector256<short> high{name} = Avx2.Permute2x128(Vector256.Load(w + {first}), Vector256.Load(w + {second}), 0x31);");
    }

    private static void EmitPixels(CodeWriter code, KernelSizePlan kernel, int pixels, string loop)
    {
        KernelFormat format = kernel.Kind.Format();
        code.Open(loop);
        for (int p = 0; p < pixels; p++)
        {
            code.Line($"short* x{p} = input + view.Pixels[pixel{(p == 0 ? "" : $" + {p}")}];");
            code.Line($"Vector256<int> s{p}0 = Vector256<int>.Zero, s{p}1 = Vector256<int>.Zero;");
        }

        for (int pair = 0; pair < kernel.Groups; pair++)
        {
            code.Open();
            string name = Holds(kernel) ? pair.ToString() : "";
            if (!Holds(kernel))
            {
                EmitWeights(code, format, pair, name);
            }

            for (int p = 0; p < pixels; p++)
            {
                code.Line(
                    $"Vector256<short> a{p} = Vector256.Load(x{p} + tap{2 * pair}), b{p} = Vector256.Load(x{p} + tap{(2 * pair) + 1});"
                );
                code.Line($"s{p}0 = TProduct.MultiplyAdd(s{p}0, Avx2.UnpackLow(a{p}, b{p}), low{name});");
                code.Line($"s{p}1 = TProduct.MultiplyAdd(s{p}1, Avx2.UnpackHigh(a{p}, b{p}), high{name});");
            }

            code.Close();
        }

        for (int p = 0; p < pixels; p++)
        {
            int first = p * format.Filters;
            code.Line($"Avx2.Add(Avx2.Permute2x128(s{p}0, s{p}1, 0x20), bias0).Store(sums + {first});");
            code.Line($"Avx2.Add(Avx2.Permute2x128(s{p}0, s{p}1, 0x31), bias1).Store(sums + {first + 8});");
        }

        code.Line($"view.Store(sums, pixel, {pixels}, channel, channels);");
        code.Close();
    }
}
