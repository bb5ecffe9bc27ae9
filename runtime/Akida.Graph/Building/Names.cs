using System.Globalization;
using System.Text;

namespace Akida.Graph.Building;

/// <summary>How names are formed.</summary>
public static class Names
{
    private const string FixedPoint = "F";

    /// <summary>
    /// A value in a format of .NET, but numbers rounded as Python does, which of two equally near ones takes the even: <c>0.125</c> in
    /// <c>F2</c> is <c>0.12</c>.
    /// </summary>
    public static string Format(IFormattable value, string format)
    {
        if (
            value is double number
            && format.StartsWith(FixedPoint, StringComparison.Ordinal)
            && int.TryParse(format.Substring(FixedPoint.Length), out int decimals)
            && IsTie(number, decimals)
        )
        {
            value = decimal.Round((decimal)number, decimals, MidpointRounding.ToEven);
        }

        return value.ToString(format, CultureInfo.InvariantCulture);
    }

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

    /// <summary>
    /// Whether a number lies in the middle between two of so many decimals: only if it is a small multiple of a power of a half.
    /// </summary>
    private static bool IsTie(double number, int decimals)
    {
        const double largest = 1e9;
        double halves = number * Math.Pow(2, decimals + 1);
        return Math.Abs(number) < largest && halves == Math.Floor(halves);
    }
}
