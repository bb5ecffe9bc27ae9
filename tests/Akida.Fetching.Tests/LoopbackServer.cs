using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Akida.Fetching.Tests;

/// <summary>A server on this machine that answers every connection as a test wants, or never.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();

    private LoopbackServer(Func<NetworkStream, Task>? answer)
    {
        listener.Start();
        // Without an answer the system accepts connections, and nobody reads them.
        _ = answer is null ? Task.CompletedTask : Task.Run(() => Serve(answer));
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/file");

    /// <summary>Accepts and says nothing.</summary>
    public static LoopbackServer Silent() => new(null);

    /// <summary>
    /// Sends a file in parts with a pause before each, and then nothing more, although it has promised <paramref name="length"/> bytes.
    /// </summary>
    public static LoopbackServer Sending(int length, int parts, int partLength, TimeSpan pause) =>
        new(async stream =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n"));
            for (int part = 0; part < parts; part++)
            {
                await Task.Delay(pause);
                await stream.WriteAsync(new byte[partLength]);
            }

            await Task.Delay(TimeSpan.FromMinutes(1));
        });

    public static LoopbackServer Refusing() =>
        new(stream => stream.WriteAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"u8.ToArray()).AsTask());

    public void Dispose()
    {
        end.Cancel();
        listener.Stop();
        end.Dispose();
    }

    private async Task Serve(Func<NetworkStream, Task> answer)
    {
        while (true)
        {
            TcpClient client = await listener.AcceptTcpClientAsync(end.Token);
            _ = Task.Run(async () =>
            {
                using TcpClient own = client;
                NetworkStream stream = own.GetStream();
                _ = await stream.ReadAsync(new byte[4096]);
                await answer(stream);
            });
        }
    }
}
