using Akida.Dsl.Generators.Stages;
using Akida.Kernels;

namespace Akida.Dsl.Generators.Emitting;

/// <summary>Emits a kernel of any kind: a method with its sizes built in.</summary>
internal static class KernelEmitter
{
    public static void Emit(CodeWriter code, KernelSizePlan kernel)
    {
        if (kernel.Kind == EmittedKind.Depthwise)
        {
            DepthwiseEmitter.Emit(code, kernel);
        }
        else
        {
            GemmEmitter.Emit(code, kernel);
        }
    }

    /// <summary>How many of some filters or channels a block that begins at a variable has.</summary>
    internal static string Count(string first, int block, int all)
    {
        int last = all % block;
        return last == 0 ? $"{block}" : $"{first} + {block} <= {all} ? {block} : {last}";
    }
}
