namespace Akida.WeakVersions.Tests;

/// <summary>Which versions are marked, and when none may be.</summary>
public class WeakVersionsTests
{
    private const string Other = "libother.so";
    private static readonly byte[] Older = new LibraryBuilder().Defines("OTHER_1", "OTHER_2").Build();

    [Fact]
    public void TheOneVersionThatIsMissingAndNotUsedIsMarkedAndNothingElseChanges()
    {
        LibraryBuilder builder = Needing();
        byte[] library = builder.HasSymbol("init", "OTHER_3").HasSymbol("call", "OTHER_1").Calls("call").Build(), before = [.. library];

        IReadOnlyList<string> marked = WeakVersions.Mark(library, Other, Older);

        Assert.Equal(["OTHER_3"], marked);
        before[builder.Places["OTHER_3"] + 4] = 2;
        Assert.Equal(before, library);
    }

    [Fact]
    public void AVersionOfAnotherLibraryIsLeftAlone()
    {
        byte[] library = new LibraryBuilder().Needs("libc.so", "C_9").Needs(Other, "OTHER_1").Build(), before = [.. library];

        Assert.Empty(WeakVersions.Mark(library, Other, Older));
        Assert.Equal(before, library);
    }

    [Fact]
    public void NothingIsMarkedWhereAllVersionsAreThere()
    {
        byte[] library = Needing().HasSymbol("init", "OTHER_3").Relocates("init").Build(), before = [.. library];

        Assert.Empty(WeakVersions.Mark(library, Other, new LibraryBuilder().Defines("OTHER_1", "OTHER_2", "OTHER_3").Build()));
        Assert.Equal(before, library);
    }

    [Fact]
    public void WhatIsMarkedAlreadyIsFine()
    {
        byte[] library = Needing().Build();
        Assert.Equal(["OTHER_3"], WeakVersions.Mark(library, Other, Older));

        Assert.Empty(WeakVersions.Mark(library, Other, Older));
    }

    [Fact]
    public void ALibraryWithoutVersionsNeedsNone() => Assert.Empty(WeakVersions.Mark(new LibraryBuilder().Build(), Other, Older));

    [Fact]
    public void AllMissingVersionsAreMarked()
    {
        byte[] library = Needing().Build();

        Assert.Equal(["OTHER_1", "OTHER_3"], WeakVersions.Mark(library, Other, new LibraryBuilder().Defines("OTHER_2").Build()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ARelocationThatNeedsTheSymbolIsRefusedAndNothingChanges(bool call)
    {
        LibraryBuilder builder = Needing().HasSymbol("fine", "OTHER_1").HasSymbol("init", "OTHER_3").Relocates("fine").Calls("fine");
        byte[] library = (call ? builder.Calls("init") : builder.Relocates("init")).Build(), before = [.. library];

        ElfException error = Assert.Throws<ElfException>(() => WeakVersions.Mark(library, Other, Older));

        Assert.Equal("needs 'init' of OTHER_3, which the system's libother.so lacks", error.Message);
        Assert.Equal(before, library);
    }

    [Fact]
    public void AHiddenSymbolOfTheVersionCountsToo()
    {
        LibraryBuilder builder = Needing().HasSymbol("init", "OTHER_3").Relocates("init");
        byte[] library = builder.Build();
        library[builder.Places[nameof(DynamicTag.SymbolVersions)] + 3] |= 0x80;

        Assert.Throws<ElfException>(() => WeakVersions.Mark(library, Other, Older));
    }

    [Fact]
    public void RelocationsWithoutAddendsAreRefusedSinceTheyAreNotRead()
    {
        byte[] ofData = Needing().Sets(DynamicTag.ImplicitRelocations, LibraryBuilder.Address).Build();
        byte[] ofCalls = Needing().Sets(DynamicTag.PltRelocationsKind, 17).Build();

        Assert.All([ofData, ofCalls], library => Assert.Equal(
            "has relocations without addends, which x86-64 does not know",
            Assert.Throws<ElfException>(() => WeakVersions.Mark(library, Other, Older)).Message));
    }

    private static LibraryBuilder Needing() => new LibraryBuilder().Needs("libc.so", "C_1").Needs(Other, "OTHER_2", "OTHER_1", "OTHER_3");
}
