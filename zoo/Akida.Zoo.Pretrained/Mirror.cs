using Akida.Fetching;
using Akida.Formats;

namespace Akida.Zoo.Pretrained;

/// <summary>
/// Where trained models are published: a folder, or an address that files can be fetched below. It holds the <c>.h5</c> files and a
/// manifest, <c>SHA256SUMS</c>.
/// </summary>
public abstract class Mirror
{
    /// <summary>The environment variable that names the mirror that is used if none is given.</summary>
    public const string Variable = "AKIDA_PRETRAINED_MIRROR";

    private protected Mirror(string address) => Address = address;

    /// <summary>The folder's path or the address.</summary>
    public string Address { get; }

    /// <summary>The mirror of a folder's path or an <c>http</c> or <c>https</c> address.</summary>
    public static Mirror Of(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? new WebMirror(address, new Uri(uri.AbsoluteUri.TrimEnd('/') + "/"))
            : new FolderMirror(address);

    /// <summary>The mirror that <see cref="Variable"/> names.</summary>
    /// <exception cref="PretrainedException">It names none; the message says how to set one up.</exception>
    public static Mirror Default =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } address
            ? Of(address)
            : throw new PretrainedException(
                "no mirror of trained models is known: put the .h5 files into a folder or on a server, with what 'sha256sum *.h5 > "
                    + $"{Manifest.FileName}' writes, and name it with {Variable}"
            );

    /// <summary>All bytes of a file.</summary>
    /// <exception cref="PretrainedException">It cannot be had, or is longer than <paramref name="maximumLength"/>; the message names
    /// it.</exception>
    internal byte[] Read(string name, long maximumLength)
    {
        try
        {
            using Liveness life = new(Patience.Usual);
            using Stream stream = Open(name, life);
            return BoundedStream.ReadAll(stream, maximumLength);
        }
        catch (Exception error)
            when (error
                    is IOException
                        or UnauthorizedAccessException
                        or InvalidDataException
                        or HttpRequestException
                        or OperationCanceledException
            )
        {
            throw new PretrainedException($"{name} cannot be had from {Address}: {error.Message.ReplaceLineEndings(" ")}", error);
        }
    }

    private protected abstract Stream Open(string name, Liveness life);

    private sealed class FolderMirror(string folder) : Mirror(folder)
    {
        private protected override Stream Open(string name, Liveness life) => File.OpenRead(Path.Combine(Address, name));
    }

    private sealed class WebMirror(string address, Uri root) : Mirror(address)
    {
        private protected override Stream Open(string name, Liveness life) => WebFile.Open(new Uri(root, name), life);
    }
}
