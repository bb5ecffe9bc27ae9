namespace Akida.Reports.Checks;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>The tools refuse the model, or the named device cannot run it.</summary>
    Error,

    /// <summary>A device that was not named could not run it, or it computes something else than the float model.</summary>
    Warning,
}
