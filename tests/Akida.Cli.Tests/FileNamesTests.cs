using Akida.Graph;

namespace Akida.Cli.Tests;

/// <summary>The names of files, as in the guide.</summary>
public class FileNamesTests
{
    [Theory]
    [InlineData("ds_cnn_kws.h5", "ds_cnn_kws_i8_w4_a4.h5")]
    [InlineData("ds_cnn_kws_i8_w8_a8.h5", "ds_cnn_kws_i8_w4_a4.h5")]
    [InlineData("a/net_i8_w8_a8_train.h5", "a/net_i8_w4_a4.h5")]
    [InlineData("akidanet_imagenet_160_alpha_0.5.h5", "akidanet_imagenet_160_alpha_0.5_i8_w4_a4.h5")]
    [InlineData("net.ONNX", "net_i8_w4_a4.h5")]
    public void Names_of_quantised_models(string model, string expected) =>
        Assert.Equal(expected, FileNames.Quantized(model, new BitWidths(8, 4, 4)));

    [Fact]
    public void Names_of_other_files()
    {
        Assert.Equal("ds_cnn_kws.h5", FileNames.Created("ds_cnn_kws"));
        Assert.Equal("ds_cnn_kws.h5", FileNames.Created("ds_cnn_kws.h5"));
        Assert.Equal("net_mine.h5", FileNames.QuantizedWith("net.h5", "settings/mine.json"));
        Assert.Equal("other.h5", FileNames.QuantizedAs("other.onnx"));
        Assert.Equal("net_quant_config.json", FileNames.Configuration("net.h5"));
        Assert.Equal("net_64_96.h5", FileNames.Reshaped("net.h5", 64, 96));
        Assert.Equal("net_unfused.h5", FileNames.Unfused("net.h5"));
        Assert.Equal("a.b/net.onnx", FileNames.Exported("a.b/net.h5", null));
        Assert.Equal("other.onnx", FileNames.Exported("net.h5", "other"));
        Assert.Equal("other.onnx", FileNames.Exported("net.h5", "other.onnx"));
        Assert.Equal("a.b/net.npz", FileNames.Weights("a.b/net.h5"));
    }
}
