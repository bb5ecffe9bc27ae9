namespace Akida.Graph;

/// <summary>How a weight is initialised, by its Keras class name.</summary>
/// <param name="ClassName">A class of <c>keras.initializers</c>, such as <c>GlorotUniform</c>.</param>
public sealed record Initializer(string ClassName)
{
    /// <summary>The classes that weights can be drawn with.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        "GlorotUniform",
        "GlorotNormal",
        "HeUniform",
        "HeNormal",
        "LecunUniform",
        "LecunNormal",
        "RandomUniform",
        "RandomNormal",
        "TruncatedNormal",
        "Zeros",
        "Ones",
    ];

    /// <summary>The standard deviation of a <c>RandomNormal</c> or <c>TruncatedNormal</c>.</summary>
    public double StandardDeviation { get; init; } = 0.05;

    /// <summary>Uniform in ±sqrt(6 / (fan in + fan out)).</summary>
    public static Initializer GlorotUniform { get; } = new("GlorotUniform");

    /// <summary>Truncated normal of standard deviation sqrt(2 / fan in).</summary>
    public static Initializer HeNormal { get; } = new("HeNormal");

    /// <summary>Normal around 0.</summary>
    public static Initializer RandomNormal(double standardDeviation) => new(nameof(RandomNormal)) { StandardDeviation = standardDeviation };

    /// <summary>All zero.</summary>
    public static Initializer Zeros { get; } = new("Zeros");

    /// <summary>All one.</summary>
    public static Initializer Ones { get; } = new("Ones");
}

/// <summary>A weight penalty in training, by its Keras class name.</summary>
/// <param name="ClassName"><c>L1</c> or <c>L2</c>.</param>
/// <param name="Factor">The penalty's factor.</param>
public sealed record Regularizer(string ClassName, double Factor)
{
    /// <summary>The sum of squares times <paramref name="factor"/>, which Keras holds as a 32-bit float.</summary>
    public static Regularizer L2(double factor) => new("L2", (float)factor);

    /// <summary>The sum of magnitudes times <paramref name="factor"/>.</summary>
    public static Regularizer L1(double factor) => new("L1", (float)factor);
}

/// <summary>A weight that an operation has.</summary>
/// <param name="Name">Its Keras name, such as <c>kernel</c>.</param>
/// <param name="Shape">Its shape in the Keras layout.</param>
/// <param name="Initializer">How it begins.</param>
/// <param name="Trainable">Whether training changes it by gradient.</param>
public sealed record WeightSpec(string Name, TensorShape Shape, Initializer Initializer, bool Trainable = true);
