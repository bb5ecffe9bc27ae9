using System.Text;

namespace Akida.Formats.Hdf5;

/// <summary>A group or a dataset.</summary>
/// <param name="Links">The addresses of a group's members by name.</param>
/// <param name="Attributes">The attributes.</param>
/// <param name="Messages">The messages of its header.</param>
internal sealed record Hdf5Object(
    IReadOnlyDictionary<string, ulong> Links,
    IReadOnlyDictionary<string, Hdf5Attribute> Attributes,
    IReadOnlyList<Hdf5Message> Messages
)
{
    /// <summary>Reads the object at an address.</summary>
    public static Hdf5Object Read(Hdf5Bytes bytes, ulong address)
    {
        IReadOnlyList<Hdf5Message> messages = Hdf5ObjectHeader.Read(bytes, address);
        Dictionary<string, Hdf5Attribute> attributes = [];
        foreach (Hdf5Message message in messages)
        {
            if (message.Type == Hdf5MessageType.Attribute)
            {
                Hdf5Attribute attribute = Hdf5Attribute.Read(message.Open());
                attributes[attribute.Name] = attribute;
            }
        }

        return new Hdf5Object(Hdf5Links.Read(bytes, messages), attributes, messages);
    }

    /// <summary>A message of the header, or null.</summary>
    public Hdf5Cursor? Message(Hdf5MessageType type)
    {
        foreach (Hdf5Message message in Messages)
        {
            if (message.Type == type)
            {
                return message.Open();
            }
        }

        return null;
    }
}

/// <summary>An attribute.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Space">Their sizes.</param>
/// <param name="Data">The values.</param>
internal sealed record Hdf5Attribute(string Name, Hdf5Type Type, Hdf5Space Space, ReadOnlyMemory<byte> Data)
{
    /// <summary>Reads an attribute message.</summary>
    public static Hdf5Attribute Read(Hdf5Cursor message)
    {
        byte version = message.Version(1, 2, 3);
        byte flags = message.U8();
        if (version > 1 && flags != 0)
        {
            throw new FormatException("has an attribute of a shared type, which is not supported");
        }

        ushort nameSize = message.U16(),
            typeSize = message.U16(),
            spaceSize = message.U16();
        message.Skip(version == 3 ? 1 : 0);
        bool padded = version == 1;
        string name = Encoding.UTF8.GetString(message.Take(nameSize, padded).Span).TrimEnd('\0');
        Hdf5Type type = Hdf5Type.Read(new Hdf5Cursor(message.Take(typeSize, padded), "attribute's type"));
        Hdf5Space space = Hdf5Space.Read(new Hdf5Cursor(message.Take(spaceSize, padded), "attribute's space"));
        return new Hdf5Attribute(name, type, space, message.Take(space.ByteCount(type)));
    }
}
