using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using Akida.Simulator.Kernels.Scalar;

namespace Akida.Simulator.Kernels.Arm;

/// <summary>128-bit vectors of 64-bit ARM.</summary>
internal sealed unsafe class AdvSimdKernels : KernelSet
{
    private const int Lanes = 4;

    public override string Name => "neon";

    public override bool IsSupported => AdvSimd.Arm64.IsSupported;

    internal override void Gemm(in GemmArguments arguments)
    {
        long blockLength = (long)arguments.SegmentCount * arguments.Groups * GemmArguments.Block * 2;
        for (int first = 0; first < arguments.Filters; first += GemmArguments.Block)
        {
            short* weights = (short*)arguments.Weights + (first / GemmArguments.Block * blockLength);
            int count = Math.Min(GemmArguments.Block, arguments.Filters - first);
            for (int pixel = 0; pixel < arguments.PixelCount; pixel += 2)
            {
                TwoPixels(arguments, weights, first, count, pixel, Math.Min(pixel + 1, arguments.PixelCount - 1));
            }
        }
    }

    /// <summary>The dot product instruction takes signed bytes.</summary>
    internal override bool PrefersBytes(int exactGroups, long inputBound) => Dp.IsSupported && inputBound <= sbyte.MaxValue;

    internal override void GemmBytes(in GemmArguments arguments)
    {
        long blockLength = (long)arguments.SegmentCount * arguments.Groups * GemmArguments.Block * GemmArguments.GroupBytes;
        for (int first = 0; first < arguments.Filters; first += GemmArguments.Block)
        {
            sbyte* weights = (sbyte*)arguments.Weights + (first / GemmArguments.Block * blockLength);
            int count = Math.Min(GemmArguments.Block, arguments.Filters - first);
            for (int pixel = 0; pixel < arguments.PixelCount; pixel += 2)
            {
                TwoPixelsOfBytes(arguments, weights, first, count, pixel, Math.Min(pixel + 1, arguments.PixelCount - 1));
            }
        }
    }

    internal override void Depthwise(in DepthwiseArguments arguments)
    {
        for (int first = 0; first < arguments.Channels; first += DepthwiseArguments.Block)
        {
            short* weights = arguments.Weights + ((long)first * arguments.TapPairs * 2);
            int count = Math.Min(DepthwiseArguments.Block, arguments.Channels - first);
            for (int pixel = 0; pixel < arguments.PixelCount; pixel++)
            {
                DepthwisePixel(arguments, weights, first, count, pixel);
            }
        }
    }

    internal override void Elementwise(in ElementwiseArguments arguments) => ScalarKernels.ElementwiseTail(arguments, 0);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void TwoPixels(in GemmArguments arguments, short* w, int first, int count, int pixel, int other)
    {
        short* x = (short*)arguments.Input + arguments.Pixels[pixel], y = (short*)arguments.Input + arguments.Pixels[other];
        int* bias = arguments.Map.Bias + first;
        Vector128<int> x0 = Vector128.Load(bias), x1 = Vector128.Load(bias + 4), x2 = Vector128.Load(bias + 8), x3 = Vector128.Load(bias + 12);
        Vector128<int> y0 = x0, y1 = x1, y2 = x2, y3 = x3;
        for (int segment = 0; segment < arguments.SegmentCount; segment++)
        {
            nint offset = arguments.Segments[segment];
            for (int pair = 0; pair < arguments.Groups; pair++, offset += 2)
            {
                Vector128<short> a = Vector128.Create(Unsafe.ReadUnaligned<int>(x + offset)).AsInt16();
                Vector128<short> b = Vector128.Create(Unsafe.ReadUnaligned<int>(y + offset)).AsInt16();
                Vector128<short> w0 = Vector128.Load(w), w1 = Vector128.Load(w + 8), w2 = Vector128.Load(w + 16), w3 = Vector128.Load(w + 24);
                w += 32;
                x0 = MultiplyAdd(x0, a, w0);
                x1 = MultiplyAdd(x1, a, w1);
                x2 = MultiplyAdd(x2, a, w2);
                x3 = MultiplyAdd(x3, a, w3);
                y0 = MultiplyAdd(y0, b, w0);
                y1 = MultiplyAdd(y1, b, w1);
                y2 = MultiplyAdd(y2, b, w2);
                y3 = MultiplyAdd(y3, b, w3);
            }
        }

        Store(x0, x1, x2, x3, arguments.Map, first, count, arguments.Output, arguments.OutputPixels[pixel], arguments.OutputKind);
        Store(y0, y1, y2, y3, arguments.Map, first, count, arguments.Output, arguments.OutputPixels[other], arguments.OutputKind);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void TwoPixelsOfBytes(in GemmArguments arguments, sbyte* w, int first, int count, int pixel, int other)
    {
        byte* x = (byte*)arguments.Input + arguments.Pixels[pixel], y = (byte*)arguments.Input + arguments.Pixels[other];
        int* bias = arguments.Map.Bias + first;
        Vector128<int> x0 = Vector128.Load(bias), x1 = Vector128.Load(bias + 4), x2 = Vector128.Load(bias + 8), x3 = Vector128.Load(bias + 12);
        Vector128<int> y0 = x0, y1 = x1, y2 = x2, y3 = x3;
        for (int segment = 0; segment < arguments.SegmentCount; segment++)
        {
            nint offset = arguments.Segments[segment];
            for (int quad = 0; quad < arguments.Groups; quad++, offset += GemmArguments.GroupBytes)
            {
                Vector128<sbyte> a = Vector128.Create(Unsafe.ReadUnaligned<int>(x + offset)).AsSByte();
                Vector128<sbyte> b = Vector128.Create(Unsafe.ReadUnaligned<int>(y + offset)).AsSByte();
                Vector128<sbyte> w0 = Vector128.Load(w), w1 = Vector128.Load(w + 16), w2 = Vector128.Load(w + 32), w3 = Vector128.Load(w + 48);
                w += 64;
                x0 = Dp.DotProduct(x0, a, w0);
                x1 = Dp.DotProduct(x1, a, w1);
                x2 = Dp.DotProduct(x2, a, w2);
                x3 = Dp.DotProduct(x3, a, w3);
                y0 = Dp.DotProduct(y0, b, w0);
                y1 = Dp.DotProduct(y1, b, w1);
                y2 = Dp.DotProduct(y2, b, w2);
                y3 = Dp.DotProduct(y3, b, w3);
            }
        }

        Store(x0, x1, x2, x3, arguments.Map, first, count, arguments.Output, arguments.OutputPixels[pixel], arguments.OutputKind);
        Store(y0, y1, y2, y3, arguments.Map, first, count, arguments.Output, arguments.OutputPixels[other], arguments.OutputKind);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void DepthwisePixel(in DepthwiseArguments arguments, short* w, int first, int count, int pixel)
    {
        short* x = arguments.Input + arguments.Pixels[pixel] + first;
        int* bias = arguments.Map.Bias + first;
        Vector128<int> s0 = Vector128.Load(bias), s1 = Vector128.Load(bias + 4), s2 = Vector128.Load(bias + 8), s3 = Vector128.Load(bias + 12);
        for (int pair = 0; pair < arguments.TapPairs; pair++)
        {
            nint even = arguments.Taps[2 * pair], odd = arguments.Taps[(2 * pair) + 1];
            Vector128<short> a = Vector128.Load(x + even), b = Vector128.Load(x + odd);
            s0 = MultiplyAdd(s0, AdvSimd.Arm64.ZipLow(a, b), Vector128.Load(w));
            s1 = MultiplyAdd(s1, AdvSimd.Arm64.ZipHigh(a, b), Vector128.Load(w + 8));
            a = Vector128.Load(x + even + 8);
            b = Vector128.Load(x + odd + 8);
            s2 = MultiplyAdd(s2, AdvSimd.Arm64.ZipLow(a, b), Vector128.Load(w + 16));
            s3 = MultiplyAdd(s3, AdvSimd.Arm64.ZipHigh(a, b), Vector128.Load(w + 24));
            w += 32;
        }

        Store(s0, s1, s2, s3, arguments.Map, first, count, arguments.Output, arguments.OutputPixels[pixel], arguments.OutputKind);
    }

    /// <summary><c>sums[i] + x[2i] · w[2i] + x[2i+1] · w[2i+1]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> MultiplyAdd(Vector128<int> sums, Vector128<short> x, Vector128<short> w) => AdvSimd.Add(
        sums,
        AdvSimd.Arm64.AddPairwise(AdvSimd.MultiplyWideningLower(x.GetLower(), w.GetLower()), AdvSimd.MultiplyWideningUpper(x, w)));

    private static void Store(
        Vector128<int> s0, Vector128<int> s1, Vector128<int> s2, Vector128<int> s3, in ChannelMapPointers map, int first, int count, void* output, int pixel, StorageKind kind)
    {
        int* values = stackalloc int[GemmArguments.Block];
        Map(s0, map, first).Store(values);
        Map(s1, map, first + Lanes).Store(values + Lanes);
        Map(s2, map, first + (2 * Lanes)).Store(values + (2 * Lanes));
        Map(s3, map, first + (3 * Lanes)).Store(values + (3 * Lanes));
        for (int i = 0; i < count; i++)
        {
            ScalarKernels.Store(values[i], output, pixel + first + i, kind);
        }
    }

    private static Vector128<int> Map(Vector128<int> sums, in ChannelMapPointers map, int channel)
    {
        Vector128<int> value = AdvSimd.Min(AdvSimd.Max(sums, Vector128.Load(map.Low + channel)), Vector128.Load(map.High + channel));
        value = AdvSimd.MultiplyAdd(Vector128.Load(map.Half + channel), value, Vector128.Load(map.Scale + channel));
        value = AdvSimd.ShiftArithmetic(value, AdvSimd.Negate(Vector128.Load(map.Shift + channel)));
        return AdvSimd.Min(AdvSimd.Max(value, Vector128.Load(map.OutLow + channel)), Vector128.Load(map.OutHigh + channel));
    }
}
