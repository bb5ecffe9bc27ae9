namespace Akida.Graph.Expressions;

/// <summary>A parsed expression over a model's options. Numbers behave as in C#: two integers give an integer.</summary>
public abstract record Expression
{
    /// <summary>The same expression in C#, to be emitted.</summary>
    public abstract string ToCSharp();
}

/// <summary>A number, <c>true</c> or <c>false</c>.</summary>
public sealed record Constant(Scalar Value) : Expression
{
    /// <inheritdoc/>
    public override string ToCSharp() => Value.ToCSharp();
}

/// <summary>The name of an option.</summary>
/// <param name="Identifier">The name.</param>
/// <param name="Position">Where it stands in the expression.</param>
public sealed record Name(string Identifier, int Position) : Expression
{
    /// <inheritdoc/>
    public override string ToCSharp() => Identifier;
}

/// <summary>Minus, or not.</summary>
public sealed record Unary(string Operator, Expression Operand, int Position) : Expression
{
    /// <inheritdoc/>
    public override string ToCSharp() => Operator + Operand.ToCSharp();
}

/// <summary>Two operands and an operator.</summary>
public sealed record Binary(string Operator, Expression Left, Expression Right, int Position) : Expression
{
    /// <inheritdoc/>
    public override string ToCSharp() => $"({Left.ToCSharp()} {Operator} {Right.ToCSharp()})";
}

/// <summary><c>condition ? a : b</c>.</summary>
public sealed record Conditional(Expression Condition, Expression WhenTrue, Expression WhenFalse, int Position) : Expression
{
    /// <inheritdoc/>
    public override string ToCSharp() => $"({Condition.ToCSharp()} ? {WhenTrue.ToCSharp()} : {WhenFalse.ToCSharp()})";
}

/// <summary>A call of one of <see cref="ExpressionEvaluator.Functions"/>.</summary>
public sealed record Call(string Function, EquatableArray<Expression> Arguments, int Position) : Expression
{
    /// <inheritdoc/>
    public override string ToCSharp() =>
        $"global::System.Math.{Function}({string.Join(", ", Arguments.Select(argument => argument.ToCSharp()))})";
}

/// <summary>What is wrong with an expression, and where.</summary>
public sealed class ExpressionException(string message, int position, int length) : Exception(message)
{
    /// <summary>The first character that is wrong, counted from the start of the expression.</summary>
    public int Position { get; } = position;

    /// <summary>How many characters are wrong.</summary>
    public int Length { get; } = length;

    /// <summary>Whether they are a name that nothing has.</summary>
    public bool IsUnknownName { get; init; }
}
