namespace Akida.Integers.Reference;

/// <summary>
/// A layer in 64-bit integers, with the memory that it works in and the earlier frames that it keeps if it is temporal: running it
/// allocates nothing.
/// </summary>
public sealed class ReferenceLayer
{
    private readonly IntegerLayer layer;
    private readonly long[][] aligned;
    private readonly long[] middle;
    private readonly int[] sources;
    private readonly FrameQueue? frames;

    public ReferenceLayer(IntegerProgram program, IntegerLayer layer)
    {
        this.layer = layer;
        ValueFormat[] inputs = [.. layer.Inputs.Select(name => program[name].Output)];
        aligned = [.. inputs.Select((input, i) => new long[ShiftsOf(i) is null ? 0 : input.Length])];
        middle = layer is IntegerSeparableConv2D separable
            ? new long[separable.Output.Length / separable.Output.Channels * separable.InputShape.Channels]
            : [];
        sources = layer is IntegerPermute permute ? permute.SourceIndices(inputs[0].Shape) : [];
        frames = layer switch
        {
            IntegerBufferTempConv conv => new FrameQueue(conv.Frames, inputs[0].Length),
            IntegerDepthwiseBufferTempConv conv => new FrameQueue(conv.Frames, inputs[0].Length),
            _ => null,
        };
    }

    /// <summary>Forgets all earlier frames.</summary>
    public void Reset() => frames?.Clear();

    /// <summary>Computes the layer's output, whose values are overwritten.</summary>
    public void Run(LayerValues[] inputs, LayerValues output)
    {
        switch (layer)
        {
            case FloatLayer operation:
                FloatOperations.Run(operation, inputs[0].Floats, output.Floats);
                break;
            case IntegerDequantizer dequantizer:
                ReferenceLayers.Dequantize(dequantizer, inputs[0].Integers, output.Floats);
                break;
            case IntegerInputQuantizer quantizer:
                ReferenceLayers.QuantizeInput(quantizer, inputs[0].Floats, output.Integers);
                break;
            default:
                Accumulate(inputs, output.Integers);
                Requantize(output.Integers);
                break;
        }
    }

    private void Accumulate(LayerValues[] inputs, long[] result)
    {
        switch (layer)
        {
            case IntegerWeightedLayer weighted:
                AccumulateProducts(weighted, frames is null ? Align(inputs, 0) : Push(inputs[0].Integers, weighted), result);
                ReferenceMatrices.Finish(weighted, result);
                break;
            case IntegerMaxPooling2D pool:
                ReferenceLayers.MaxPooling2D(pool, inputs[0].Integers, result);
                break;
            case IntegerGlobalAveragePooling2D pool:
                ReferenceLayers.GlobalAveragePooling2D(pool, Align(inputs, 0), result);
                break;
            case IntegerReLU relu:
                ReferenceLayers.ReLU(relu, inputs[0].Integers, result);
                break;
            case IntegerLookup lookup:
                ReferenceLayers.Lookup(lookup, inputs[0].Integers, result);
                break;
            case IntegerAdd add:
                ReferenceLayers.Add(add, Align(inputs, 0), Align(inputs, 1), result);
                break;
            case IntegerConcatenate concatenate:
                ReferenceLayers.Concatenate(concatenate, inputs, result);
                break;
            case IntegerPermute:
                ReferenceLayers.Gather(inputs[0].Integers, sources, result);
                break;
            case IntegerReshape:
                Align(inputs, 0).CopyTo(result);
                break;
            case IntegerIdentity:
                inputs[0].Integers.CopyTo(result, 0);
                break;
            default:
                throw new GraphException($"{layer.GetType().Name} is unknown").About(layer.Name);
        }
    }

    private void AccumulateProducts(IntegerWeightedLayer weighted, ReadOnlySpan<long> x, long[] sums)
    {
        switch (weighted)
        {
            case IntegerConv2D conv:
                ReferenceConvolutions.Conv2D(conv, x, sums);
                break;
            case IntegerDepthwiseConv2D conv:
                ReferenceConvolutions.Depthwise(conv, conv.Weights.AsSpan(), x, sums);
                break;
            case IntegerSeparableConv2D conv:
                ReferenceConvolutions.SeparableConv2D(conv, x, middle, sums);
                break;
            case IntegerConv2DTranspose conv:
                ReferenceConvolutions.Transpose(conv, x, isDepthwise: false, sums);
                break;
            case IntegerDepthwiseConv2DTranspose conv:
                ReferenceConvolutions.Transpose(conv, x, isDepthwise: true, sums);
                break;
            case IntegerDense dense:
                ReferenceMatrices.Dense(dense, x, sums);
                break;
            case IntegerBufferTempConv conv:
                ReferenceMatrices.BufferTempConv(conv, frames!, sums);
                break;
            case IntegerDepthwiseBufferTempConv conv:
                ReferenceMatrices.DepthwiseBufferTempConv(conv, frames!, sums);
                break;
            default:
                throw new GraphException($"{layer.GetType().Name} is unknown").About(layer.Name);
        }
    }

    /// <summary>
    /// By how much the channels of an input are shifted, and the value bits that they then have; null for an input that is taken as it is.
    /// </summary>
    private (EquatableArray<int> Shifts, int ValueBits)? ShiftsOf(int input) =>
        layer switch
        {
            IntegerAdd add => (input == 0 ? add.LeftShifts : add.RightShifts, add.BufferValueBits),
            IntegerWeightedLayer weighted => (weighted.InputShifts, weighted.BufferValueBits),
            IntegerGlobalAveragePooling2D pool => (pool.InputShifts, pool.BufferValueBits),
            IntegerReshape => (layer.InputShifts, layer.Output.ValueBits),
            _ => null,
        };

    private ReadOnlySpan<long> Align(LayerValues[] inputs, int index)
    {
        (EquatableArray<int> shifts, int valueBits) = ShiftsOf(index)!.Value;
        if (shifts.Count == 0)
        {
            return inputs[index].Integers;
        }

        ReferenceLayers.AlignChannels(inputs[index].Integers, shifts, valueBits, aligned[index]);
        return aligned[index];
    }

    private ReadOnlySpan<long> Push(long[] frame, IntegerWeightedLayer weighted)
    {
        long[] newest = frames!.Push();
        ReferenceLayers.AlignChannels(frame, weighted.InputShifts, weighted.BufferValueBits, newest);
        return newest;
    }

    private void Requantize(long[] values)
    {
        if (layer.Requantization is { } requantization)
        {
            int channels = layer.Output.Channels;
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = requantization.Apply(values[i], i % channels);
            }
        }
    }
}
