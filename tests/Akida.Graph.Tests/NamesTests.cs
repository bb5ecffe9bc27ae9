using Akida.Graph.Building;

namespace Akida.Graph.Tests;

public class NamesTests
{
    [Theory]
    [InlineData(0.125, "0.12")]
    [InlineData(0.375, "0.38")]
    [InlineData(0.625, "0.62")]
    [InlineData(0.35, "0.35")]
    [InlineData(2.675, "2.67")]
    [InlineData(1, "1.00")]
    [InlineData(0.349609375, "0.35")]
    public void Numbers_are_rounded_as_in_Python(double value, string expected) => Assert.Equal(expected, Names.Format(value, "F2"));

    [Fact]
    public void Other_formats_are_those_of_NET() => Assert.Equal("007", Names.Format(7, "D3"));
}
