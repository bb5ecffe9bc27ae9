namespace Akida.Zoo.Pipelines.Data;

/// <summary>A data set that is missing, damaged or cannot be fetched. The message is one line that says what to do.</summary>
public sealed class DatasetException(string message, Exception? innerException = null) : IOException(message, innerException);
