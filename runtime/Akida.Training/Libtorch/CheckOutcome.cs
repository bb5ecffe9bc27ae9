namespace Akida.Training.Libtorch;

/// <summary>What is known of a way to compute convolutions.</summary>
internal enum CheckOutcome
{
    /// <summary>The check could not be run.</summary>
    Unknown,

    /// <summary>All convolutions were right.</summary>
    Right,

    /// <summary>Some convolution was wrong, or crashed.</summary>
    Wrong,
}
