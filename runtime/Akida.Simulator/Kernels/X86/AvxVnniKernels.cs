using System.Runtime.Intrinsics.X86;

namespace Akida.Simulator.Kernels.X86;

/// <summary>256-bit integer vectors with the dot product instructions of AVX-VNNI.</summary>
internal sealed class AvxVnniKernels : KernelSet
{
    public override string Name => "avxvnni";

    public override bool IsSupported => Avx2.IsSupported && AvxVnni.IsSupported;

    internal override void Gemm(in GemmArguments arguments) => Gemm256<AvxVnniPairProduct>.Run(arguments);

    internal override void Specialized(Specialized.SpecializedKernels emitted, int kernel, in GemmArguments arguments) =>
        emitted.Run<AvxVnniPairProduct>(kernel, new Specialized.GemmView(arguments));

    internal override void GemmBytes(in GemmArguments arguments) => AvxVnniByteGemm.Run(arguments);

    internal override bool PrefersBytes(int exactGroups, long inputBound) => true;

    internal override void Depthwise(in DepthwiseArguments arguments) => Depthwise256<AvxVnniPairProduct>.Run(arguments);

    internal override void Elementwise(in ElementwiseArguments arguments) => Elementwise256.Run(arguments);
}
