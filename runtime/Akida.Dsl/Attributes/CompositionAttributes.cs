namespace Akida;

/// <summary>
/// Makes a partial class that derives from <see cref="BlockAttribute"/> a block: its partial <see cref="Layer"/> properties, in order, are
/// its layers.
/// Their expressions may name the parameters of its constructor; their names begin with <c>{Name}/</c>, the block's name, unless they say
/// otherwise;
/// <c>From = "Input"</c> is the block's input.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AkidaBlockAttribute : Attribute;

/// <summary>
/// Another model up to a layer, its input included: what a model is built on. Its layers keep their names and can be inputs by
/// <c>"Property.Layer"</c>.
/// </summary>
/// <param name="model">The class of the other model.</param>
/// <param name="arguments">Its options, such as <c>ImageSize = 224, Alpha = Alpha</c>: expressions over the options of the model that is
/// built.</param>
public sealed class BackboneAttribute(Type model, string arguments = "") : LayerAttribute
{
    /// <summary>The class of the other model.</summary>
    public Type Model { get; } = model;

    /// <summary>Its options.</summary>
    public string Arguments { get; } = arguments;

    /// <summary>The property of its last layer that is taken; all are if not given.</summary>
    public string? UpTo { get; set; }

    /// <summary>The pooling of that last layer, instead of its own.</summary>
    public Pooling Pooling { get; set; }

    /// <summary>The activation of its blocks on both versions, instead of their default.</summary>
    public string? Relu { get; set; }

    /// <summary>Whether its separable convolutions are one layer on both versions, instead of what the version wants.</summary>
    public bool Fused { get; set; }
}
