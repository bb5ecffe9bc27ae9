namespace Akida.Quantization.Conversion;

/// <summary>The names of what we keep beside the open converter's parameters and variables, so that nothing is lost.</summary>
public static class ExactNames
{
    /// <summary>Whether the output is signed (parameter).</summary>
    public const string OutputSigned = "output_signed";

    /// <summary>The output shift where the stored one is clipped (variable).</summary>
    public const string OutputShift = "exact_output_shift";

    /// <summary>The weights where Akida 1.0's limits changed the stored ones (variable).</summary>
    public const string Weights = "exact_weights";

    /// <summary>What the last layer's integers are multiplied with to give floats (variable, 1.0).</summary>
    public const string Scales = "scales";

    /// <summary>Bits of the output scales, where they are not 8 (parameter).</summary>
    public const string ScaleBits = "output_scale_bits";
}
