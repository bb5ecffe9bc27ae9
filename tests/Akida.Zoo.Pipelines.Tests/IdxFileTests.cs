using System.IO.Compression;
using Akida.Training.Data;
using Akida.Zoo.Pipelines.Data;

namespace Akida.Zoo.Pipelines.Tests;

public class IdxFileTests
{
    private static readonly byte[] TwoImages = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 10, 20, 30, 40];

    [Fact]
    public void Sizes_are_samples_and_their_shape()
    {
        SampleArray samples = IdxFile.Parse(TwoImages);

        Assert.Equal((2, "2×1"), (samples.Count, samples.Shape.ToString()));
        Assert.Equal(new byte[] { 10, 20, 30, 40 }, samples.Values);
    }

    [Fact]
    public void Packed_files_are_unpacked()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "images.gz");
        using (GZipStream packed = new(File.Create(path), CompressionMode.Compress))
        {
            packed.Write(TwoImages);
        }

        Assert.Equal(2, IdxFile.Read(path).Count);
    }

    [Theory]
    [InlineData("", "is no IDX file")]
    [InlineData("00000803", "the header alone takes 16")]
    [InlineData("00000D01000000010000", "is no IDX file of bytes")]
    [InlineData("000008010000000301", "has 1 values, must have 3 = 3")]
    [InlineData("00000801FFFFFFFF01", "size 1 of its header is 4294967295")]
    [InlineData("000008037FFFFFFF7FFFFFFF7FFFFFFF01", "size 1 of its header is 2147483647")]
    [InlineData("0000080100000000", "size 1 of its header is 0")]
    [InlineData("00000801000000010102", "has 2 values, must have 1 = 1")]
    public void Damaged_files_are_refused(string hex, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => IdxFile.Parse(Convert.FromHexString(hex))).Message);

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Equal("nowhere: no such file", Assert.Throws<DatasetException>(() => IdxFile.Read("nowhere")).Message);
}
