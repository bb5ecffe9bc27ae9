namespace Akida.Zoo.Pretrained;

/// <summary>A trained model that is not to be had. The message is one line that says what to do.</summary>
public sealed class PretrainedException(string message, Exception? innerException = null) : IOException(message, innerException);
