using Akida.Graph;
using Akida.Training.Data;
using Akida.Zoo.Pipelines.Data;

namespace Akida.Zoo.Pipelines.Mnist;

/// <summary>Handwritten digits: images <c>28×28×1</c> of bytes, labels 0 to 9.</summary>
/// <param name="Training">60,000 samples.</param>
/// <param name="Test">10,000 samples.</param>
public sealed record MnistData(ArrayDataset Training, ArrayDataset Test)
{
    /// <summary>The number of digits.</summary>
    public const int Classes = 10;

    private const int Size = 28;

    /// <summary>The shape of an image.</summary>
    public static TensorShape ImageShape => new(Size, Size, 1);

    /// <summary>Reads the files of a folder, or the cached ones, which are fetched first where they are missing.</summary>
    /// <param name="folder">A folder with the four IDX files, packed or not; null for the cache.</param>
    /// <param name="say">Told, in a line, what takes time.</param>
    /// <exception cref="DatasetException">A file is missing, damaged or cannot be fetched; the message says what to do.</exception>
    public static MnistData Load(string? folder = null, Action<string>? say = null)
    {
        string source = folder ?? MnistFetch.Provide(say);
        return new MnistData(
            Read(source, MnistFile.TrainingImages, MnistFile.TrainingLabels),
            Read(source, MnistFile.TestImages, MnistFile.TestLabels)
        );
    }

    private static ArrayDataset Read(string folder, MnistFile imagesFile, MnistFile labelsFile)
    {
        string imagesPath = Find(folder, imagesFile),
            labelsPath = Find(folder, labelsFile);
        SampleArray images = IdxFile.Read(imagesPath),
            labels = IdxFile.Read(labelsPath);
        if (images.Shape != new TensorShape(Size, Size))
        {
            throw new DatasetException($"{imagesPath}: holds samples of {images.Shape}, must be {Size}×{Size}");
        }

        if (labels.Shape.Rank != 0 || labels.Count != images.Count)
        {
            throw new DatasetException($"{labelsPath}: holds {labels.Count} samples of {labels.Shape}, must be {images.Count} scalars");
        }

        byte[] values = (byte[])labels.Values;
        int wrong = Array.FindIndex(values, label => label >= Classes);
        return wrong < 0
            ? new ArrayDataset(
                new SampleArray(ImageShape, images.Values),
                new SampleArray(new TensorShape(), Array.ConvertAll(values, label => (int)label))
            )
            : throw new DatasetException($"{labelsPath}: label {wrong} is {values[wrong]}, must be 0 to {Classes - 1}");
    }

    private static string Find(string folder, MnistFile file) =>
        file.FindIn(folder) ?? throw new DatasetException($"{folder} has no {file.Name} (or {file.Name}.gz)");
}
