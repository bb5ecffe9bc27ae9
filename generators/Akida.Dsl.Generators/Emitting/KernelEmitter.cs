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

    /// <summary>How many filters or channels a block has that begins at a variable.</summary>
    /// <param name="first">The variable.</param>
    /// <param name="block">How many a block has that is not the last.</param>
    /// <param name="all">How many a layer has.</param>
    /// <param name="end">What holds where this call ends: behind the last of the layer, or behind a whole block.</param>
    internal static string Count(string first, int block, int all, string end)
    {
        int last = all % block;
        return last == 0 ? $"{block}" : $"{first} + {block} <= {end} ? {block} : {last}";
    }
}
