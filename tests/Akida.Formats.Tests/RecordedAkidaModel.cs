using Akida.Graph;
using Akida.Verification;

namespace Akida.Formats.Tests;

/// <summary>The converted models that were recorded from the Python tools (<c>akida.json</c> and <c>akida.npz</c> of a case).</summary>
internal static class RecordedAkidaModel
{
    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, "akida.json"));

    public static AkidaModel Read(string folder)
    {
        RecordedCase recorded = RecordedCase.Read(folder);
        return new AkidaModel(Path.GetFileName(folder), recorded.Version!.Value, [.. recorded.AkidaLayers!]);
    }
}
