using System.Buffers.Binary;

namespace Akida.Zoo.Pipelines.Tests;

/// <summary>A folder with files in the form of MNIST's: noise, to see that the pipeline runs.</summary>
internal sealed class MnistFolder : IDisposable
{
    public MnistFolder(int training, int test, byte largestLabel = 9)
    {
        Random random = new(0);
        foreach ((string name, int count) in new[] { ("train", training), ("t10k", test) })
        {
            byte[] images = new byte[count * 28 * 28],
                labels = new byte[count];
            random.NextBytes(images);
            for (int i = 0; i < count; i++)
            {
                labels[i] = (byte)random.Next(largestLabel + 1);
            }

            labels[0] = largestLabel;
            File.WriteAllBytes(System.IO.Path.Combine(Path, name + "-images-idx3-ubyte"), [.. Header(count, 28, 28), .. images]);
            File.WriteAllBytes(System.IO.Path.Combine(Path, name + "-labels-idx1-ubyte"), [.. Header(count), .. labels]);
        }
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("mnist-").FullName;

    public string FilePath(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static byte[] Header(params int[] sizes)
    {
        byte[] header = new byte[4 + (4 * sizes.Length)];
        (header[2], header[3]) = (8, (byte)sizes.Length);
        for (int i = 0; i < sizes.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * i)), sizes[i]);
        }

        return header;
    }
}
