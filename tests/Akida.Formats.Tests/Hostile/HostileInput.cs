namespace Akida.Formats.Tests.Hostile;

/// <summary>A damaged file and what must be said of it.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="Message">How the error goes on after the file's name, or begins to.</param>
public sealed record HostileInput(byte[] Bytes, string Message);
