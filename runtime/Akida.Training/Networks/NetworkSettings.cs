namespace Akida.Training.Networks;

/// <summary>How a network learns.</summary>
internal sealed record NetworkSettings
{
    /// <summary>
    /// Whether the weight of a layer learns, if it can; all do if null. A batch normalisation of which nothing learns uses its moving
    /// statistics in training, too, and leaves them, as Keras's does whose <c>trainable</c> is false.
    /// </summary>
    public Func<string, string, bool>? Learns { get; init; }

    /// <summary>
    /// The floats that weights and the values of float layers are held in: 32 bits, or 64 where gradients must not depend on the order of
    /// sums.
    /// </summary>
    public torch.ScalarType FloatType { get; init; } = torch.float32;
}
