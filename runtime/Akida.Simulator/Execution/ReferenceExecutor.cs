using System.Numerics;
using Akida.Simulator.Program;

namespace Akida.Simulator.Execution;

/// <summary>Runs an integer program layer by layer with 64-bit integers in plain C#: slow, and the definition of what is right.</summary>
/// <remarks>A temporal program keeps its earlier frames: give frames in order, and <see cref="Reset"/> before another clip. Not thread-safe.</remarks>
public sealed class ReferenceExecutor
{
    private readonly Dictionary<string, Queue<long[]>> frames = [];

    /// <summary>An executor of a program.</summary>
    /// <exception cref="GraphException">The program ends in a layer on floats that cannot be simulated.</exception>
    public ReferenceExecutor(IntegerProgram program)
    {
        Program = program;
        foreach (FloatLayer layer in program.Layers.OfType<FloatLayer>())
        {
            FloatOperations.Check(layer);
        }

        Reset();
    }

    /// <summary>The program.</summary>
    public IntegerProgram Program { get; }

    /// <summary>Forgets all earlier frames.</summary>
    public void Reset()
    {
        frames.Clear();
        foreach (IntegerLayer layer in Program.Layers)
        {
            int count = layer switch
            {
                IntegerBufferTempConv conv => conv.Frames,
                IntegerDepthwiseBufferTempConv conv => conv.Frames,
                _ => 0,
            };
            if (count > 0)
            {
                int length = Program[layer.Inputs[0]].Output.Length;
                frames.Add(layer.Name, new Queue<long[]>(Enumerable.Range(0, count).Select(_ => new long[length])));
            }
        }
    }

    /// <summary>Runs one input, or the next frame of a temporal program.</summary>
    /// <param name="input">The values, row-major, of the type of the program's input (of any type if that is float).</param>
    /// <returns>What each layer put out, by name.</returns>
    /// <exception cref="ArgumentException">The values are not of the input's type and count.</exception>
    public IReadOnlyDictionary<string, LayerValues> Run<T>(ReadOnlySpan<T> input)
        where T : unmanaged, INumber<T>
    {
        Dictionary<string, LayerValues> values = [];
        LayerValues given = InputReader.Read(Program.Input, input);
        foreach (IntegerLayer layer in Program.Layers)
        {
            values.Add(layer.Name, layer is IntegerInput ? given : Run(layer, [.. layer.Inputs.Select(name => values[name])]));
        }

        return values;
    }

    private LayerValues Run(IntegerLayer layer, LayerValues[] inputs)
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
                long[] result = Accumulate(layer, [.. inputs.Select(input => input.Integers)]);
                Requantize(layer, result);
                return new LayerValues(layer.Output, result);
        }
    }

    private long[] Accumulate(IntegerLayer layer, long[][] inputs)
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
            IntegerBufferTempConv conv => ReferenceMatrices.BufferTempConv(conv, Push(layer, x)),
            IntegerDepthwiseBufferTempConv conv => ReferenceMatrices.DepthwiseBufferTempConv(conv, Push(layer, x)),
            IntegerMaxPooling2D pool => ReferenceLayers.MaxPooling2D(pool, x),
            IntegerGlobalAveragePooling2D pool => ReferenceLayers.GlobalAveragePooling2D(pool, x),
            IntegerReLU relu => ReferenceLayers.ReLU(relu, x),
            IntegerLookup lookup => Array.ConvertAll(x, value => (long)lookup[value]),
            IntegerAdd add => ReferenceLayers.Add(add, x, inputs[1]),
            IntegerConcatenate concatenate => ReferenceLayers.Concatenate(concatenate, inputs, name => Program[name].Output.Shape),
            IntegerPermute permute => ReferenceLayers.Permute(permute, x, Program[permute.Inputs[0]].Output.Shape),
            IntegerReshape => ReferenceLayers.AlignChannels(x, layer.InputShifts, layer.Output.ValueBits),
            IntegerIdentity => (long[])x.Clone(),
            _ => throw new GraphException($"{layer.GetType().Name} is unknown").About(layer.Name),
        };
    }

    private long[][] Push(IntegerLayer layer, long[] frame)
    {
        Queue<long[]> queue = frames[layer.Name];
        queue.Dequeue();
        queue.Enqueue(frame);
        return [.. queue];
    }

    private static void Requantize(IntegerLayer layer, long[] values)
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
