using System.Buffers.Binary;

namespace Akida.WeakVersions.Tests;

/// <summary>Damaged and lying files end in an error of one line or in an answer, soon, and are never changed by half.</summary>
public class HostileLibraryTests(ITestOutputHelper output)
{
    private const string Other = "libother.so";
    private static readonly byte[] Older = new LibraryBuilder().Defines("OTHER_1", "OTHER_2").Build();
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Fact]
    public void Every_truncation_is_refused()
    {
        byte[] library = Needing().Build();
        for (int length = 0; length < library.Length; length++)
        {
            ElfException error = Assert.Throws<ElfException>(() => WeakVersions.Mark(library[..length], Other, Older));
            Assert.DoesNotContain('\n', error.Message);
        }

        output.WriteLine($"{library.Length} inputs");
    }

    [Fact]
    public void Every_truncation_of_the_other_library_is_refused()
    {
        for (int length = 0; length < Older.Length; length++)
        {
            ElfException error = Assert.Throws<ElfException>(() => WeakVersions.Mark(Needing().Build(), Other, Older[..length]));
            Assert.StartsWith("the system's libother.so ", error.Message);
        }

        output.WriteLine($"{Older.Length} inputs");
    }

    [Fact]
    public void Extreme_numbers_anywhere_are_refused_or_harmless()
    {
        byte[] library = Needing().Build();
        uint[] extremes = [0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF0, 0xFFFFFFFF];
        int inputs = 0;
        for (int place = 0; place <= library.Length - 4; place++)
        {
            foreach (uint extreme in extremes)
            {
                byte[] damaged = [.. library];
                BinaryPrimitives.WriteUInt32LittleEndian(damaged.AsSpan(place), extreme);
                Try(damaged);
                inputs++;
            }
        }

        output.WriteLine($"{inputs} inputs");
    }

    [Fact]
    public void Random_changes_are_refused_or_harmless()
    {
        byte[] library = Needing().Build();
        Random random = new(1);
        const int inputs = 20_000;
        for (int i = 0; i < inputs; i++)
        {
            byte[] damaged = [.. library];
            for (int change = random.Next(1, 8); change > 0; change--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            Try(damaged);
        }

        output.WriteLine($"{inputs} inputs");
    }

    [Theory]
    [InlineData(nameof(DynamicTag.StringTable), "StringTable: 0x7fffffffffffff00 is in no segment")]
    [InlineData(nameof(DynamicTag.NeededVersions), "NeededVersions: 0x7fffffffffffff00 is in no segment")]
    [InlineData(nameof(DynamicTag.SymbolVersions), "SymbolVersions: 0x7fffffffffffff00 is in no segment")]
    [InlineData(
        nameof(DynamicTag.RelocationsSize),
        "RelocationsSize: 9,223,372,036,854,775,552 bytes are no whole number of relocations of 24"
    )]
    [InlineData(nameof(DynamicTag.StringTableSize), "StringTable: 9,223,372,036,854,775,552 bytes at 0x1017e are beyond the segment there")]
    public void A_lying_dynamic_entry_is_named(string tag, string message)
    {
        byte[] library = Needing().Sets(Enum.Parse<DynamicTag>(tag), 0x7FFFFFFFFFFFFF00).Build();

        Assert.Equal(message, Assert.Throws<ElfException>(() => WeakVersions.Mark(library, Other, Older)).Message);
    }

    [Fact]
    public async Task Lists_that_cannot_end_are_refused()
    {
        // A list of a quarter of a million entries that overlap, and each entry has such a list of versions.
        LibraryBuilder builder = Needing();
        byte[] library = builder.Build();
        byte[] endless = [.. library, .. new byte[1 << 20]];
        int needed = builder.Places[nameof(DynamicTag.NeededVersions)];
        BinaryPrimitives.WriteUInt64LittleEndian(endless.AsSpan(64 + 32), (ulong)endless.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(endless.AsSpan(needed + 12), (uint)(library.Length - needed));
        for (int place = library.Length; place + 4 <= endless.Length; place += 4)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(endless.AsSpan(place), 4);
        }

        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Task<IReadOnlyList<string>> marking = Task.Run(() => WeakVersions.Mark(endless, Other, Older), cancellation);
        ElfException error = await Assert.ThrowsAsync<ElfException>(() => marking.WaitAsync(Soon, cancellation));
        Assert.Equal("lists more than 32,767 versions", error.Message);
    }

    [Fact]
    public void A_name_with_a_line_break_is_shown_on_one_line()
    {
        byte[] library = new LibraryBuilder().Needs(Other, "OTHER_3").HasSymbol("in\nit", "OTHER_3").Relocates("in\nit").Build();

        Assert.Equal(
            "needs 'in?it' of OTHER_3, which the system's libother.so lacks",
            Assert.Throws<ElfException>(() => WeakVersions.Mark(library, Other, Older)).Message
        );
    }

    [Fact]
    public void A_name_without_end_is_refused()
    {
        LibraryBuilder builder = Needing();
        byte[] library = builder.Build();
        int strings = builder.Places[nameof(DynamicTag.StringTable)],
            end = builder.Places["Dynamic"];
        library.AsSpan(strings, end - strings).Fill((byte)'a');

        Assert.EndsWith("has no end", Assert.Throws<ElfException>(() => WeakVersions.Mark(library, Other, Older)).Message);
    }

    [Theory]
    [InlineData(4, 1, "is no little-endian ELF64 file")]
    [InlineData(5, 2, "is no little-endian ELF64 file")]
    [InlineData(16, 2, "is of type 2 for machine 62, must be a shared library (3) for x86-64 (62)")]
    [InlineData(18, 183, "is of type 3 for machine 183, must be a shared library (3) for x86-64 (62)")]
    [InlineData(54, 32, "has program headers of 32 bytes, must be 56")]
    [InlineData(56, 1, "has no dynamic section")]
    public void A_file_of_another_kind_is_refused(int place, byte value, string message)
    {
        byte[] library = Needing().Build();
        library[place] = value;

        Assert.Equal(message, Assert.Throws<ElfException>(() => WeakVersions.Mark(library, Other, Older)).Message);
    }

    // A damaged file may still be one that is marked, or that has nothing to mark; what it may not do is fail in another way or be changed
    // by a refusal.
    private static void Try(byte[] damaged)
    {
        byte[] before = [.. damaged];
        try
        {
            _ = WeakVersions.Mark(damaged, Other, Older);
        }
        catch (ElfException error)
        {
            Assert.DoesNotContain('\n', error.Message);
            Assert.Equal(before, damaged);
        }
    }

    private static LibraryBuilder Needing() =>
        new LibraryBuilder()
            .Needs("libc.so", "C_1")
            .Needs(Other, "OTHER_1", "OTHER_3")
            .HasSymbol("init", "OTHER_3")
            .HasSymbol("call", "OTHER_1")
            .Calls("call")
            .Relocates("call");
}
