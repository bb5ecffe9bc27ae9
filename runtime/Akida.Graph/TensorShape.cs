namespace Akida.Graph;

/// <summary>The shape of a tensor without its batch dimension, channels last: <c>H×W×C</c>, <c>T×H×W×C</c> or <c>C</c>.</summary>
/// <param name="Dimensions">The sizes, outermost first.</param>
public readonly record struct TensorShape(EquatableArray<int> Dimensions)
{
    /// <summary>A shape of the given sizes.</summary>
    public TensorShape(params int[] dimensions)
        : this(new EquatableArray<int>(dimensions)) { }

    /// <summary>A shape of the sizes of a sequence.</summary>
    public static TensorShape Of(IEnumerable<int> sizes) => new(sizes.ToArray());

    /// <summary>The number of dimensions.</summary>
    public int Rank => Dimensions.Count;

    /// <summary>The size of dimension <paramref name="index"/>.</summary>
    public int this[int index] => Dimensions[index];

    /// <summary>The size of the last dimension.</summary>
    public int Channels => Dimensions[Rank - 1];

    /// <summary>The number of elements; 1 for a scalar.</summary>
    /// <exception cref="OverflowException">There are 2⁶³ or more.</exception>
    public long Elements
    {
        get
        {
            // A plain loop: the simulator asks in every inference and must not allocate.
            long product = 1;
            for (int i = 0; i < Rank; i++)
            {
                product *= Dimensions[i];
            }

            return product;
        }
    }

    /// <summary>Whether all dimensions but the last are 1.</summary>
    public bool IsVector => Elements == Channels;

    /// <summary>The same shape with another last dimension.</summary>
    public TensorShape WithChannels(int channels)
    {
        int[] sizes = Dimensions.ToArray();
        sizes[sizes.Length - 1] = channels;
        return new TensorShape(sizes);
    }

    /// <summary>For example <c>28×28×1</c>.</summary>
    public override string ToString() => Rank == 0 ? "scalar" : string.Join("×", Dimensions);
}

/// <summary>A height and a width.</summary>
public readonly record struct Size2D(int Height, int Width)
{
    /// <summary>A square.</summary>
    public Size2D(int size)
        : this(size, size) { }

    /// <summary>A square.</summary>
    public static implicit operator Size2D(int size) => new(size);

    /// <summary>1×1.</summary>
    public static Size2D One => new(1, 1);

    /// <summary>Whether height and width are equal.</summary>
    public bool IsSquare => Height == Width;

    /// <summary>For example <c>3×3</c>.</summary>
    public override string ToString() => $"{Height}×{Width}";
}

/// <summary>A length in time, a height and a width.</summary>
public readonly record struct Size3D(int Time, int Height, int Width)
{
    /// <summary>1×1×1.</summary>
    public static Size3D One => new(1, 1, 1);

    /// <summary>For example <c>5×1×1</c>.</summary>
    public override string ToString() => $"{Time}×{Height}×{Width}";
}
