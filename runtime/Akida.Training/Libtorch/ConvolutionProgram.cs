using System.Runtime.CompilerServices;

namespace Akida.Training.Libtorch;

/// <summary>
/// The entry point of this assembly: the convolution check of one way as a program. It is here, and not in a program of its own, so that
/// whatever has this library can run it (<see cref="ChildCheck"/>).
/// </summary>
internal static class ConvolutionProgram
{
    /// <summary>The exit codes that tell an outcome; any other means that the check was not run to its end.</summary>
    public const int RightCode = 40,
        WrongCode = 41;

    private const int FailedCode = 42;

    /// <param name="arguments">The name of a way.</param>
    public static int Main(string[] arguments)
    {
        if (arguments is not [string name] || TorchKernels.All.FirstOrDefault(kernels => kernels.Name == name) is not { } kernels)
        {
            Console.Error.WriteLine(
                $"usage: dotnet Akida.Training.dll {string.Join('|', TorchKernels.All)}   checks that way to compute convolutions; "
                    + "training runs it by itself"
            );
            return 2;
        }

        try
        {
            return Check(kernels);
        }
        catch (Exception error)
        {
            // Caught, because otherwise the process would abort, which is how a kernel ends that destroyed the heap.
            Console.Error.WriteLine(error.Message);
            return FailedCode;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Check(TorchKernels kernels)
    {
        LibtorchLoader.Load(kernels);
        return ConvolutionCheck.IsRight() ? RightCode : WrongCode;
    }
}
