namespace Akida.Integers.Converted;

/// <summary>The names of what we keep beside the open converter's parameters and variables, so that nothing is lost.</summary>
public static class ExactNames
{
    /// <summary>Bits of the output (parameter, which 1.0 layers have for activations only).</summary>
    public const string OutputBits = "output_bits";

    /// <summary>Whether the output is signed (parameter).</summary>
    public const string OutputSigned = "output_signed";

    /// <summary>The output shift where the stored one is clipped (variable).</summary>
    public const string OutputShift = "exact_output_shift";

    /// <summary>The weights where Akida 1.0's limits changed the stored ones (variable).</summary>
    public const string Weights = "exact_weights";

    /// <summary>What the last layer's integers are multiplied with to give floats (variable, 1.0).</summary>
    public const string Scales = "scales";

    /// <summary>The type of the model's input, where no quantiser makes floats integers: <c>uint8</c>, <c>int8</c> or <c>int16</c> (parameter).</summary>
    public const string InputType = "input_dtype";

    /// <summary>Bits of the accumulators (parameter, which 1.0 layers do not have).</summary>
    public const string BufferBits = "buffer_bits";

    /// <summary>Bits of the buffer in which output scales are applied (parameter, which 1.0 layers do not have).</summary>
    public const string PostOpBufferBits = "post_op_buffer_bits";

    /// <summary>The map whose flattened order the weights of a fully connected layer were changed to fit; 1×1×n if it was not changed (parameter, 1.0).</summary>
    public const string FlattenShape = "flatten_shape";

    /// <summary>Bits of the output scales, where they are not 8 (parameter).</summary>
    public const string ScaleBits = "output_scale_bits";

    /// <summary>All that we keep, wherever the open converter does not have it, by name.</summary>
    public static IReadOnlyList<string> Kept { get; } =
    [
        OutputBits, OutputSigned, OutputShift, Weights, Scales, InputType, BufferBits, PostOpBufferBits, FlattenShape, ScaleBits,
        "bias", "bias_shift", "input_shift", "max_value", "max_value_shift", "output_scales", "output_shift",
    ];
}
