using System.Security.Cryptography;

namespace Akida.Zoo.Pipelines.Mnist;

/// <summary>One of the four files of MNIST.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Length">Its length, unpacked.</param>
/// <param name="Sha256">Its SHA-256, unpacked.</param>
internal sealed record MnistFile(string Name, int Length, string Sha256)
{
    public static MnistFile TrainingImages { get; } =
        new("train-images-idx3-ubyte", 47_040_016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db");

    public static MnistFile TrainingLabels { get; } =
        new("train-labels-idx1-ubyte", 60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5");

    public static MnistFile TestImages { get; } =
        new("t10k-images-idx3-ubyte", 7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7");

    public static MnistFile TestLabels { get; } =
        new("t10k-labels-idx1-ubyte", 10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");

    public static IReadOnlyList<MnistFile> All { get; } = [TrainingImages, TrainingLabels, TestImages, TestLabels];

    /// <summary>Whether these are the file's bytes, unpacked.</summary>
    public bool Matches(byte[] content) => content.Length == Length && Convert.ToHexStringLower(SHA256.HashData(content)) == Sha256;

    /// <summary>The file in a folder, packed or not, or null. Some mirrors write a dot before <c>idx</c>.</summary>
    public string? FindIn(string folder) =>
        new[] { Name, Name.Replace("-idx", ".idx", StringComparison.Ordinal) }
            .SelectMany(name => new[] { name, name + ".gz" })
            .Select(name => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
}
