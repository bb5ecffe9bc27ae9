namespace Akida.Graph.Lowering;

/// <summary>How a model is to be quantised: what <c>quantizeml quantize</c> is told, but for the samples.</summary>
public sealed record QuantizationSettings
{
    /// <summary>Bits of weights and activations.</summary>
    public BitWidths Bits { get; init; } = BitWidths.Default;

    /// <summary>Bits of outputs that are no activations.</summary>
    public int OutputBits { get; init; } = 8;

    /// <summary>Whether every output has one range, not one for each channel.</summary>
    public bool PerTensorActivations { get; init; }

    /// <summary>Bits of the buffers.</summary>
    public int BufferBits { get; init; } = 32;

    /// <summary>Bits of the model's own output; its accumulators are put out if not given.</summary>
    public int? LastOutputBits { get; init; }

    /// <summary>The integer type that a float input is quantised to.</summary>
    public DataType InputDType { get; init; } = DataType.UInt8;

    /// <summary>The last layer that is quantised; all if not given.</summary>
    public string? QuantizeUntil { get; init; }

    /// <summary>Settings by layer, which win over all others.</summary>
    public IReadOnlyDictionary<string, QuantizationConfig> Layers { get; init; } = new Dictionary<string, QuantizationConfig>();
}
