using System.Diagnostics;

namespace Akida.Formats.Tests.Hostile;

/// <summary>
/// What a reader makes of damaged files: a row of the table reader × kind of damage, of which each kind is a property that a reader must
/// have. Every input is refused with one line that names the file and the place, in little time and memory.
/// </summary>
public abstract class HostileReaderTests(ITestOutputHelper output) : IDisposable
{
    private const int MaximumMilliseconds = 5000;
    private const long MaximumBytes = 16 << 20;

    private readonly string folder = Directory.CreateTempSubdirectory("akida-hostile-").FullName;
    private long slowest,
        most;

    /// <summary>How many changed copies of each good file are tried.</summary>
    private static int Mutations => int.TryParse(Environment.GetEnvironmentVariable("AKIDA_MUTATIONS"), out int count) ? count : 1000;

    /// <summary>The name of a file of this kind.</summary>
    protected abstract string FileName { get; }

    /// <summary>Good files.</summary>
    protected abstract IReadOnlyList<byte[]> GoodFiles { get; }

    /// <summary>Files whose sizes no memory could hold, or would not fit together.</summary>
    protected abstract IEnumerable<HostileInput> AbsurdSizes { get; }

    /// <summary>Files whose parts lead back to themselves.</summary>
    protected abstract IEnumerable<HostileInput> Cycles { get; }

    /// <summary>Files that have a name twice.</summary>
    protected abstract IEnumerable<HostileInput> DuplicateNames { get; }

    /// <summary>Files that lack a part, or have it in another shape or type.</summary>
    protected abstract IEnumerable<HostileInput> MissingParts { get; }

    /// <summary>Files with numbers that are none.</summary>
    protected abstract IEnumerable<HostileInput> NotFinite { get; }

    /// <summary>Files that are nested more deeply than a stack is.</summary>
    protected abstract IEnumerable<HostileInput> DeepNesting { get; }

    /// <summary>Where a part of a good file begins or ends.</summary>
    protected abstract IEnumerable<long> Boundaries(byte[] file);

    /// <summary>Reads a file with the reader that is tested.</summary>
    protected abstract void Read(string path);

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Files_cut_short_at_any_boundary_are_refused()
    {
        int inputs = 0;
        foreach (byte[] file in GoodFiles)
        {
            Assert.Null(Refusal(file));
            long[] boundaries = [.. Boundaries(file).Distinct().Order()];
            Assert.InRange(boundaries.Length, 3, int.MaxValue);
            foreach (
                long length in boundaries
                    .SelectMany(at => (long[])[at - 1, at, at + 1])
                    .Distinct()
                    .Where(length => length >= 0 && length < file.Length)
            )
            {
                string? refusal = Refusal(file[..(int)length]);
                Assert.True(refusal is not null, $"the first {length} of {file.Length} bytes were read");
                inputs++;
            }
        }

        Report("cut short", inputs);
    }

    [Fact]
    public void Changed_bytes_are_read_or_refused()
    {
        int inputs = 0,
            refused = 0;
        foreach (
            byte[] changed in GoodFiles.SelectMany(
                (file, i) => Mutator.Mutate(file, truncations: Mutations / 10, changes: Mutations, seed: i + 1)
            )
        )
        {
            refused += Refusal(changed) is null ? 0 : 1;
            inputs++;
        }

        Report($"changed ({refused} refused)", inputs);
    }

    [Fact]
    public void Absurd_sizes_are_refused() => CheckAll(AbsurdSizes, "absurd sizes");

    [Fact]
    public void Cycles_are_refused() => CheckAll(Cycles, "cycles");

    [Fact]
    public void Duplicate_names_are_refused() => CheckAll(DuplicateNames, "duplicate names");

    [Fact]
    public void Missing_parts_are_refused() => CheckAll(MissingParts, "missing parts");

    [Fact]
    public void Numbers_that_are_none_are_refused() => CheckAll(NotFinite, "not finite");

    [Fact]
    public void Deep_nesting_is_refused() => CheckAll(DeepNesting, "deep nesting");

    private void CheckAll(IEnumerable<HostileInput> inputs, string kind)
    {
        int count = 0;
        foreach (HostileInput input in inputs)
        {
            string refusal = Refusal(input.Bytes) ?? "read without an error";
            Assert.StartsWith(input.Message, refusal, StringComparison.Ordinal);
            count++;
        }

        Assert.NotEqual(0, count);
        Report(kind, count);
    }

    /// <summary>The error of a file behind the file's name, or null if it can be read.</summary>
    private string? Refusal(byte[] bytes)
    {
        string path = Path.Combine(folder, FileName);
        File.WriteAllBytes(path, bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Stopwatch time = Stopwatch.StartNew();
        string? refusal = null;
        try
        {
            Read(path);
        }
        catch (ModelFileException error)
        {
            Assert.StartsWith(path + ": ", error.Message);
            Assert.DoesNotContain('\n', error.Message);
            refusal = error.Message[(path.Length + 2)..];
        }

        slowest = Math.Max(slowest, time.ElapsedMilliseconds);
        most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.InRange(slowest, 0, MaximumMilliseconds);
        Assert.InRange(most, 0, MaximumBytes + (4L * bytes.Length));
        return refusal;
    }

    private void Report(string kind, int inputs) =>
        output.WriteLine($"{FileName}, {kind}: {inputs} inputs, at most {slowest} ms and {most >> 10} KiB");
}
