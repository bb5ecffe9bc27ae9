using System.Runtime.Intrinsics.X86;

namespace Akida.Simulator.Kernels.X86;

/// <summary>256-bit integer vectors.</summary>
internal sealed class Avx2Kernels : KernelSet
{
    public override string Name => "avx2";

    public override bool IsSupported => Avx2.IsSupported;

    internal override void Gemm(in GemmArguments arguments) => Gemm256<Avx2PairProduct>.Run(arguments);

    internal override void Specialized(Specialized.SpecializedKernels emitted, int kernel, in GemmArguments arguments) =>
        emitted.Run<Avx2PairProduct>(kernel, new Specialized.GemmView(arguments));

    internal override void GemmBytes(in GemmArguments arguments) => Avx2ByteGemm.Run(arguments);

    internal override bool PrefersBytes(int exactGroups, long inputBound) => exactGroups >= Avx2ByteGemm.FewestExactGroups;

    internal override void Depthwise(in DepthwiseArguments arguments) => Depthwise256<Avx2PairProduct>.Run(arguments);

    internal override void Elementwise(in ElementwiseArguments arguments) => Elementwise256.Run(arguments);
}
