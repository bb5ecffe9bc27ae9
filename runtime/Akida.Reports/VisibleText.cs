using System.Globalization;

namespace Akida.Reports;

/// <summary>Text of files from outside, such as the names of layers, without what would command a terminal or hide in a page.</summary>
public static class VisibleText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text with control and formatting characters replaced.</summary>
    public static string Of(string text) =>
        string.Concat(
            text.Select(letter =>
                char.GetUnicodeCategory(letter) switch
                {
                    UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator => Replacement,
                    UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned => Replacement,
                    _ => letter,
                }
            )
        );

    /// <summary>The same with the middle left out where it is longer than <paramref name="maximumLength"/>.</summary>
    public static string Of(string text, int maximumLength)
    {
        int half = (maximumLength - 1) / 2;
        string visible = Of(text);
        return visible.Length <= maximumLength ? visible : $"{visible[..half]}…{visible[^half..]}";
    }
}
