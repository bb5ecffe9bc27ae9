namespace Akida.Zoo.Pipelines;

/// <summary>An option of a training tool, whatever its type.</summary>
public abstract record PipelineOption
{
    private protected PipelineOption(IReadOnlyList<string> names, string description)
    {
        Names = names;
        Description = description;
    }

    /// <summary>Its names, short ones first: <c>-b</c>, <c>--batch_size</c>.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What it is, for the help.</summary>
    public string Description { get; }

    /// <summary>Whether it must be given.</summary>
    public bool Required { get; init; }
}

/// <summary>An option of a training tool.</summary>
/// <typeparam name="T"><see cref="string"/>, <see cref="int"/>, <see cref="double"/> or, for a flag, <see cref="bool"/>.</typeparam>
public sealed record PipelineOption<T> : PipelineOption
{
    /// <summary>An option with its default.</summary>
    public PipelineOption(IReadOnlyList<string> names, string description, T? defaultValue = default)
        : base(names, description) => Default = defaultValue;

    /// <summary>The value where it is not given.</summary>
    public T? Default { get; }

    /// <summary>The values that are allowed; all if none are named.</summary>
    public IReadOnlyList<T> Choices { get; init; } = [];

    /// <summary>Whether a number must be above zero.</summary>
    public bool Positive { get; init; }
}

/// <summary>The values of an action's options.</summary>
public sealed class PipelineArguments
{
    private readonly Dictionary<PipelineOption, object?> values = new(ReferenceEqualityComparer.Instance);

    /// <summary>Sets an option. What is not set has its default.</summary>
    public PipelineArguments With<T>(PipelineOption<T> option, T? value)
    {
        values[option] = value;
        return this;
    }

    /// <summary>The value of an option that has one: it was given, or has a default.</summary>
    /// <exception cref="ArgumentException">It was not given and has no default.</exception>
    public T Value<T>(PipelineOption<T> option) =>
        Find(option) is { } value ? value : throw new ArgumentException($"option {string.Join('/', option.Names)} is required");

    /// <summary>The value of an option, or its default, which may be null.</summary>
    public T? Find<T>(PipelineOption<T> option) => values.TryGetValue(option, out object? value) ? (T?)value : option.Default;
}
