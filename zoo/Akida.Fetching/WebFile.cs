namespace Akida.Fetching;

/// <summary>Files at <c>http</c> and <c>https</c> addresses.</summary>
public static class WebFile
{
#pragma warning disable RS0030 // Here, and only here: elsewhere a silent server would be waited for.
    private static readonly HttpClient Client = new() { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore RS0030

    /// <summary>Opens a file. Reading ends with an <see cref="IOException"/> when nothing comes any more.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="life">Watches the server; it must outlive the stream.</param>
    /// <exception cref="IOException">No answer comes.</exception>
    /// <exception cref="HttpRequestException">There is no such server, or no such file.</exception>
    public static Stream Open(Uri address, Liveness life)
    {
        HttpResponseMessage response = WatchedStream.Await(
            Client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, life.Ended),
            life
        );
        life.Beat();
        if (response.IsSuccessStatusCode)
        {
            return new WatchedStream(WatchedStream.Await(response.Content.ReadAsStreamAsync(life.Ended), life), life);
        }

        using (response)
        {
            response.EnsureSuccessStatusCode();
            throw new InvalidOperationException("unreachable");
        }
    }
}
