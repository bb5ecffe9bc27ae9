namespace Akida.Inference;

/// <summary>
/// Samples that are not there, or that a model cannot take. The message is one line that names them, what was found and what is allowed.
/// </summary>
/// <param name="message">What is wrong.</param>
public sealed class SampleException(string message) : Exception(message);
