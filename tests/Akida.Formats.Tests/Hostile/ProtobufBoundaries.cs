using Google.Protobuf;

namespace Akida.Formats.Tests.Hostile;

/// <summary>
/// Where the fields of a protobuf message begin and end, and those of the messages within as far as bytes can be read as such.
/// </summary>
internal static class ProtobufBoundaries
{
    private const int DeepestNesting = 4;

    public static IEnumerable<long> Of(byte[] message)
    {
        HashSet<long> found = [];
        AddMessage(message, 0, found, DeepestNesting);
        return found;
    }

    /// <summary>Adds the fields of bytes, unless they are no message but, for example, a text.</summary>
    private static void AddMessage(byte[] message, long start, HashSet<long> found, int depth)
    {
        List<(long Start, byte[] Contents)> inner = [];
        HashSet<long> own = [start, start + message.Length];
        try
        {
            CodedInputStream reader = new(message);
            for (uint tag; (tag = reader.ReadTag()) != 0; )
            {
                own.Add(start + reader.Position);
                if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
                {
                    byte[] contents = reader.ReadBytes().ToByteArray();
                    inner.Add((start + reader.Position - contents.Length, contents));
                    own.Add(start + reader.Position - contents.Length);
                }
                else
                {
                    reader.SkipLastField();
                }

                own.Add(start + reader.Position);
            }
        }
        catch (InvalidProtocolBufferException)
        {
            return;
        }

        found.UnionWith(own);
        foreach ((long at, byte[] contents) in inner.Where(_ => depth > 0))
        {
            AddMessage(contents, at, found, depth - 1);
        }
    }
}
