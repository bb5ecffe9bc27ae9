namespace Akida.Simulator.Kernels.Scalar;

/// <summary>Plain C#: runs everywhere.</summary>
internal sealed unsafe class ScalarKernels : KernelSet
{
    public override string Name => "scalar";

    public override bool IsSupported => true;

    internal override void Gemm(in GemmArguments arguments)
    {
        int* sums = stackalloc int[GemmArguments.Block];
        int blockLength = arguments.SegmentCount * arguments.Groups * GemmArguments.Block * 2;
        for (int first = 0; first < arguments.Filters; first += GemmArguments.Block)
        {
            short* weights = (short*)arguments.Weights + ((long)first / GemmArguments.Block * blockLength);
            int count = Math.Min(GemmArguments.Block, arguments.Filters - first);
            for (int pixel = 0; pixel < arguments.PixelCount; pixel++)
            {
                Begin(sums, arguments.Map, first);
                short* w = weights;
                for (int segment = 0; segment < arguments.SegmentCount; segment++)
                {
                    short* x = (short*)arguments.Input + arguments.Pixels[pixel] + arguments.Segments[segment];
                    for (int pair = 0; pair < arguments.Groups; pair++, x += 2)
                    {
                        for (int filter = 0; filter < GemmArguments.Block; filter++, w += 2)
                        {
                            sums[filter] += (x[0] * w[0]) + (x[1] * w[1]);
                        }
                    }
                }

                Store(sums, arguments.Map, first, count, arguments.Output, arguments.OutputPixels[pixel], arguments.OutputKind);
            }
        }
    }

    internal override bool PrefersBytes(int exactGroups, long inputBound) => true;

    internal override void GemmBytes(in GemmArguments arguments)
    {
        const int Quad = 4;
        int* sums = stackalloc int[GemmArguments.Block];
        long blockLength = (long)arguments.SegmentCount * arguments.Groups * GemmArguments.Block * Quad;
        for (int first = 0; first < arguments.Filters; first += GemmArguments.Block)
        {
            sbyte* weights = (sbyte*)arguments.Weights + (first / GemmArguments.Block * blockLength);
            int count = Math.Min(GemmArguments.Block, arguments.Filters - first);
            for (int pixel = 0; pixel < arguments.PixelCount; pixel++)
            {
                Begin(sums, arguments.Map, first);
                sbyte* w = weights;
                for (int segment = 0; segment < arguments.SegmentCount; segment++)
                {
                    byte* x = (byte*)arguments.Input + arguments.Pixels[pixel] + arguments.Segments[segment];
                    for (int quad = 0; quad < arguments.Groups; quad++, x += Quad)
                    {
                        for (int filter = 0; filter < GemmArguments.Block; filter++, w += Quad)
                        {
                            sums[filter] += (x[0] * w[0]) + (x[1] * w[1]) + (x[2] * w[2]) + (x[3] * w[3]);
                        }
                    }
                }

                Store(sums, arguments.Map, first, count, arguments.Output, arguments.OutputPixels[pixel], arguments.OutputKind);
            }
        }
    }

    internal override void Depthwise(in DepthwiseArguments arguments)
    {
        int* sums = stackalloc int[DepthwiseArguments.Block];
        for (int first = 0; first < arguments.Channels; first += DepthwiseArguments.Block)
        {
            short* weights = arguments.Weights + ((long)first * arguments.TapPairs * 2);
            int count = Math.Min(DepthwiseArguments.Block, arguments.Channels - first);
            for (int pixel = 0; pixel < arguments.PixelCount; pixel++)
            {
                Begin(sums, arguments.Map, first);
                short* x = arguments.Input + arguments.Pixels[pixel] + first;
                short* w = weights;
                for (int pair = 0; pair < arguments.TapPairs; pair++)
                {
                    int even = arguments.Taps[2 * pair], odd = arguments.Taps[(2 * pair) + 1];
                    for (int channel = 0; channel < DepthwiseArguments.Block; channel++, w += 2)
                    {
                        if (channel < count)
                        {
                            sums[channel] += (x[even + channel] * w[0]) + (x[odd + channel] * w[1]);
                        }
                    }
                }

                Store(sums, arguments.Map, first, count, arguments.Output, arguments.OutputPixels[pixel], arguments.OutputKind);
            }
        }
    }

    internal override void Elementwise(in ElementwiseArguments arguments) => ElementwiseTail(arguments, 0);

    /// <summary>The channels from <paramref name="first"/> on, for kernels whose vectors end before the last channel.</summary>
    internal static void ElementwiseTail(in ElementwiseArguments arguments, int first)
    {
        for (int pixel = 0; pixel < arguments.PixelCount; pixel++)
        {
            int start = pixel * arguments.Channels;
            for (int channel = first; channel < arguments.Channels; channel++)
            {
                int sum = arguments.Map.Bias[channel] + (Load(arguments.Left, arguments.IsInputWide, start + channel) * arguments.LeftFactors[channel]);
                if (arguments.Right is not null)
                {
                    sum += Load(arguments.Right, arguments.IsInputWide, start + channel) * arguments.RightFactors[channel];
                }

                Store(arguments.Map.Apply(sum, channel), arguments.Output, start + channel, arguments.OutputKind);
            }
        }
    }

    private static void Begin(int* sums, in ChannelMapPointers map, int first)
    {
        for (int i = 0; i < GemmArguments.Block; i++)
        {
            sums[i] = map.Bias[first + i];
        }
    }

    private static void Store(int* sums, in ChannelMapPointers map, int first, int count, void* output, int pixel, StorageKind kind)
    {
        for (int i = 0; i < count; i++)
        {
            Store(map.Apply(sums[i], first + i), output, pixel + first + i, kind);
        }
    }

    private static int Load(void* input, bool isWide, int index) => isWide ? ((int*)input)[index] : ((short*)input)[index];

    /// <summary>Stores one value.</summary>
    internal static void Store(int value, void* output, int index, StorageKind kind)
    {
        switch (kind)
        {
            case StorageKind.UInt8:
                ((byte*)output)[index] = (byte)value;
                break;
            case StorageKind.Int16:
                ((short*)output)[index] = (short)value;
                break;
            default:
                ((int*)output)[index] = value;
                break;
        }
    }
}
