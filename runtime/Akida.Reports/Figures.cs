using System.Globalization;

namespace Akida.Reports;

/// <summary>How reports write figures; nothing where one is not known.</summary>
internal static class Figures
{
    /// <summary>For example <c>28×28×1</c>.</summary>
    public static string Shape(IReadOnlyList<int>? shape) => shape is null ? "" : string.Join('×', shape);

    /// <summary>For example <c>1,234</c>.</summary>
    public static string Number(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? "";

    /// <summary>For example <c>12.5 %</c>.</summary>
    public static string Share(double? share) =>
        share is null ? "" : (share.Value * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
