namespace Akida.Integers;

/// <summary>A layer of an integer program, of the name of the Keras layer that it comes from.</summary>
/// <param name="Name">The name.</param>
/// <param name="Inputs">The names of the layers whose outputs it takes.</param>
/// <param name="Output">What it puts out.</param>
public abstract record IntegerLayer(string Name, EquatableArray<string> Inputs, ValueFormat Output)
{
    /// <summary>The output quantiser, or null where the accumulators themselves are put out.</summary>
    public Requantization? Requantization { get; init; }

    /// <summary>
    /// By how much each input channel is shifted to the left before anything else; none where all have the same fractional bits.
    /// </summary>
    public EquatableArray<int> InputShifts { get; init; } = [];
}

/// <summary>The model's input.</summary>
/// <param name="Name">The name.</param>
/// <param name="Output">What it puts out: the integers themselves, or floats.</param>
/// <param name="DType">The type of the values that the model is given.</param>
public sealed record IntegerInput(string Name, ValueFormat Output, DataType DType) : IntegerLayer(Name, [], Output);

/// <summary>Makes a float input fixed point: <c>saturate(saturate(round(x · 2^f)) + zero point)</c>.</summary>
public sealed record IntegerInputQuantizer(string Name, EquatableArray<string> Inputs, ValueFormat Output)
    : IntegerLayer(Name, Inputs, Output)
{
    /// <summary>Output bits, a sign included.</summary>
    public required int Bitwidth { get; init; }

    /// <summary>Whether the integers are signed.</summary>
    public required bool IsSigned { get; init; }

    /// <summary>What is added to each channel (one value may stand for all); none if signed.</summary>
    public EquatableArray<int> ZeroPoints { get; init; } = [];

    /// <summary>The integer for <paramref name="value"/> in a channel.</summary>
    public long Quantize(float value, int channel)
    {
        long quantized = FixedPoint.Quantize(value, Output.ValueBits, Output.FracBitsOf(channel));
        return ZeroPoints.Count == 0
            ? quantized
            : FixedPoint.Saturate(quantized + ZeroPoints[ZeroPoints.Count == 1 ? 0 : channel], Output.ValueBits);
    }
}

/// <summary>Hands its input on: rescaling (which only changes the scales) and dropout.</summary>
public sealed record IntegerIdentity(string Name, EquatableArray<string> Inputs, ValueFormat Output) : IntegerLayer(Name, Inputs, Output);

/// <summary>Another shape for the same values, row-major: Flatten and Reshape.</summary>
/// <remarks>
/// A Flatten first aligns channels of different fractional bits (<see cref="IntegerLayer.InputShifts"/>), saturated to the output's value
/// bits.
/// </remarks>
public sealed record IntegerReshape(string Name, EquatableArray<string> Inputs, ValueFormat Output) : IntegerLayer(Name, Inputs, Output);

/// <summary>Another order of the dimensions.</summary>
public sealed record IntegerPermute(string Name, EquatableArray<string> Inputs, ValueFormat Output) : IntegerLayer(Name, Inputs, Output)
{
    /// <summary>For each output dimension the input dimension, counted from 0.</summary>
    public required EquatableArray<int> Order { get; init; }

    /// <summary>For each output value the index of the input value that it is, both row-major.</summary>
    /// <param name="inputShape">The input's shape.</param>
    public int[] SourceIndices(TensorShape inputShape)
    {
        int rank = inputShape.Rank;
        int[] inputStrides = new int[rank];
        int stride = 1;
        for (int dimension = rank - 1; dimension >= 0; dimension--)
        {
            inputStrides[dimension] = stride;
            stride *= inputShape[dimension];
        }

        int[] sources = new int[stride];
        int[] index = new int[rank];
        for (int i = 0; i < sources.Length; i++)
        {
            for (int dimension = 0; dimension < rank; dimension++)
            {
                sources[i] += index[dimension] * inputStrides[Order[dimension]];
            }

            for (int dimension = rank - 1; dimension >= 0 && ++index[dimension] == Output.Shape[dimension]; dimension--)
            {
                index[dimension] = 0;
            }
        }

        return sources;
    }
}

/// <summary>One tensor after the other along an axis.</summary>
public sealed record IntegerConcatenate(string Name, EquatableArray<string> Inputs, ValueFormat Output) : IntegerLayer(Name, Inputs, Output)
{
    /// <summary>The axis, counted from 0 without batch.</summary>
    public required int Axis { get; init; }
}

/// <summary>The sum of two tensors: both are shifted to common fractional bits, saturated, added, saturated.</summary>
public sealed record IntegerAdd(string Name, EquatableArray<string> Inputs, ValueFormat Output) : IntegerLayer(Name, Inputs, Output)
{
    /// <summary>The left shift of each channel of the first input.</summary>
    public required EquatableArray<int> LeftShifts { get; init; }

    /// <summary>The left shift of each channel of the second input.</summary>
    public required EquatableArray<int> RightShifts { get; init; }

    /// <summary>Value bits of the sum.</summary>
    public required int BufferValueBits { get; init; }
}

/// <summary><c>v · 2^-f · scale</c> as 32-bit floats.</summary>
public sealed record IntegerDequantizer(string Name, EquatableArray<string> Inputs, ValueFormat Output) : IntegerLayer(Name, Inputs, Output)
{
    /// <summary>The format of the integers that it takes.</summary>
    public required ValueFormat Input { get; init; }

    /// <summary>The float for the integer <paramref name="value"/> in a channel.</summary>
    public float Dequantize(long value, int channel) => value * FixedPoint.PowerOfTwo(-Input.FracBitsOf(channel)) * Input.ScaleOf(channel);
}

/// <summary>A layer on floats behind the dequantiser, such as a softmax.</summary>
/// <param name="Name">The name.</param>
/// <param name="Inputs">The names of the layers whose outputs it takes.</param>
/// <param name="Output">What it puts out.</param>
/// <param name="Operation">What it does.</param>
public sealed record FloatLayer(string Name, EquatableArray<string> Inputs, ValueFormat Output, Akida.Graph.Operations.Operation Operation)
    : IntegerLayer(Name, Inputs, Output);
