using Microsoft.ML.OnnxRuntime;

namespace Akida.Quantization.FloatInference;

/// <summary>
/// The only place that starts ONNX Runtime, with its telemetry off: since 1.31 it would keep a device id and a database of events in the
/// user's cache folder and send them home. Whoever has set <c>ORT_DISABLE_TELEMETRY</c> to <c>0</c> gets it as its makers ship it.
/// </summary>
public static class OnnxSession
{
    /// <summary>
    /// The variable that switches telemetry off. Only the process's own environment is early enough: the library's function comes after its
    /// start.
    /// </summary>
    public const string TelemetryVariable = "ORT_DISABLE_TELEMETRY";

    private const string TelemetryWanted = "0";

    // The runtime starts with the first object of it, and reads the variable only then.
    static OnnxSession()
    {
        if (Environment.GetEnvironmentVariable(TelemetryVariable) != TelemetryWanted)
        {
            NativeEnvironment.Set(TelemetryVariable, "1");
        }
    }

    /// <summary>Loads a model.</summary>
    /// <param name="file">The bytes of an ONNX file.</param>
    /// <param name="configure">Sets what is to be other than usual; only errors are logged unless it says so.</param>
    /// <exception cref="OnnxRuntimeException">The bytes are no model that the runtime knows.</exception>
    public static InferenceSession Open(byte[] file, Action<SessionOptions>? configure = null)
    {
#pragma warning disable RS0030 // Here, and only here.
        using SessionOptions options = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        configure?.Invoke(options);
        return new InferenceSession(file, options);
#pragma warning restore RS0030
    }
}
