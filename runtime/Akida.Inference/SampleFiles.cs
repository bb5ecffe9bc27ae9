using Akida.Formats;
using Akida.Graph;

namespace Akida.Inference;

/// <summary>Samples from <c>.npz</c> files.</summary>
public static class SampleFiles
{
    /// <summary>The first array of a file, with its name.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SampleException">There is none.</exception>
    /// <exception cref="ModelFileException">The file is missing or damaged.</exception>
    public static (string Name, NpyArray Samples) First(string path) =>
        NpzFile.Read(path).FirstOrDefault() is { Key: { } name, Value: { } samples }
            ? (name, samples)
            : throw new SampleException($"{path} holds no array");

    /// <summary>The first <paramref name="count"/> samples of an array.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The name of the array.</param>
    /// <param name="count">How many samples.</param>
    /// <returns>The samples, N×H×W×C (or N and whatever one sample is).</returns>
    /// <exception cref="SampleException">The array is not there, or has fewer.</exception>
    /// <exception cref="ModelFileException">The file is missing or damaged.</exception>
    public static NpyArray Take(string path, string name, int count)
    {
        NpyArray array = NpzFile.Read(path).TryGetValue(name, out NpyArray? found)
            ? found
            : throw new SampleException($"{path} has no array '{name}'");
        int present = array.Shape.Count == 0 ? 0 : array.Shape[0];
        return count <= present
            ? Slice(array, count)
            : throw new SampleException($"{path}: array '{name}' holds {present} samples, {count} are wanted");
    }

    /// <summary>All arrays of a file joined along the first axis.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SampleException">There is none, or their shapes or types differ.</exception>
    /// <exception cref="ModelFileException">The file is missing or damaged.</exception>
    public static NpyArray Join(string path)
    {
        (string Name, NpyArray Array)[] arrays = [.. NpzFile.Read(path).Select(pair => (pair.Key, pair.Value))];
        if (arrays.Length == 0 || arrays[0].Array.Shape.Count == 0)
        {
            throw new SampleException($"{path} holds no array of samples");
        }

        (string firstName, NpyArray first) = arrays[0];
        foreach ((string name, NpyArray array) in arrays)
        {
            if (!array.Shape.Skip(1).SequenceEqual(first.Shape.Skip(1)) || array.Values.GetType() != first.Values.GetType())
            {
                throw new SampleException(
                    $"{path}: array '{name}' is {new TensorShape(array.Shape)} {ElementType(array)}, "
                        + $"must be like '{firstName}': N×{TensorShape.Of(first.Shape.Skip(1))} {ElementType(first)}"
                );
            }
        }

        Array joined = Array.CreateInstance(first.Values.GetType().GetElementType()!, arrays.Sum(item => (long)item.Array.Values.Length));
        int position = 0;
        foreach ((_, NpyArray array) in arrays)
        {
            array.Values.CopyTo(joined, position);
            position += array.Values.Length;
        }

        return new NpyArray([arrays.Sum(item => item.Array.Shape[0]), .. first.Shape.Skip(1)], joined);
    }

    /// <summary>The values of an array as floats.</summary>
    /// <param name="array">The array.</param>
    /// <param name="where">What the error calls it.</param>
    /// <exception cref="SampleException">They are texts, or one is not finite.</exception>
    public static float[] ToFiniteSingles(NpyArray array, string where)
    {
        if (array.Values is string[])
        {
            throw new SampleException($"{where} holds texts, must hold numbers");
        }

        float[] values = array.ToSingles();
        return Array.FindIndex(values, value => !float.IsFinite(value)) is >= 0 and var bad
            ? throw new SampleException($"{where} has the value {values[bad]} at {bad}, must be finite")
            : values;
    }

    private static string ElementType(NpyArray array) => array.Values.GetType().GetElementType()!.Name;

    private static NpyArray Slice(NpyArray array, int count)
    {
        EquatableArray<int> shape = [count, .. array.Shape.Skip(1)];
        Array values = Array.CreateInstance(
            array.Values.GetType().GetElementType()!,
            shape.Aggregate(1L, (product, size) => product * size)
        );
        Array.Copy(array.Values, values, values.Length);
        return new NpyArray(shape, values);
    }
}
