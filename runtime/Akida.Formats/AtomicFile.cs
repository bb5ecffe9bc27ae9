namespace Akida.Formats;

/// <summary>Writes files whole or not at all.</summary>
public static class AtomicFile
{
    /// <summary>
    /// Has <paramref name="write"/> fill a temporary file beside <paramref name="path"/> and moves it there; after a failure the target is
    /// as before and no temporary file is left.
    /// </summary>
    /// <exception cref="ModelFileException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.ReadWrite))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (FormatException error)
        {
            throw new ModelFileException(path, error.Message, error);
        }
        catch (Exception error) when (error is IOException and not ModelFileException or UnauthorizedAccessException)
        {
            throw new ModelFileException(
                path,
                $"cannot be written: {error.Message.Replace(temporary, path, StringComparison.Ordinal)}",
                error
            );
        }
        finally
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }
}
