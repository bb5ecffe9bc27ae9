using Akida.Testing.Snapshots;

namespace Akida.Dsl.Generators.Tests;

/// <summary>The emitted code, one small input each.</summary>
public class GeneratorSnapshotTests
{
    [Fact]
    public void A_model_with_options_and_branches() =>
        Snapshot.Verify(
            TestCompilation.Generate(
                """
                using Akida;

                namespace Sample;

                /// <summary>Two branches, joined.</summary>
                [AkidaModel("branches")]
                [Input("Size", "Size", 3), Rescaling(1 / 128.0, -1)]
                [BlockDefaults(Padding = Padding.Same, BatchNorm = true, UseBias = false, ReluV1 = "ReLU6", ReluV2 = "ReLU3.75")]
                public sealed partial class Branches
                {
                    [Option("-s", "--size", Default = 32, Choices = [32, 64], Help = "height and width of the input")]
                    public partial int Size { get; init; }

                    [Option("-a", "--alpha", Default = 0.5, Help = "width multiplier")]
                    public partial double Alpha { get; init; }

                    [ConvBlock("32 * Alpha", 3, Strides = 2)] public partial Layer Conv0 { get; }
                    [SeparableConvBlock(16, 3)] public partial Layer Left { get; }
                    [ConvBlock(16, 1, From = nameof(Conv0))] public partial Layer Right { get; }
                    [Add(nameof(Left), nameof(Right))] public partial Layer Sum { get; }
                    [GlobalAveragePooling2D] public partial Layer Pool { get; }
                    [DenseBlock(10, BatchNorm = false, Relu = null)] public partial Layer Classifier { get; }
                }
                """
            ),
            "cs"
        );

    [Fact]
    public void A_model_with_mistakes_still_compiles() =>
        Snapshot.Verify(
            TestCompilation.Generate(
                """
                using Akida;

                [AkidaModel("wrong"), Input(8, 8, 1)]
                internal sealed partial class Wrong
                {
                    [ConvBlock(8, 9)] public partial Layer Conv { get; }
                }
                """
            ),
            "cs"
        );
}
