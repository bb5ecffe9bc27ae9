namespace Akida.WeakVersions.Tests;

/// <summary>Which versions are marked, and when none may be.</summary>
public class WeakVersionsTests
{
    private const string Other = "libother.so";
    private static readonly byte[] Older = new LibraryBuilder().Defines("OTHER_1", "OTHER_2").Build();

    [Fact]
    public void The_one_version_that_is_missing_and_not_used_is_marked_and_nothing_else_changes()
    {
        LibraryBuilder builder = Needing();
        byte[] library = builder.HasSymbol("init", "OTHER_3").HasSymbol("call", "OTHER_1").Calls("call").Build(),
            before = [.. library];

        IReadOnlyList<string> marked = WeakVersions.Mark(library, Other, Older);

        Assert.Equal(["OTHER_3"], marked);
        before[builder.Places["OTHER_3"] + 4] = 2;
        Assert.Equal(before, library);
    }

    [Fact]
    public void A_version_of_another_library_is_left_alone()
    {
        byte[] library = new LibraryBuilder().Needs("libc.so", "C_9").Needs(Other, "OTHER_1").Build(),
            before = [.. library];

        Assert.Empty(WeakVersions.Mark(library, Other, Older));
        Assert.Equal(before, library);
    }

    [Fact]
    public void Nothing_is_marked_where_all_versions_are_there()
    {
        byte[] library = Needing().HasSymbol("init", "OTHER_3").Relocates("init").Build(),
            before = [.. library];

        Assert.Empty(WeakVersions.Mark(library, Other, new LibraryBuilder().Defines("OTHER_1", "OTHER_2", "OTHER_3").Build()));
        Assert.Equal(before, library);
    }

    [Fact]
    public void What_is_marked_already_is_fine()
    {
        byte[] library = Needing().Build();
        Assert.Equal(["OTHER_3"], WeakVersions.Mark(library, Other, Older));

        Assert.Empty(WeakVersions.Mark(library, Other, Older));
    }

    [Fact]
    public void A_library_without_versions_needs_none() => Assert.Empty(WeakVersions.Mark(new LibraryBuilder().Build(), Other, Older));

    [Fact]
    public void All_missing_versions_are_marked()
    {
        byte[] library = Needing().Build();

        Assert.Equal(["OTHER_1", "OTHER_3"], WeakVersions.Mark(library, Other, new LibraryBuilder().Defines("OTHER_2").Build()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_relocation_that_needs_the_symbol_is_refused_and_nothing_changes(bool call)
    {
        LibraryBuilder builder = Needing().HasSymbol("fine", "OTHER_1").HasSymbol("init", "OTHER_3").Relocates("fine").Calls("fine");
        byte[] library = (call ? builder.Calls("init") : builder.Relocates("init")).Build(),
            before = [.. library];

        ElfException error = Assert.Throws<ElfException>(() => WeakVersions.Mark(library, Other, Older));

        Assert.Equal("needs 'init' of OTHER_3, which the system's libother.so lacks", error.Message);
        Assert.Equal(before, library);
    }

    [Fact]
    public void A_hidden_symbol_of_the_version_counts_too()
    {
        LibraryBuilder builder = Needing().HasSymbol("init", "OTHER_3").Relocates("init");
        byte[] library = builder.Build();
        library[builder.Places[nameof(DynamicTag.SymbolVersions)] + 3] |= 0x80;

        Assert.Throws<ElfException>(() => WeakVersions.Mark(library, Other, Older));
    }

    [Fact]
    public void Relocations_without_addends_are_refused_since_they_are_not_read()
    {
        byte[] ofData = Needing().Sets(DynamicTag.ImplicitRelocations, LibraryBuilder.Address).Build();
        byte[] ofCalls = Needing().Sets(DynamicTag.PltRelocationsKind, 17).Build();

        Assert.All(
            [ofData, ofCalls],
            library =>
                Assert.Equal(
                    "has relocations without addends, which x86-64 does not know",
                    Assert.Throws<ElfException>(() => WeakVersions.Mark(library, Other, Older)).Message
                )
        );
    }

    private static LibraryBuilder Needing() => new LibraryBuilder().Needs("libc.so", "C_1").Needs(Other, "OTHER_2", "OTHER_1", "OTHER_3");
}
