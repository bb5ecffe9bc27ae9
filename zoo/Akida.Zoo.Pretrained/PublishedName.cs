using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Akida.Graph;
using Akida.Graph.Catalogue;

namespace Akida.Zoo.Pretrained;

/// <summary>
/// The names under which trained models are published: the model, what tells its sizes apart, and the bits if it is quantised.
/// </summary>
internal static partial class PublishedName
{
    /// <summary>
    /// The name without bits and extension: <c>akidanet_imagenet_160_alpha_0.5</c> (for Akida 1.0 the width is in percent), otherwise the
    /// model's name.
    /// </summary>
    public static string Stem(IAkidaModel model, AkidaVersion version) =>
        model switch
        {
            AkidaNetImageNet net => Sized(NameOf(net), net.ImageSize, net.Alpha, version),
            MobileNetImageNet net => Sized(NameOf(net), net.ImageSize, net.Alpha, version),
            _ => NameOf(model),
        };

    /// <summary>
    /// What stands behind the stem in a name, <c>i8_w4_a4</c>, or <c>float</c> if nothing; null if the name is of another stem or version.
    /// </summary>
    public static string? BitsOf(string name, string stem, AkidaVersion version)
    {
        if (!name.StartsWith(stem, StringComparison.Ordinal))
        {
            return null;
        }

        string rest = name[stem.Length..];
        Match bits = (version == AkidaVersion.V1 ? BitsOfVersion1() : BitsOfVersion2()).Match(rest);
        return rest == ".h5" ? "float"
            : bits.Success ? bits.Groups["bits"].Value
            : null;
    }

    private static string Sized(string name, int imageSize, double alpha, AkidaVersion version) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}_{imageSize}_alpha_{(version == AkidaVersion.V1 ? alpha * 100 : alpha)}");

    private static string NameOf(IAkidaModel model) =>
        model.GetType().GetCustomAttribute<AkidaModelAttribute>()?.Name
        ?? throw new GraphException($"{model.GetType().Name} is not a model of the DSL");

    // Files for Akida 1.0 are of both the old tool, whose bits have a q, and the new one.
    [GeneratedRegex(@"^_(?<bits>i(q?)\d_w\1\d_a\1\d(_laq\d)?)\.h5$")]
    private static partial Regex BitsOfVersion1();

    // Temporal models are published as they run, frame by frame.
    [GeneratedRegex(@"^(_buffer)?_(?<bits>i\d_w\d_a\d)\.h5$")]
    private static partial Regex BitsOfVersion2();
}
