using Akida.Graph;

namespace Akida.Verification;

/// <summary>What is recorded of a layer's output for one sample; null is what is not recorded.</summary>
public sealed record RecordedLayer
{
    /// <summary>The shape, without batch.</summary>
    public TensorShape? Shape { get; init; }

    /// <summary>The integers, row-major.</summary>
    public long[]? Integers { get; init; }

    /// <summary>What is known of the integers where they themselves are not recorded.</summary>
    public IntegerDigest? Digest { get; init; }

    /// <summary>The fractional bits: one number, or one per channel.</summary>
    public int[]? FracBits { get; init; }

    /// <summary>The fractional bits that channels have, each once, where it is not recorded which channel has which.</summary>
    public int[]? DistinctFracBits { get; init; }

    /// <summary>The value bits.</summary>
    public int? ValueBits { get; init; }

    /// <summary>The scales: one number, or one per channel.</summary>
    public float[]? Scales { get; init; }

    /// <summary>The floats, row-major.</summary>
    public float[]? Floats { get; init; }
}

/// <summary>What tells integers apart that are not recorded themselves.</summary>
/// <param name="Sha256">The SHA-256 of the integers as 32-bit little-endian numbers, in hexadecimal digits.</param>
/// <param name="Sum">Their sum.</param>
public sealed record IntegerDigest(string Sha256, double Sum);
