using System.Text;

namespace Akida.Graph.Building;

/// <summary>How names are formed.</summary>
public static class Names
{
    /// <summary>
    /// Snake case as Keras makes it of class names and we make it of members: <c>Conv2DTranspose</c> → <c>conv2d_transpose</c>,
    /// <c>Separable4</c> → <c>separable_4</c> (a number after a word is set apart when <paramref name="separateNumbers"/>).
    /// </summary>
    public static string ToSnakeCase(string name, bool separateNumbers = false)
    {
        StringBuilder snake = new();
        for (int i = 0; i < name.Length; i++)
        {
            char c = name[i];
            bool first = i == 0 || name[i - 1] == '_';
            bool word = char.IsUpper(c) && !first && (char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            bool number = separateNumbers && char.IsDigit(c) && !first && char.IsLetter(name[i - 1]);
            if (word || number)
            {
                snake.Append('_');
            }

            snake.Append(char.ToLowerInvariant(c));
        }

        return snake.ToString();
    }
}
