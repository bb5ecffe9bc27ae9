namespace Akida;

/// <summary>How devices are written, and which version each is of: the one place where that is said.</summary>
public static class AkidaDevices
{
    /// <summary>All devices.</summary>
    public static IReadOnlyList<AkidaDevice> All { get; } = [AkidaDevice.Akd1000, AkidaDevice.Akida2Ip];

    /// <summary>The word for a device in options and reports: <c>akd1000</c>, <c>akida2_ip</c>.</summary>
    public static string Word(this AkidaDevice device) => device == AkidaDevice.Akd1000 ? "akd1000" : "akida2_ip";

    /// <summary>The version that a device is of.</summary>
    public static AkidaVersion Version(this AkidaDevice device) => device == AkidaDevice.Akd1000 ? AkidaVersion.V1 : AkidaVersion.V2;
}
