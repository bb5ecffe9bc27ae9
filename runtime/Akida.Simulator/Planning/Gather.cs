using Akida.Integers;

namespace Akida.Simulator.Planning;

/// <summary>Which rows of its input a product reads, and where its results go.</summary>
internal abstract record Gather;

/// <summary>Each pixel reads itself and writes itself.</summary>
internal sealed record PixelGather : Gather;

/// <summary>Each output pixel reads a window of the input.</summary>
/// <param name="Rows">The windows along the height.</param>
/// <param name="Columns">The windows along the width.</param>
internal sealed record WindowGather(SlidingWindow Rows, SlidingWindow Columns) : Gather;

/// <summary>Some output pixels of a transposed convolution each read a window of the input.</summary>
/// <param name="Rows">Which, along the height.</param>
/// <param name="Columns">Which, along the width.</param>
internal sealed record PhaseGather(TransposedPhase Rows, TransposedPhase Columns) : Gather;

/// <summary>Each pixel reads itself in the last frames.</summary>
/// <param name="Frames">How many.</param>
internal sealed record FrameGather(int Frames) : Gather;
