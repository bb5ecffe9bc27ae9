namespace Akida.Quantization.Quantizing;

/// <summary>How far calibration is.</summary>
/// <param name="Batches">The batches that have run, of all epochs.</param>
/// <param name="Total">How many there are.</param>
public readonly record struct CalibrationProgress(int Batches, int Total);
