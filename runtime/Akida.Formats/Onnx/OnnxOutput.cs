namespace Akida.Formats.Onnx;

/// <summary>What an exported model puts out for a layer.</summary>
public enum OnnxReduction
{
    /// <summary>The layer's output, channels last.</summary>
    None,

    /// <summary>The largest magnitude over the batch: one number.</summary>
    MaxMagnitude,

    /// <summary>The largest magnitude of each channel over the batch and all other dimensions.</summary>
    MaxMagnitudePerChannel,
}

/// <summary>An output of an exported model.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Reduction">What of it.</param>
public sealed record OnnxOutput(string Layer, OnnxReduction Reduction = OnnxReduction.None)
{
    /// <summary>The name of the output in the file.</summary>
    public string Name => $"output:{Layer}";
}
