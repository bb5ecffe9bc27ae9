using System.IO.Compression;
using Akida.Formats;
using Akida.Graph;
using Akida.Testing;

namespace Akida.Formats.Tests;

public sealed class NpzFileTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"akida-{Guid.NewGuid():N}.npz");

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Every_type_survives()
    {
        Array[] values =
        [
            new[] { true, false, true },
            new sbyte[] { -128, 0, 127 },
            new byte[] { 0, 1, 255 },
            new short[] { short.MinValue, 0, short.MaxValue },
            new ushort[] { 0, 1, ushort.MaxValue },
            new[] { int.MinValue, 0, int.MaxValue },
            new uint[] { 0, 1, uint.MaxValue },
            new[] { long.MinValue, 0, long.MaxValue },
            new ulong[] { 0, 1, ulong.MaxValue },
            new[] { Half.MinValue, Half.Zero, Half.Epsilon },
            new[] { float.MinValue, 0, float.NaN },
            new[] { double.MinValue, 0, double.Epsilon },
            new[] { "conv_0/relu", "", "é𝄞" },
        ];
        NpzFile.Write(path, values.Select(array => KeyValuePair.Create(array.GetType().Name, new NpyArray([3, 1], array))));

        IReadOnlyDictionary<string, NpyArray> read = NpzFile.Read(path);
        Assert.Equal(values.Length, read.Count);
        foreach (Array array in values)
        {
            Assert.Equal([3, 1], read[array.GetType().Name].Shape);
            Assert.Equal(array, read[array.GetType().Name].Values);
        }
    }

    [Fact]
    public void Every_case_is_read()
    {
        foreach (string file in TestFolders.Cases.SelectMany(folder => Directory.GetFiles(folder, "*.npz")))
        {
            Assert.NotEmpty(NpzFile.Read(file));
        }
    }

    [Theory]
    [InlineData("'<f4'", "True", "(2, 3)", 24, null)]
    [InlineData("'<f4'", "False", "(2, 3)", 23, "array 'x' has shape (2, 3) of type <f4, but 23 bytes of values")]
    [InlineData(
        "'<f4'",
        "False",
        "(2147483647, 2147483647, 2147483647)",
        24,
        "array 'x' has shape (2147483647, 2147483647, 2147483647) of type <f4, but 24 bytes of values"
    )]
    [InlineData("'|O'", "False", "(1,)", 8, "array 'x' is of type '|O', must be")]
    [InlineData("'>f4'", "False", "(1,)", 4, "array 'x' is of type '>f4', must be")]
    [InlineData("'<f4'", "False", "(-1,)", 4, "array 'x' has the header")]
    public void Headers_are_checked(string descriptor, string fortran, string shape, int bytes, string? message)
    {
        string header = $"{{'descr': {descriptor}, 'fortran_order': {fortran}, 'shape': {shape}, }}\n";
        WriteEntry(
            "x.npy",
            [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. System.Text.Encoding.ASCII.GetBytes(header), .. new byte[bytes]]
        );
        if (message is null)
        {
            Assert.Equal(6, NpzFile.Read(path)["x"].Values.Length);
        }
        else
        {
            Assert.StartsWith($"{path}: {message}", Assert.Throws<ModelFileException>(() => NpzFile.Read(path)).Message);
        }
    }

    [Fact]
    public void Fortran_order_becomes_row_major()
    {
        const string header = "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }\n";
        WriteEntry(
            "x.npy",
            [0x93, .. "NUMPY"u8, 3, 0, (byte)header.Length, 0, 0, 0, .. System.Text.Encoding.ASCII.GetBytes(header), 1, 4, 2, 5, 3, 6]
        );
        Assert.Equal(new byte[] { 1, 2, 3, 4, 5, 6 }, NpzFile.Read(path)["x"].Values);
        using NpzReader archive = new(path);
        using NpyReader array = archive.Open("x");
        Assert.Equal(new byte[] { 1, 2, 3 }, array.Read(1).Values);
        Assert.Equal(new byte[] { 4, 5, 6 }, array.Read(1).Values);
    }

    [Fact]
    public void An_array_is_read_as_it_is_needed()
    {
        NpzFile.Write(
            path,
            [new("x", new NpyArray([4, 1, 2], new short[] { 1, 2, 3, 4, 5, 6, 7, 8 })), new("y", new NpyArray([], new byte[1]))]
        );
        using NpzReader archive = new(path);
        using NpyReader array = archive.Open("x");

        Assert.Equal(["x", "y"], archive.Names);
        Assert.Equal((EquatableArray.Create<int>([4, 1, 2]), typeof(short), 4), (array.Shape, array.ElementType, array.Rest));
        NpyArray first = array.Read(1),
            next = array.Read(2);

        Assert.Equal([2, 1, 2], next.Shape);
        Assert.Equal(new short[] { 1, 2 }, first.Values);
        Assert.Equal(new short[] { 3, 4, 5, 6 }, next.Values);
        Assert.Equal(1, array.Rest);
        Assert.Throws<ArgumentOutOfRangeException>(() => array.Read(2));
    }

    [Fact]
    public void Items_are_read_before_the_end_of_a_damaged_array_is_known()
    {
        NpzFile.Write(path, [new("x", new NpyArray([2, 2], new byte[] { 1, 2, 3, 4 }))]);
        byte[] file = File.ReadAllBytes(path);
        file[file.AsSpan().IndexOf("PK\u0001\u0002"u8) + 16] ^= 1;
        File.WriteAllBytes(path, file);
        using NpzReader archive = new(path);
        using NpyReader read = archive.Open("x"),
            skipped = archive.Open("x");

        Assert.Equal(new byte[] { 1, 2 }, read.Read(1).Values);
        Assert.Contains("array 'x' is damaged: its checksum is", Assert.Throws<ModelFileException>(() => read.Read(1)).Message);
        Assert.Contains("array 'x' is damaged: its checksum is", Assert.Throws<ModelFileException>(skipped.SkipRest).Message);
    }

    [Fact]
    public void Integers_and_floats_are_converted()
    {
        Assert.Equal([255f, 0f], new NpyArray([2], new byte[] { 255, 0 }).ToSingles());
        Assert.Equal([-1L, 127L], new NpyArray([2], new sbyte[] { -1, 127 }).ToInt64s());
        Assert.Equal([65535L], new NpyArray([1], new ushort[] { 65535 }).ToInt64s());
        Assert.Throws<InvalidCastException>(() => new NpyArray([1], new[] { 0.5f }).ToInt64s());
    }

    private void WriteEntry(string name, byte[] contents)
    {
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
        using Stream stream = archive.CreateEntry(name).Open();
        stream.Write(contents);
    }
}
