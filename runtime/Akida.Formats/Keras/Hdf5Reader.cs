using PureHDF;

namespace Akida.Formats.Keras;

/// <summary>Reads texts and floats by path from an HDF5 file that may be hostile.</summary>
internal sealed class Hdf5Reader : IDisposable
{
    private readonly long length;
    private readonly IH5Group root;
    private readonly IDisposable file;

    /// <summary>Opens a file.</summary>
    public Hdf5Reader(string path)
    {
        GuardedStream stream = new(path);
        length = stream.Length;
        var opened = H5File.Open(stream);
        root = opened;
        file = opened;
    }

    /// <summary>An attribute that is a text.</summary>
    public string Text(string group, string name) => Attribute(group, name, scalar: true).Read<string>();

    /// <summary>An attribute that is a list of texts.</summary>
    public IReadOnlyList<string> Texts(string group, string name)
    {
        IH5Attribute attribute = Attribute(group, name, scalar: false);

        // Keras writes an empty list as floats.
        return attribute.Space.Dimensions.Contains(0UL) ? [] : attribute.Read<string[]>();
    }

    /// <summary>A dataset of floats that has the given shape.</summary>
    public Tensor Floats(string path, TensorShape shape)
    {
        if (root.LinkExists(path) is false || root.Get(path) is not IH5Dataset dataset)
        {
            throw new GraphException($"'{path}' is missing or no dataset");
        }

        if (!dataset.Space.Dimensions.SequenceEqual(shape.Dimensions.Select(size => (ulong)size)))
        {
            throw new GraphException($"'{path}' has shape {string.Join('×', dataset.Space.Dimensions)}, must be {shape}");
        }

        if (dataset.Type is not { Class: H5DataTypeClass.FloatingPoint, Size: sizeof(float) })
        {
            throw new GraphException($"'{path}' is of type {dataset.Type.Class} and {dataset.Type.Size} bytes, must be 32-bit floats");
        }

        if (shape.Elements * sizeof(float) > length)
        {
            throw new GraphException($"'{path}' has {shape.Elements} values, more than the file can hold");
        }

        return new Tensor(shape, shape.Rank == 0 ? [dataset.Read<float>()] : dataset.Read<float[]>());
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private IH5Attribute Attribute(string group, string name, bool scalar)
    {
        IH5Object holder = group == "/" ? root : root.LinkExists(group) ? root.Get(group) : throw new GraphException($"group '{group}' is missing");
        if (!holder.AttributeExists(name))
        {
            throw new GraphException($"attribute '{name}' of '{group}' is missing");
        }

        IH5Attribute attribute = holder.Attribute(name);
        ulong[] dimensions = attribute.Space.Dimensions;
        bool isText = attribute.Type.Class is H5DataTypeClass.String or H5DataTypeClass.VariableLength || dimensions.Contains(0UL);
        if (!isText || dimensions.Length != (scalar ? 0 : 1))
        {
            throw new GraphException($"attribute '{name}' of '{group}' must be {(scalar ? "a text" : "a list of texts")}");
        }

        return dimensions.All(size => size <= (ulong)length) ? attribute : throw new GraphException($"attribute '{name}' of '{group}' is larger than the file");
    }
}
