namespace Akida.Formats;

/// <summary>
/// A file that cannot be read or written: missing, damaged, foreign or of contents that cannot be. The message is one line that names the
/// file and the place.
/// </summary>
public sealed class ModelFileException : IOException
{
    /// <summary>An error about a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="message">What is wrong, and where in the file.</param>
    /// <param name="innerException">What was caught, if anything.</param>
    public ModelFileException(string path, string message, Exception? innerException = null)
        : base($"{path}: {OneLine(message)}", innerException) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Runs <paramref name="read"/>, whose every failure becomes an error about <paramref name="path"/>.</summary>
    internal static T Wrap<T>(string path, string kind, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ModelFileException)
        {
            throw;
        }
        catch (FileNotFoundException error)
        {
            throw new ModelFileException(path, "no such file", error);
        }
        catch (DirectoryNotFoundException error)
        {
            throw new ModelFileException(path, "no such file", error);
        }
        catch (Exception error) when (error is GraphException or FormatException)
        {
            throw new ModelFileException(path, error.Message, error);
        }
        catch (Exception error)
        {
            throw new ModelFileException(path, $"is not a readable {kind} file: {error.Message}", error);
        }
    }

    /// <summary>
    /// Runs <paramref name="make"/>, whose objections to what shall be written become errors about <paramref name="path"/>.
    /// </summary>
    internal static T WrapContents<T>(string path, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception error) when (error is GraphException or FormatException)
        {
            throw new ModelFileException(path, "cannot be written: " + error.Message, error);
        }
    }

    private static string OneLine(string message) => string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
