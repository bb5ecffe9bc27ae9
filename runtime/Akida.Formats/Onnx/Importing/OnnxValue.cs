namespace Akida.Formats.Onnx.Importing;

/// <summary>What a name in an ONNX graph stands for while it is imported.</summary>
internal abstract record OnnxValue;

/// <summary>What could not be imported; an error only where something that the model puts out needs it.</summary>
/// <param name="Message">The error, which names the node.</param>
internal sealed record FailedValue(string Message) : OnnxValue;

/// <summary>A constant of floats or of whole numbers.</summary>
/// <param name="Shape">Its sizes, all of them; a size may be 0.</param>
/// <param name="Floats">The values, row-major, if they are floats.</param>
/// <param name="Integers">The values, row-major, if they are whole numbers; <see cref="BatchSize"/> stands for the size of the
/// batch.</param>
internal sealed record ConstantValue(TensorShape Shape, float[]? Floats, long[]? Integers) : OnnxValue
{
    /// <summary>Stands for the size of the batch among whole numbers.</summary>
    public const long BatchSize = long.MinValue;

    /// <summary>A list of whole numbers.</summary>
    public static ConstantValue Of(long[] numbers) => new(new TensorShape(numbers.Length), null, numbers);

    /// <summary>How many values there are.</summary>
    public int Count => Floats?.Length ?? Integers!.Length;

    /// <summary>The values as floats.</summary>
    public float[] ToFloats() => Floats ?? Array.ConvertAll(Integers!, value => (float)value);

    /// <summary>The values as a tensor.</summary>
    public Tensor ToTensor() => new(Shape, ToFloats());

    /// <summary>The same values in another shape.</summary>
    public ConstantValue WithShape(TensorShape shape) => this with { Shape = shape };
}

/// <summary>
/// The output of a layer, whose dimensions the ONNX graph sees in another order: <paramref name="Axes"/> has for each ONNX axis after the
/// batch the layer's axis, or <see cref="NoAxis"/> for a size of 1 that the layer does not have. Transposes and added or removed sizes of 1
/// change only this view.
/// </summary>
/// <param name="Layer">The layer.</param>
/// <param name="Shape">Its output's shape, channels last.</param>
/// <param name="Axes">The view.</param>
/// <param name="IsFlat">Whether the ONNX graph has all dimensions in one, row-major in the order of <paramref name="Axes"/>.</param>
/// <param name="Affine">What is still to be done to the layer's output.</param>
/// <param name="FlatName">What the layer that makes it flat would be called.</param>
internal sealed record LayerValue(
    string Layer,
    TensorShape Shape,
    EquatableArray<int> Axes,
    bool IsFlat = false,
    PendingAffine? Affine = null,
    string? FlatName = null
) : OnnxValue
{
    /// <summary>In <see cref="Axes"/>: a size of 1 that the layer does not have.</summary>
    public const int NoAxis = -1;

    /// <summary>An output seen as it is.</summary>
    public static LayerValue AsIs(string layer, TensorShape shape) => new(layer, shape, Enumerable.Range(0, shape.Rank).ToEquatableArray());

    /// <summary>A map or clip seen channels first.</summary>
    public static LayerValue ChannelsFirst(string layer, TensorShape shape) =>
        new(layer, shape, [shape.Rank - 1, .. Enumerable.Range(0, shape.Rank - 1)]);

    /// <summary>The sizes that the ONNX graph sees, without batch.</summary>
    public int[] Sizes => IsFlat ? [checked((int)Shape.Elements)] : [.. Axes.Select(axis => axis == NoAxis ? 1 : Shape[axis])];

    /// <summary>How many sizes the ONNX graph sees, without batch.</summary>
    public int Rank => IsFlat ? 1 : Axes.Count;

    /// <summary>The layer's last axis.</summary>
    public int LastAxis => Shape.Rank - 1;
}

/// <summary>A factor and then a summand, one or one per channel, of constants in the ONNX graph that no layer has taken yet.</summary>
/// <param name="name">The name of the layer that it may become.</param>
/// <param name="scale">The factors.</param>
/// <param name="offset">The summands.</param>
internal sealed class PendingAffine(string name, double[] scale, double[] offset)
{
    public string Name => name;

    public double[] Scale => scale;

    public double[] Offset => offset;

    /// <summary>This and then another.</summary>
    public PendingAffine Then(double[] factor, double[] summand)
    {
        int length = new[] { scale.Length, offset.Length, factor.Length, summand.Length }.Max();
        double[] scales = new double[length],
            offsets = new double[length];
        for (int i = 0; i < length; i++)
        {
            scales[i] = At(scale, i) * At(factor, i);
            offsets[i] = (At(offset, i) * At(factor, i)) + At(summand, i);
        }

        return new PendingAffine(name, scales, offsets);
    }

    private static double At(double[] values, int index) => values[values.Length == 1 ? 0 : index];
}
