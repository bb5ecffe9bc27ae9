namespace Akida.Repository.Tests;

/// <summary>How wide sources are: what does not fit beside another window is not read.</summary>
public class LineLengthTests
{
    private const int Columns = 140;

    [Fact]
    public void No_line_of_a_source_is_longer_than_140_columns()
    {
        List<string> tooLong = [];
        foreach (string path in SourceFiles.Of(".cs"))
        {
            string[] lines = SourceFiles.Lines(path);
            for (int i = 0; i < lines.Length; i++)
            {
                if (lines[i].Length > Columns)
                {
                    tooLong.Add($"{path}:{i + 1} has {lines[i].Length} columns");
                }
            }
        }

        Assert.True(
            tooLong.Count == 0,
            $"must have at most {Columns} columns ('./akida format' wraps code):\n{string.Join('\n', tooLong)}"
        );
    }
}
