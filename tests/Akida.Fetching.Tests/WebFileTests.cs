namespace Akida.Fetching.Tests;

/// <summary>A silent server is given up, a slow one is not.</summary>
public sealed class WebFileTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(0.5),
        Long = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_server_that_accepts_and_never_answers_is_given_up()
    {
        using LoopbackServer server = LoopbackServer.Silent();

        Assert.Equal("no answer", Assert.Throws<IOException>(() => Read(server.Address, new Patience(Short, Long))).Message);
    }

    [Fact]
    public void A_download_that_stops_is_given_up()
    {
        using LoopbackServer server = LoopbackServer.Sending(length: 300, parts: 2, partLength: 100, pause: TimeSpan.Zero);

        Assert.Equal(
            "nothing came for 0.5 seconds",
            Assert.Throws<IOException>(() => Read(server.Address, new Patience(Long, Short))).Message
        );
    }

    [Fact]
    public void A_download_that_goes_on_is_never_cut()
    {
        // Three times as long in all as it may pause.
        using LoopbackServer server = LoopbackServer.Sending(length: 600, parts: 60, partLength: 10, pause: TimeSpan.FromSeconds(0.1));

        Assert.Equal(600, Read(server.Address, new Patience(Long, TimeSpan.FromSeconds(2))).Length);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told_at_once()
    {
        using LoopbackServer server = LoopbackServer.Refusing();

        Assert.Contains("404", Assert.Throws<HttpRequestException>(() => Read(server.Address, new Patience(Long, Long))).Message);
    }

    [Fact]
    public void A_name_that_leads_nowhere_is_given_up()
    {
        Exception error = Record.Exception(() =>
            Read(new Uri("http://nowhere.invalid/file"), new Patience(TimeSpan.FromSeconds(3), Long))
        )!;

        // Where names are asked for in vain, the time is over before the system says so.
        Assert.True(error is HttpRequestException or IOException { Message: "no answer" }, $"{error}");
    }

    private static byte[] Read(Uri address, Patience patience)
    {
        using Liveness life = new(patience);
        using Stream stream = WebFile.Open(address, life);
        using MemoryStream content = new();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
