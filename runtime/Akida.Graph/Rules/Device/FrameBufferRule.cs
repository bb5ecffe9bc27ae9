using Akida.Graph.Mapping;
using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Device;

/// <summary>The frames that a temporal convolution keeps.</summary>
public sealed class FrameBufferRule()
    : DeviceRule("AKD3011", "frame-buffer", "A temporal convolution must look at 2 to 10 frames", AkidaVersion.V2)
{
    private protected override Finding? Check(RuleContext context, AkidaBlock block, DeviceLimits limits)
    {
        int? frames = block.Main.Operation switch
        {
            BufferTempConv convolution => convolution.KernelSize,
            DepthwiseBufferTempConv convolution => convolution.KernelSize,
            _ => null,
        };
        return frames is not { } found || limits.Frames is not { } range || range.Contains(found)
            ? null
            : Find(
                context,
                block.Main,
                "kernel_size",
                $"it looks at {found} frames",
                $"{Hardware(context)} keeps {range}",
                "look at fewer frames, in several layers"
            );
    }
}
