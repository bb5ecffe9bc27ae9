using Akida.Cli.CommandLine;
using Akida.Formats;
using Akida.Graph;

namespace Akida.Cli.Inference;

/// <summary>Samples from <c>.npz</c> files.</summary>
internal static class SampleFiles
{
    /// <summary>The first <paramref name="count"/> samples of an array.</summary>
    /// <exception cref="CommandException">The array is not there, or has fewer.</exception>
    public static NpyArray Take(string path, string name, int count)
    {
        NpyArray array = NpzFile.Read(path).TryGetValue(name, out NpyArray? found) ? found : throw new CommandException($"{path} has no array '{name}'");
        int present = array.Shape.Count == 0 ? 0 : array.Shape[0];
        return count <= present
            ? Slice(array, count)
            : throw new CommandException($"{path}: array '{name}' holds {present} samples, {count} are wanted");
    }

    /// <summary>All arrays of a file joined along the first axis.</summary>
    /// <exception cref="CommandException">There is none, or their shapes or types differ.</exception>
    public static NpyArray Join(string path)
    {
        (string Name, NpyArray Array)[] arrays = [.. NpzFile.Read(path).Select(pair => (pair.Key, pair.Value))];
        if (arrays.Length == 0 || arrays[0].Array.Shape.Count == 0)
        {
            throw new CommandException($"{path} holds no array of samples");
        }

        (string firstName, NpyArray first) = arrays[0];
        foreach ((string name, NpyArray array) in arrays)
        {
            if (!array.Shape.Skip(1).SequenceEqual(first.Shape.Skip(1)) || array.Values.GetType() != first.Values.GetType())
            {
                throw new CommandException(
                    $"{path}: array '{name}' is {new TensorShape(array.Shape)} {array.Values.GetType().GetElementType()!.Name}, must be like '{firstName}': N×{TensorShape.Of(first.Shape.Skip(1))} {first.Values.GetType().GetElementType()!.Name}");
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
    /// <param name="where">What the error names.</param>
    /// <exception cref="CommandException">They are texts, or one is not finite.</exception>
    public static float[] ToFiniteSingles(NpyArray array, string where)
    {
        if (array.Values is string[])
        {
            throw new CommandException($"{where} holds texts, must hold numbers");
        }

        float[] values = array.ToSingles();
        return Array.FindIndex(values, value => !float.IsFinite(value)) is >= 0 and var bad
            ? throw new CommandException($"{where} has the value {values[bad]} at {bad}, must be finite")
            : values;
    }

    private static NpyArray Slice(NpyArray array, int count)
    {
        EquatableArray<int> shape = [count, .. array.Shape.Skip(1)];
        Array values = Array.CreateInstance(array.Values.GetType().GetElementType()!, shape.Aggregate(1L, (product, size) => product * size));
        Array.Copy(array.Values, values, values.Length);
        return new NpyArray(shape, values);
    }
}
