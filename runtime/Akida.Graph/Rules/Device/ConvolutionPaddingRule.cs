using Akida.Graph.Mapping;
using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Device;

/// <summary>The paddings that the hardware has.</summary>
public sealed class ConvolutionPaddingRule()
    : DeviceRule("AKD3004", "convolution-padding", "A convolution must be padded as the hardware does")
{
    private protected override Finding? Check(RuleContext context, AkidaBlock block, DeviceLimits limits) =>
        block.Main.Operation is not Convolution2D { Padding: var padding } convolution
        || convolution.KernelSize == Size2D.One
        || limits.Paddings.Contains(padding)
            ? null
            : Find(
                context,
                block.Main,
                "padding",
                "padding is 'valid'",
                $"{Hardware(context)} has 'same' only for {Words.Kind(convolution)} behind the input convolution",
                "use 'same'",
                fix: new FindingFix("padding", "Padding.Same")
            );
}
