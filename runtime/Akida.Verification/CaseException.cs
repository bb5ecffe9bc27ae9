namespace Akida.Verification;

/// <summary>
/// A case that cannot be compared: it is not there, or lacks what a case has. The message is one line that names the folder or the file.
/// </summary>
/// <param name="message">What is wrong.</param>
public sealed class CaseException(string message) : Exception(message);
