using Akida.Formats;
using Akida.Graph;
using Akida.Quantization.Quantizing;
using Akida.Testing;

namespace Akida.Inference.Tests;

/// <summary>Samples are read from archives of arrays, or made up.</summary>
public sealed class SampleFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Archive => folder["samples.npz"];

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_first_samples_of_an_array_are_taken()
    {
        Write(("data", new NpyArray([3, 2], new byte[] { 1, 2, 3, 4, 5, 6 })));

        NpyArray taken = SampleFiles.Take(Archive, "data", 2);

        Assert.Equal([2, 2], taken.Shape);
        Assert.Equal(new byte[] { 1, 2, 3, 4 }, taken.Values);
    }

    [Fact]
    public void The_first_array_is_given_with_its_name()
    {
        Write(("one", new NpyArray([1], new byte[] { 1 })), ("two", new NpyArray([1], new byte[] { 2 })));

        (string name, NpyArray samples) = SampleFiles.First(Archive);

        Assert.Equal("one", name);
        Assert.Equal(new byte[] { 1 }, samples.Values);
    }

    [Fact]
    public void All_arrays_are_joined_along_the_first_axis()
    {
        Write(("a", new NpyArray([1, 2], new float[] { 1, 2 })), ("b", new NpyArray([2, 2], new float[] { 3, 4, 5, 6 })));

        ISampleSource joined = SampleFiles.Open(Archive);

        Assert.Equal((3, new TensorShape(2)), (joined.Count, joined.Shape));
        Assert.Equal([1, 2, 3, 4, 5, 6], Assert.Single(joined.Read([3])).Values);
        Assert.Equal(
            [
                [1, 2, 3, 4],
                [5, 6],
            ],
            joined.Read([2, 1]).Select(part => part.Values)
        );
    }

    [Fact]
    public void Samples_are_read_as_they_are_needed_and_anew_for_every_pass()
    {
        Write(("a", new NpyArray([2, 1], new double[] { 1, 2 })), ("b", new NpyArray([2, 1], new[] { 3, double.NaN })));
        ISampleSource samples = SampleFiles.Open(Archive);

        for (int pass = 0; pass < 2; pass++)
        {
            using IEnumerator<Tensor> parts = samples.Read([1, 2, 1]).GetEnumerator();
            Assert.True(parts.MoveNext());
            Assert.True(parts.MoveNext());
            Assert.Equal([2, 3], parts.Current.Values);
            SampleException error = Assert.Throws<SampleException>(() => parts.MoveNext());
            Assert.Equal($"{Archive} has the value NaN at 3, must be finite", error.Message);
        }
    }

    [Fact]
    public void A_file_that_changes_between_passes_is_told()
    {
        Write(("a", new NpyArray([2, 1], new byte[] { 1, 2 })));
        ISampleSource samples = SampleFiles.Open(Archive);
        File.Delete(Archive);
        Write(("a", new NpyArray([1, 1], new byte[] { 1 })));

        AssertRefused($"{Archive} has changed while it was read", () => samples.Read([2]).Single());
    }

    [Fact]
    public void Absurd_numbers_of_empty_samples_are_refused()
    {
        NpyArray empty = new([int.MaxValue, 0], Array.Empty<byte>());
        Write(("a", empty), ("b", empty));

        AssertRefused($"{Archive} holds 4294967294 samples, must be below 2^31", () => SampleFiles.Open(Archive));
    }

    [Fact]
    public void What_is_not_there_is_told()
    {
        Write(("data", new NpyArray([1, 2], new float[2])), ("other", new NpyArray([1, 3], new float[3])));
        NpzFile.Write(folder["empty.npz"], []);

        AssertRefused($"{Archive}: array 'data' holds 1 samples, 2 are wanted", () => SampleFiles.Take(Archive, "data", 2));
        AssertRefused($"{Archive} has no array 'nobody'", () => SampleFiles.Take(Archive, "nobody", 1));
        AssertRefused($"{Archive}: array 'other' is 1×3 Single, must be like 'data': N×2 Single", () => SampleFiles.Open(Archive));
        AssertRefused($"{folder["empty.npz"]} holds no array of samples", () => SampleFiles.Open(folder["empty.npz"]));
        AssertRefused($"{folder["empty.npz"]} holds no array", () => SampleFiles.First(folder["empty.npz"]));
    }

    [Fact]
    public void Random_samples_are_the_same_for_a_seed_and_span_the_range_of_their_type()
    {
        TensorShape shape = new(10, 10);

        NpyArray first = RandomSamples.Create(shape, DataType.Int8, 50, seed: 3),
            second = RandomSamples.Create(shape, DataType.Int8, 50, seed: 3);

        sbyte[] values = Assert.IsType<sbyte[]>(first.Values);
        Assert.Equal([50, 10, 10], first.Shape);
        Assert.Equal(values, second.Values);
        Assert.Equal((sbyte.MinValue, sbyte.MaxValue), (values.Min(), values.Max()));
    }

    private static void AssertRefused(string message, Func<object> read) =>
        Assert.Equal(message, Assert.Throws<SampleException>(read).Message);

    private void Write(params (string Name, NpyArray Array)[] arrays) =>
        NpzFile.Write(Archive, arrays.Select(item => KeyValuePair.Create(item.Name, item.Array)));
}
