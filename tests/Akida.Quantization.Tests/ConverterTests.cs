using Akida.Graph;
using Akida.Quantization.Conversion;
using Akida.Verification;

namespace Akida.Quantization.Tests;

/// <summary>The converted layers of every case are those that the open converter recorded, or are refused as it refused them.</summary>
public class ConverterTests
{
    // act_step and scales are floats, whose last place depends on the order of operations.
    private const float LastPlace = 1.2e-7f;

    public static TheoryData<string> Cases => InferenceCase.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Layers_parameters_and_variables_are_those_of_the_case(string name)
    {
        InferenceCase data = InferenceCase.Load(name);
        RecordedCase recorded = data.Recorded;
        AkidaVersion version = recorded.Version!.Value;
        if (recorded.Conversion is { } verdict and not "ok")
        {
            GraphException refusal = Assert.Throws<GraphException>(() => Converter.Convert(data.Model, version));
            Assert.Contains(RuleFor(verdict), refusal.Message, StringComparison.Ordinal);
            return;
        }

        AkidaModel model = Converter.Convert(data.Model, version);

        Assert.NotNull(recorded.AkidaLayers);
        Assert.Null(ConversionComparison.Difference(model, recorded.AkidaLayers, LastPlace));
    }

    private static string RuleFor(string refusal) =>
        refusal switch
        {
            _ when refusal.Contains("spatial size", StringComparison.Ordinal) => "gap-area",
            _ when refusal.Contains("padding value", StringComparison.Ordinal) => "padding-value",
            _ when refusal.Contains("must have the same padding", StringComparison.Ordinal) => "pool-padding",
            _ => refusal,
        };
}
