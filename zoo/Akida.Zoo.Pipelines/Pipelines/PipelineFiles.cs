using Akida.Formats;
using Akida.Training.Data;

namespace Akida.Zoo.Pipelines;

/// <summary>The files that all training tools read and write.</summary>
public static class PipelineFiles
{
    /// <summary>The name of the array in a file of samples.</summary>
    private const string SamplesArray = "data";

    /// <summary>The file that an action writes when it is not told: <c>net.h5</c> trained is <c>net_train.h5</c>.</summary>
    public static string DefaultName(string model, string action) => $"{model[..^Path.GetExtension(model).Length]}_{action}.h5";

    /// <summary>Reads a float or quantised Keras model.</summary>
    /// <exception cref="ModelFileException">The file is missing, damaged, or a model of another kind.</exception>
    public static Model ReadModel(string path) =>
        ModelFile.Load(path) is KerasModelFile file
            ? file.Model
            : throw new ModelFileException(path, "is not a Keras model (.h5), which the training tools work on");

    /// <summary>Writes samples for calibration: an archive of one array.</summary>
    /// <exception cref="ModelFileException">The file cannot be written.</exception>
    public static void WriteSamples(string path, SampleArray samples) => NpzFile.Write(path, [new(SamplesArray, samples.ToNpyArray())]);
}
