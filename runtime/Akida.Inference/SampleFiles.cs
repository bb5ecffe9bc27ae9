using Akida.Formats;
using Akida.Graph;
using Akida.Quantization.Quantizing;

namespace Akida.Inference;

/// <summary>Samples from <c>.npz</c> files.</summary>
public static class SampleFiles
{
    /// <summary>The first array of a file, with its name.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SampleException">There is none.</exception>
    /// <exception cref="ModelFileException">The file is missing or damaged.</exception>
    public static (string Name, NpyArray Samples) First(string path)
    {
        using NpzReader archive = new(path);
        string name = archive.Names.Count > 0 ? archive.Names[0] : throw new SampleException($"{path} holds no array");
        using NpyReader array = archive.Open(name);
        return (name, array.ReadAll());
    }

    /// <summary>The first <paramref name="count"/> samples of an array.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The name of the array.</param>
    /// <param name="count">How many samples.</param>
    /// <returns>The samples, N×H×W×C (or N and whatever one sample is).</returns>
    /// <exception cref="SampleException">The array is not there, or has fewer.</exception>
    /// <exception cref="ModelFileException">The file is missing or damaged.</exception>
    public static NpyArray Take(string path, string name, int count)
    {
        using NpzReader archive = new(path);
        if (!archive.Names.Contains(name))
        {
            throw new SampleException($"{path} has no array '{name}'");
        }

        using NpyReader array = archive.Open(name);
        if (count > array.Rest)
        {
            throw new SampleException($"{path}: array '{name}' holds {array.Rest} samples, {count} are wanted");
        }

        NpyArray taken = array.Read(count);
        array.SkipRest();
        return taken;
    }

    /// <summary>All arrays of a file joined along the first axis: samples to calibrate with, which are read as they are needed.</summary>
    /// <param name="path">The file.</param>
    /// <returns>
    /// The samples. Reading them throws a <see cref="SampleException"/> where one has a value that is not finite, and a
    /// <see cref="ModelFileException"/> where the file is damaged.
    /// </returns>
    /// <exception cref="SampleException">There is none, their shapes or types differ, or they are texts.</exception>
    /// <exception cref="ModelFileException">The file is missing or damaged.</exception>
    public static ISampleSource Open(string path) => new ArchiveSamples(path);

    /// <summary>The values of an array as floats.</summary>
    /// <param name="array">The array.</param>
    /// <param name="where">What the error calls it.</param>
    /// <exception cref="SampleException">They are texts, or one is not finite.</exception>
    public static float[] ToFiniteSingles(NpyArray array, string where) => ToFiniteSingles(array, where, 0);

    /// <summary>A part of the values of an array as floats.</summary>
    /// <param name="part">The part.</param>
    /// <param name="where">What the error calls the array.</param>
    /// <param name="before">How many values stand before the part.</param>
    /// <exception cref="SampleException">They are texts, or one is not finite.</exception>
    internal static float[] ToFiniteSingles(NpyArray part, string where, long before)
    {
        if (part.Values is string[])
        {
            throw NotNumbers(where);
        }

        float[] values = part.ToSingles();
        int bad = Array.FindIndex(values, value => !float.IsFinite(value));
        return bad < 0 ? values : throw new SampleException($"{where} has the value {values[bad]} at {before + bad}, must be finite");
    }

    /// <summary>Checks that all values of an array are numbers that floats can hold.</summary>
    /// <param name="array">The array, of at least one dimension.</param>
    /// <param name="where">What the error calls it.</param>
    /// <exception cref="SampleException">They are texts, or one is not finite.</exception>
    internal static void CheckFinite(NpyArray array, string where)
    {
        if (array.Values is not (string[] or Half[] or float[] or double[]))
        {
            return;
        }

        long before = 0;
        foreach (NpyArray part in array.Batches(1))
        {
            ToFiniteSingles(part, where, before);
            before += part.Values.Length;
        }
    }

    internal static SampleException NotNumbers(string where) => new($"{where} holds texts, must hold numbers");
}
