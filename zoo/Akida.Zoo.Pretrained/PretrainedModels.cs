using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Catalogue;

namespace Akida.Zoo.Pretrained;

/// <summary>Trained models in code.</summary>
/// <example><code>
/// Model net = new AkidaNetImageNet { ImageSize = 160, Alpha = 0.5 }.Pretrained(bits: "i8_w4_a4");
/// </code></example>
public static class PretrainedModels
{
    /// <summary>This model with trained weights, quantised or not as it was published.</summary>
    /// <param name="model">The model with its options.</param>
    /// <param name="version">The Akida version; that of <see cref="AkidaTarget"/> if not given.</param>
    /// <param name="bits">Which file to take where the model is published more than once: <c>i8_w4_a4</c>, or <c>float</c>.</param>
    /// <param name="mirror">Where models are published; what <see cref="Mirror.Variable"/> names if not given.</param>
    /// <exception cref="PretrainedException">It is not to be had; the message says what to do.</exception>
    /// <exception cref="ModelFileException">The file is not a model that can be read.</exception>
    public static Model Pretrained(this IAkidaModel model, AkidaVersion? version = null, string? bits = null, Mirror? mirror = null) =>
        KerasFile.Read(new PretrainedStore(mirror).Fetch(model, version, bits));
}
