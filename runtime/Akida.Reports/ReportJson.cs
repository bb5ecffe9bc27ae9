using System.Text.Json;
using System.Text.Json.Serialization;

namespace Akida.Reports;

/// <summary>How reports are written for programs: indented JSON with names like <c>multiply_adds</c>, without what is not known.</summary>
internal static class ReportJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>A report as JSON.</summary>
    public static string Of<T>(T report) => JsonSerializer.Serialize(report, Options);
}
