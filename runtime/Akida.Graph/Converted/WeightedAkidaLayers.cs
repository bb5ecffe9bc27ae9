namespace Akida.Graph.Converted;

/// <summary>An Akida layer with weights, and with the pooling, activation and output quantiser behind them.</summary>
public abstract record WeightedAkidaLayer(AkidaLayerType Type) : KnownAkidaLayer(Type)
{
    /// <summary>Bits of the weights.</summary>
    public int WeightBits { get; init; }

    /// <summary>Bits of the accumulators.</summary>
    public int BufferBits { get; init; }

    /// <summary>The weights; spatial kernels of convolutions are flipped, but for input and transposed ones.</summary>
    public WeightTensor Weights { get; init; } = new(default, []);

    /// <summary>The bias, or null.</summary>
    public ShiftedValues? Bias { get; init; }

    /// <summary>Left shifts of the input's channels; none where all have one count of fractional bits.</summary>
    public EquatableArray<int> InputShifts { get; init; } = [];

    /// <summary>The pooling, or null.</summary>
    public AkidaPool? Pool { get; init; }

    /// <summary>The activation.</summary>
    public AkidaActivation Activation { get; init; }

    /// <summary>The ReLU's upper bound, or null.</summary>
    public ShiftedValues? Bound { get; init; }

    /// <summary>The output quantiser, or null.</summary>
    public AkidaOutput? Output { get; init; }
}

/// <summary>A layer that slides a kernel over a map.</summary>
public interface IAkidaConvolution
{
    /// <summary>The kernel's height and width.</summary>
    Size2D KernelSize { get; }

    /// <summary>The strides.</summary>
    Size2D Strides { get; }

    /// <summary>The padding.</summary>
    Padding Padding { get; }
}

/// <summary>A convolution of the image itself.</summary>
public interface IAkidaInputConvolution : IAkidaConvolution
{
    /// <summary>The image's shape.</summary>
    TensorShape InputShape { get; }

    /// <summary>The number of filters.</summary>
    int Filters { get; }

    /// <summary>What <c>same</c> padding pads with: one value, or one for each channel; none for 0.</summary>
    EquatableArray<int> PaddingValues { get; }
}
