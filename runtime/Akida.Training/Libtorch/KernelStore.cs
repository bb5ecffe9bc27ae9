using System.Security.Cryptography;
using System.Text;
using Akida.Formats;

namespace Akida.Training.Libtorch;

/// <summary>
/// Remembers which way was right, in a file for each machine that it was checked on. A file holds what it is about and the answer; one that
/// holds anything else is as good as none, and a folder that cannot be written only means that the next process checks again.
/// </summary>
/// <param name="folder">Where the files are; it may not exist yet.</param>
/// <param name="machine">Everything that the answer depends on, as text.</param>
internal sealed class KernelStore(string folder, string machine)
{
    private string FileName =>
        Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(machine)))[..16] + ".txt");

    /// <summary>The store of this user for this machine.</summary>
    public static KernelStore Create() => new(CacheFolder.For("torch"), CheckedMachine.Describe());

    /// <summary>The answer of an earlier check, if there is one.</summary>
    public TorchKernels? Recall()
    {
        try
        {
            FileInfo file = new(FileName);
            if (!file.Exists || file.Length > TorchKernels.All.Max(kernels => ContentFor(kernels).Length))
            {
                return null;
            }

            byte[] content = File.ReadAllBytes(file.FullName);
            return TorchKernels.All.FirstOrDefault(kernels => content.AsSpan().SequenceEqual(ContentFor(kernels)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps an answer, if that is possible.</summary>
    public void Keep(TorchKernels kernels)
    {
        try
        {
            Directory.CreateDirectory(folder);
            AtomicFile.Write(FileName, stream => stream.Write(ContentFor(kernels)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The next process checks again.
        }
    }

    private byte[] ContentFor(TorchKernels kernels) => Encoding.UTF8.GetBytes($"{machine}\nkernels: {kernels.Name}\n");
}
