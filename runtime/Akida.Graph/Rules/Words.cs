using System.Globalization;
using Akida.Graph.Operations;

namespace Akida.Graph.Rules;

/// <summary>Lists and numbers in messages and fixes.</summary>
internal static class Words
{
    /// <summary>For example <c>1, 2 or 4</c>.</summary>
    public static string Or<T>(IReadOnlyList<T> values) =>
        values.Count == 1 ? $"{values[0]}" : $"{string.Join(", ", values.Take(values.Count - 1))} or {values[values.Count - 1]}";

    /// <summary>What a layer is called in a float model: only quantised ones are called by their padding.</summary>
    public static string Kind(Operation operation) => operation is Conv2D ? nameof(Conv2D) : operation.ClassName;

    /// <summary>A number as it is written in the DSL.</summary>
    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number with separators, as in <c>57,334</c>.</summary>
    public static string Grouped(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>The allowed value next to a wrong one; the larger of two that are as near.</summary>
    public static int Nearest(IEnumerable<int> allowed, int value) =>
        allowed.OrderBy(candidate => Math.Abs(candidate - value)).ThenByDescending(candidate => candidate).First();
}
