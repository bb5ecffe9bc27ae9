namespace Akida.Formats;

/// <summary>Reads streams whose length nobody vouches for.</summary>
public static class BoundedStream
{
    /// <summary>All bytes of a stream.</summary>
    /// <exception cref="InvalidDataException">There are more than <paramref name="maximum"/>.</exception>
    public static byte[] ReadAll(Stream stream, long maximum)
    {
        using MemoryStream content = new();
        byte[] buffer = new byte[1 << 16];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            if (content.Length + read > maximum)
            {
                throw new InvalidDataException($"is longer than {maximum} bytes");
            }

            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }
}
