namespace Akida.Zoo;

/// <summary>
/// A U-Net without shortcuts that cuts out portraits: AkidaNet down to 4×4, five transposed convolutions back up. For Akida 2.0.
/// </summary>
[AkidaModel("akida_unet_portrait128", KerasName = "akida_unet", Versions = [AkidaVersion.V2])]
[BlockDefaults(BatchNorm = true, Relu = "ReLU7.5", KernelInitializer = "HeNormal", KernelL2 = 4e-5)]
public sealed partial class AkidaUnetPortrait128
{
    [Backbone(typeof(AkidaNetImageNet), "ImageSize = 128, Alpha = 0.5",
        UpTo = nameof(AkidaNetImageNet.Separable13), Pooling = Pooling.None, Relu = "ReLU7.5", Fused = false)]
    public partial Layer Encoder { get; }

    [SepConvTransposeBlock(256, 3, Name = "sepconv_t_0")] public partial Layer Up0 { get; }
    [Dropout(0.5, Name = "dropout")]                      public partial Layer Dropout0 { get; }
    [SepConvTransposeBlock(128, 3, Name = "sepconv_t_1")] public partial Layer Up1 { get; }
    [Dropout(0.5)]                                        public partial Layer Dropout1 { get; }
    [SepConvTransposeBlock(64, 3, Name = "sepconv_t_2")]  public partial Layer Up2 { get; }
    [Dropout(0.5)]                                        public partial Layer Dropout2 { get; }
    [SepConvTransposeBlock(32, 3, Name = "sepconv_t_3")]  public partial Layer Up3 { get; }
    [Dropout(0.5)]                                        public partial Layer Dropout3 { get; }
    [SepConvTransposeBlock(16, 3, Name = "sepconv_t_4")]  public partial Layer Up4 { get; }
    [Dropout(0.5)]                                        public partial Layer Dropout4 { get; }
    [Conv2D(1, 1)]                                        public partial Layer Head { get; }
}
