using Akida.Simulator.Program;

namespace Akida.Simulator.Execution;

/// <summary>A layer in 64-bit integers, with the earlier frames that it keeps if it is temporal.</summary>
internal sealed class ReferenceLayer
{
    private readonly IntegerLayer layer;
    private readonly TensorShape[] inputShapes;
    private readonly Queue<long[]> frames = [];

    public ReferenceLayer(IntegerProgram program, IntegerLayer layer)
    {
        this.layer = layer;
        inputShapes = [.. layer.Inputs.Select(name => program[name].Output.Shape)];
        Reset();
    }

    public void Reset()
    {
        int count = layer switch
        {
            IntegerBufferTempConv conv => conv.Frames,
            IntegerDepthwiseBufferTempConv conv => conv.Frames,
            _ => 0,
        };
        frames.Clear();
        for (int i = 0; i < count; i++)
        {
            frames.Enqueue(new long[inputShapes[0].Elements]);
        }
    }

    public LayerValues Run(LayerValues[] inputs)
    {
        switch (layer)
        {
            case FloatLayer operation:
                float[] floats = new float[layer.Output.Length];
                FloatOperations.Run(operation, inputs[0].Floats, floats);
                return new LayerValues(layer.Output, floats);
            case IntegerDequantizer dequantizer:
                return new LayerValues(layer.Output, ReferenceLayers.Dequantize(dequantizer, inputs[0].Integers));
            case IntegerInputQuantizer quantizer:
                return new LayerValues(layer.Output, ReferenceLayers.QuantizeInput(quantizer, inputs[0].Floats));
            default:
                long[] result = Accumulate([.. inputs.Select(input => input.Integers)]);
                Requantize(result);
                return new LayerValues(layer.Output, result);
        }
    }

    private long[] Accumulate(long[][] inputs)
    {
        long[] x = inputs[0];
        return layer switch
        {
            IntegerConv2D conv => ReferenceConvolutions.Conv2D(conv, x),
            IntegerDepthwiseConv2D conv => ReferenceConvolutions.DepthwiseConv2D(conv, x),
            IntegerSeparableConv2D conv => ReferenceConvolutions.SeparableConv2D(conv, x),
            IntegerConv2DTranspose conv => ReferenceConvolutions.Conv2DTranspose(conv, x),
            IntegerDepthwiseConv2DTranspose conv => ReferenceConvolutions.DepthwiseConv2DTranspose(conv, x),
            IntegerDense dense => ReferenceMatrices.Dense(dense, x),
            IntegerBufferTempConv conv => ReferenceMatrices.BufferTempConv(conv, Push(x)),
            IntegerDepthwiseBufferTempConv conv => ReferenceMatrices.DepthwiseBufferTempConv(conv, Push(x)),
            IntegerMaxPooling2D pool => ReferenceLayers.MaxPooling2D(pool, x),
            IntegerGlobalAveragePooling2D pool => ReferenceLayers.GlobalAveragePooling2D(pool, x),
            IntegerReLU relu => ReferenceLayers.ReLU(relu, x),
            IntegerLookup lookup => Array.ConvertAll(x, value => (long)lookup[value]),
            IntegerAdd add => ReferenceLayers.Add(add, x, inputs[1]),
            IntegerConcatenate concatenate => ReferenceLayers.Concatenate(concatenate, inputs, inputShapes),
            IntegerPermute permute => ReferenceLayers.Permute(permute, x, inputShapes[0]),
            IntegerReshape => ReferenceLayers.AlignChannels(x, layer.InputShifts, layer.Output.ValueBits),
            IntegerIdentity => (long[])x.Clone(),
            _ => throw new GraphException($"{layer.GetType().Name} is unknown").About(layer.Name),
        };
    }

    private long[][] Push(long[] frame)
    {
        frames.Dequeue();
        frames.Enqueue(frame);
        return [.. frames];
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
