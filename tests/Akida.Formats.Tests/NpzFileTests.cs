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
