using System.Security.Cryptography;
using System.Text;
using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Catalogue;
using Akida.Graph.Operations;

namespace Akida.Zoo.Pretrained;

/// <summary>
/// Trained models from a mirror, kept in the cache. Files are used only while their SHA-256 is that of the mirror's manifest.
/// </summary>
/// <param name="mirror">The mirror; that of <see cref="Mirror.Variable"/> if not given.</param>
public sealed class PretrainedStore(Mirror? mirror = null)
{
    private const long MaximumManifestLength = 1 << 20;
    private const long MaximumModelLength = 1L << 30;

    private readonly Mirror mirror = mirror ?? Mirror.Default;

    /// <summary>Fetches the trained form of a model unless it is in the cache, and checks that it is of that model.</summary>
    /// <param name="model">The model with its options.</param>
    /// <param name="version">The Akida version; that of <see cref="AkidaTarget"/> if not given.</param>
    /// <param name="bits">Which file to take where the model is published more than once: <c>i8_w4_a4</c>, or <c>float</c>.</param>
    /// <returns>The path in the cache.</returns>
    /// <exception cref="PretrainedException">There is no such file, or several that fit; it cannot be had, has another digest, or is of
    /// another model.</exception>
    /// <exception cref="ModelFileException">The file is not a model that can be read.</exception>
    public string Fetch(IAkidaModel model, AkidaVersion? version = null, string? bits = null)
    {
        AkidaVersion target = version ?? AkidaTarget.Current;
        Manifest manifest = ReadManifest();
        string name = Choose(manifest, PublishedName.Stem(model, target), target, bits);
        string path = Path.Combine(Folder, name);
        if (!File.Exists(path) || Digest(File.ReadAllBytes(path)) != manifest[name])
        {
            Keep(name, manifest[name], path);
        }

        RequireSameModel(model.Build(target), KerasFile.Read(path).Graph, path);
        return path;
    }

    // What one mirror published is not taken for what another one did.
    private string Folder => Path.Combine(CacheFolder.For("pretrained"), Digest(Encoding.UTF8.GetBytes(mirror.Address))[..16]);

    /// <summary>The mirror's manifest, or the one that was kept where the mirror cannot be reached.</summary>
    private Manifest ReadManifest()
    {
        string kept = Path.Combine(Folder, Manifest.FileName);
        try
        {
            byte[] content = mirror.Read(Manifest.FileName, MaximumManifestLength);
            Manifest manifest = new(Encoding.UTF8.GetString(content), $"{Manifest.FileName} of {mirror.Address}");
            Directory.CreateDirectory(Folder);
            AtomicFile.Write(kept, stream => stream.Write(content));
            return manifest;
        }
        catch (PretrainedException error) when (error.InnerException is not null && File.Exists(kept))
        {
            return new Manifest(File.ReadAllText(kept), kept);
        }
    }

    private string Choose(Manifest manifest, string stem, AkidaVersion version, string? bits)
    {
        (string Name, string? Bits)[] published =
        [
            .. manifest.Names.Select(name => (name, PublishedName.BitsOf(name, stem, version))).Where(item => item.Item2 is not null),
        ];
        (string Name, string? Bits)[] wanted = bits is null ? published : [.. published.Where(item => item.Bits == bits)];
        string found = string.Join(", ", published.Select(item => item.Bits));
        return wanted switch
        {
            [(string name, _)] => name,
            [] when published.Length > 0 => throw new PretrainedException(
                $"{mirror.Address} has no {stem} with the bits {bits}, it has {found}"
            ),
            [] => throw new PretrainedException(
                $"{mirror.Address} has no trained {stem} for {version.Name()}: its {Manifest.FileName} names no {stem}.h5 and no such "
                    + "file with bits"
            ),
            _ => throw new PretrainedException($"{mirror.Address} has {stem} more than once, choose the bits: {found}"),
        };
    }

    private void Keep(string name, string digest, string path)
    {
        byte[] content = mirror.Read(name, MaximumModelLength);
        string found = Digest(content);
        if (found != digest)
        {
            throw new PretrainedException($"{name} of {mirror.Address} has the SHA-256 {found}, must have {digest}");
        }

        AtomicFile.Write(path, stream => stream.Write(content));
    }

    // Quantising keeps the layers with kernels, and may add some.
    private static void RequireSameModel(ModelGraph expected, ModelGraph found, string path)
    {
        if (found.Layers.FirstOrDefault(node => node.Operation is UnsupportedOperation) is { } foreign)
        {
            throw new PretrainedException(
                $"{path}: layer '{foreign.Name}' is of the class {foreign.Operation.ClassName}, which is not supported"
            );
        }

        string[] missing =
        [
            .. Weighted(expected).Except(Weighted(found)),
            .. found.IsQuantized ? [] : Weighted(found).Except(Weighted(expected)),
        ];
        if (missing.Length > 0)
        {
            throw new PretrainedException(
                $"{path} is of another model than {expected.Name}: only one of them has the layer '{missing[0]}'"
            );
        }

        (int expectedOutputs, int foundOutputs) = (Outputs(expected), Outputs(found));
        if (expectedOutputs != foundOutputs)
        {
            throw new PretrainedException($"{path} has {foundOutputs} outputs, {expected.Name} with these options has {expectedOutputs}");
        }
    }

    private static IEnumerable<string> Weighted(ModelGraph graph) =>
        graph.Layers.Where(node => node.Operation is WeightedOperation or PleiadesConv3D).Select(node => node.Name);

    private static int Outputs(ModelGraph graph) => new GraphIndex(graph).Shape(graph.Outputs[0]).Channels;

    private static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
