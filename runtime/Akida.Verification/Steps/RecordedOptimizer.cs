namespace Akida.Verification.Steps;

/// <summary>The losses that cases have, by Keras's short names (<c>../shared/training-cases/README.md</c>).</summary>
public enum RecordedLoss
{
    /// <summary>Sparse categorical cross-entropy from logits.</summary>
    Scce,

    /// <summary>Likewise from probabilities.</summary>
    ScceSoftmax,

    /// <summary>Likewise from logits, where a sample's label counts at every position before the last axis.</summary>
    TimeScce,

    /// <summary>Categorical cross-entropy from probabilities.</summary>
    Cce,

    /// <summary>Sigmoid cross-entropy from logits.</summary>
    Bce,

    /// <summary>Mean absolute error.</summary>
    Mae,

    /// <summary>Mean squared error.</summary>
    Mse,
}

/// <summary>An optimiser and its settings.</summary>
public sealed record RecordedOptimizer
{
    /// <summary>Adam, with or without weight decay, or stochastic gradient descent.</summary>
    public required bool IsAdam { get; init; }

    /// <summary>The learning rate of every step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Adam's first decay.</summary>
    public double Beta1 { get; init; }

    /// <summary>Adam's second decay.</summary>
    public double Beta2 { get; init; }

    /// <summary>Adam's epsilon.</summary>
    public double Epsilon { get; init; }

    /// <summary>AdamW's decay; 0 for the others.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Momentum of stochastic gradient descent.</summary>
    public double Momentum { get; init; }

    /// <summary>Whether that looks ahead.</summary>
    public bool Nesterov { get; init; }

    internal static RecordedOptimizer Read(JsonPlace name, JsonPlace settings)
    {
        double Setting(string key) => settings.Member(key).Number();

        return name.Text() switch
        {
            "adam" or "adam_legacy" or "adamw" => new RecordedOptimizer
            {
                IsAdam = true,
                LearningRate = Setting("learning_rate"),
                Beta1 = Setting("beta_1"),
                Beta2 = Setting("beta_2"),
                Epsilon = Setting("epsilon"),
                WeightDecay = name.Text() == "adamw" ? Setting("weight_decay") : 0,
            },
            "sgd" or "sgd_nesterov" => new RecordedOptimizer
            {
                IsAdam = false,
                LearningRate = Setting("learning_rate"),
                Momentum = Setting("momentum"),
                Nesterov = name.Text() == "sgd_nesterov",
            },
            _ => throw name.MustBe("\"adam\", \"adam_legacy\", \"adamw\", \"sgd\" or \"sgd_nesterov\""),
        };
    }
}
