namespace Akida.Graph.Converted;

/// <summary>
/// The names of the parameters and variables of Akida layers, as they are in files: most are those of the open converter; some we keep
/// beside them, so that nothing is lost. <c>docs/akida-file.md</c> says what they mean.
/// </summary>
public static class AkidaNames
{
    internal const string InputShape = "input_shape";
    internal const string InputBits = "input_bits";
    internal const string Units = "units";
    internal const string Filters = "filters";
    internal const string KernelSize = "kernel_size";

    /// <summary>A convolution's strides.</summary>
    public const string Strides = "kernel_stride";

    internal const string Padding = "padding";

    /// <summary>The frames that a temporal convolution keeps.</summary>
    public const string Frames = "fifo_size";

    internal const string WeightBits = "weights_bits";
    internal const string Activation = "activation";
    internal const string ActivationBits = "act_bits";
    internal const string PoolType = "pool_type";
    internal const string PoolSize = "pool_size";
    internal const string PoolStrides = "pool_stride";

    /// <summary>A parameter of 1.0, a variable of 2.0.</summary>
    internal const string PaddingValue = "padding_value";

    internal const string Weights = "weights";
    internal const string PointwiseWeights = "weights_pw";
    internal const string Bias = "bias";
    internal const string BiasShift = "bias_shift";
    internal const string InputShift = "input_shift";
    internal const string LeftShift = "a_shift";
    internal const string RightShift = "b_shift";
    internal const string LookupScales = "activation_scales";
    internal const string LookupShift = "activation_shift";
    internal const string LookupTable = "lut_values";
    internal const string Bound = "max_value";
    internal const string BoundShift = "max_value_shift";
    internal const string OutputScales = "output_scales";
    internal const string OutputShift = "output_shift";
    internal const string Thresholds = "threshold";
    internal const string ActivationSteps = "act_step";
    internal const string ZeroPoints = "zero_points";

    /// <summary>Scales of a quantiser or dequantiser; of ours for the last layer of 1.0, whose integers they make floats of.</summary>
    internal const string Scales = "scales";

    /// <summary>Of 1.0 ours, as those layers have activation bits only.</summary>
    internal const string OutputBits = "output_bits";

    /// <summary>Ours: whether the output is signed; only quantisers have it themselves.</summary>
    internal const string OutputSigned = "output_signed";

    /// <summary>Of 1.0 ours: bits of the accumulators.</summary>
    internal const string BufferBits = "buffer_bits";

    /// <summary>Of 1.0 ours: bits of the buffer in which output scales are applied.</summary>
    internal const string PostOpBufferBits = "post_op_buffer_bits";

    /// <summary>Ours: the output shift where the stored one is clipped.</summary>
    internal const string ExactOutputShift = "exact_output_shift";

    /// <summary>Ours: the weights where Akida 1.0's limits changed the stored ones.</summary>
    internal const string ExactWeights = "exact_weights";

    /// <summary>Ours: the type of the model's input, where no quantiser makes floats integers.</summary>
    internal const string InputType = "input_dtype";

    /// <summary>
    /// Ours: the map whose flattened order the weights of a fully connected layer were changed to fit; 1×1×n if it was not changed.
    /// </summary>
    internal const string FlattenShape = "flatten_shape";

    /// <summary>Ours: bits of the output scales, where they are not 8.</summary>
    internal const string ScaleBits = "output_scale_bits";

    /// <summary>All that we keep, wherever the open converter does not have it.</summary>
    public static IReadOnlyList<string> Kept { get; } =
    [
        OutputBits,
        OutputSigned,
        ExactOutputShift,
        ExactWeights,
        Scales,
        InputType,
        BufferBits,
        PostOpBufferBits,
        FlattenShape,
        ScaleBits,
        Bias,
        BiasShift,
        InputShift,
        Bound,
        BoundShift,
        OutputScales,
        OutputShift,
    ];
}
