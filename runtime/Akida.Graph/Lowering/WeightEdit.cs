namespace Akida.Graph.Lowering;

/// <summary>What a lowering step does to the weights of a layer; the edits of a model are carried out in order.</summary>
/// <param name="Layer">The layer whose weights change.</param>
public abstract record WeightEdit(string Layer);

/// <summary>The kernel of a layer whose class changed keeps its values, row-major, under another name and shape.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="From">The weight's name before.</param>
/// <param name="To">The weight's name after.</param>
/// <param name="Shape">Its shape after.</param>
public sealed record ReshapeKernel(string Layer, string From, string To, TensorShape Shape) : WeightEdit(Layer);

/// <summary>The layer gets a bias of zeros, unless it has one.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Channels">The length of the bias.</param>
public sealed record CreateBias(string Layer, int Channels) : WeightEdit(Layer);

/// <summary><c>bias += Σ kernel · offset</c> over all axes but the last: the layer's input loses an offset.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Kernel">The kernel's name.</param>
/// <param name="Offset">The offset: one value, or one per input channel.</param>
/// <param name="PerChannel">Whether the kernel's last axis is the input's (depthwise), so that nothing is summed over it.</param>
public sealed record AddOffsetToBias(string Layer, string Kernel, EquatableArray<float> Offset, bool PerChannel) : WeightEdit(Layer);

/// <summary><c>kernel *= scale</c> along the kernel's input axis: the layer's input loses a vector of scales.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Kernel">The kernel's name.</param>
/// <param name="Scale">One value per input channel.</param>
/// <param name="InputAxis">The kernel's input axis, counted from the end: -2 or -1.</param>
public sealed record ScaleKernelInput(string Layer, string Kernel, EquatableArray<float> Scale, int InputAxis) : WeightEdit(Layer);

/// <summary>
/// A batch normalisation becomes part of the layer before it: with <c>k = gamma / sqrt(moving_variance + epsilon)</c>,
/// <c>kernel *= k</c> along the output axis and <c>bias = beta + (bias - moving_mean) · k</c>.
/// </summary>
/// <param name="Layer">The layer that stays.</param>
/// <param name="Kernel">The kernel's name.</param>
/// <param name="OutputAxis">The kernel's output axis, counted from the end: -2 or -1.</param>
/// <param name="Normalization">The normalisation, which goes.</param>
/// <param name="Epsilon">Its epsilon.</param>
public sealed record FoldNormalization(string Layer, string Kernel, int OutputAxis, string Normalization, double Epsilon)
    : WeightEdit(Layer);

/// <summary>A kernel is put into a larger one of zeros.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Kernel">The kernel's name.</param>
/// <param name="Size">The new height and width.</param>
/// <param name="Row">The row at which the old kernel begins.</param>
/// <param name="Column">The column at which the old kernel begins.</param>
public sealed record EmbedKernel(string Layer, string Kernel, Size2D Size, int Row, int Column) : WeightEdit(Layer);

/// <summary>
/// A new layer's kernel, which hands its input on: ones in the middle (<c>h×w×C×C</c>, or <c>h×w×C×1</c> if depthwise), zeros elsewhere.
/// </summary>
/// <param name="Layer">The layer.</param>
/// <param name="Kernel">The kernel's name.</param>
/// <param name="Shape">The kernel's shape.</param>
public sealed record IdentityKernel(string Layer, string Kernel, TensorShape Shape) : WeightEdit(Layer);
