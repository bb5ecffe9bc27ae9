using Akida.Formats;
using Akida.Graph;
using Akida.Quantization.Quantizing;

namespace Akida.Inference;

/// <summary>The samples of all arrays of an <c>.npz</c> file, which is read as they are needed, and anew for every pass.</summary>
internal sealed class ArchiveSamples : ISampleSource
{
    private readonly string path;

    /// <summary>Reads what the file says of its arrays.</summary>
    /// <exception cref="SampleException">There is none, their shapes or types differ, or they are texts.</exception>
    /// <exception cref="ModelFileException">The file is missing or damaged.</exception>
    public ArchiveSamples(string path)
    {
        this.path = path;
        using NpzReader archive = new(path);
        (string Name, EquatableArray<int> Shape, Type Type)[] arrays =
        [
            .. archive.Names.Select(name =>
            {
                using NpyReader array = archive.Open(name);
                return (name, array.Shape, array.ElementType);
            }),
        ];
        if (arrays.Length == 0 || arrays[0].Shape.Count == 0)
        {
            throw new SampleException($"{path} holds no array of samples");
        }

        (string firstName, EquatableArray<int> first, Type type) = arrays[0];
        if (type == typeof(string))
        {
            throw SampleFiles.NotNumbers(path);
        }

        foreach ((string name, EquatableArray<int> shape, Type own) in arrays)
        {
            if (shape.Count == 0 || !shape.Skip(1).SequenceEqual(first.Skip(1)) || own != type)
            {
                throw new SampleException(
                    $"{path}: array '{name}' is {new TensorShape(shape)} {own.Name}, "
                        + $"must be like '{firstName}': N×{TensorShape.Of(first.Skip(1))} {type.Name}"
                );
            }
        }

        long count = arrays.Sum(array => (long)array.Shape[0]);
        Shape = TensorShape.Of(first.Skip(1));
        Count = count <= int.MaxValue ? (int)count : throw new SampleException($"{path} holds {count} samples, must be below 2^31");
    }

    public TensorShape Shape { get; }

    public int Count { get; }

    public IEnumerable<Tensor> Read(IEnumerable<int> sizes)
    {
        using NpzReader archive = new(path);
        Queue<string> names = new(archive.Names);
        NpyReader? array = null;
        try
        {
            long before = 0;
            foreach (int size in sizes)
            {
                float[] values = new float[checked((int)(size * Shape.Elements))];
                for (int done = 0; done < size; )
                {
                    if (array is not { Rest: > 0 })
                    {
                        array?.Dispose();
                        array = Next(archive, names);
                        continue;
                    }

                    NpyArray part = array.Read(Math.Min(size - done, array.Rest));
                    SampleFiles.ToFiniteSingles(part, path, before).CopyTo(values, done * (values.Length / size));
                    before += part.Values.Length;
                    done += part.Shape[0];
                }

                yield return new Tensor(TensorShape.Of(Shape.Dimensions.Prepend(size)), values);
            }
        }
        finally
        {
            array?.Dispose();
        }
    }

    private NpyReader Next(NpzReader archive, Queue<string> names)
    {
        if (names.TryDequeue(out string? name))
        {
            NpyReader array = archive.Open(name);
            if (array.Shape.Skip(1).SequenceEqual(Shape.Dimensions))
            {
                return array;
            }

            array.Dispose();
        }

        throw new SampleException($"{path} has changed while it was read");
    }
}
