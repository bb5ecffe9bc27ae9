using Akida.Graph.Mapping;
using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Pooling;

/// <summary>A convolution and its max pooling pad alike.</summary>
public sealed class PoolPaddingRule() : BlockRule("AKD2015", "pool-padding", "A max pooling must pad as its convolution does")
{
    private protected override Finding? Check(RuleContext context, AkidaBlock block)
    {
        if (
            block.Find<MaxPooling2D>() is not { Operation: MaxPooling2D pool } layer
            || block.Main.Operation is not Convolution2D convolution
            || PoolingFirstRule.Culprit(context.Lowered.Graph, block) is not null
        )
        {
            return null;
        }

        bool countsAsSame = convolution.KernelSize == Size2D.One || convolution is Conv2D { PaddingValue: not null };
        Padding expected = countsAsSame ? Padding.Same : convolution.Padding;
        return pool.Padding == expected
            ? null
            : Find(
                context,
                layer,
                "padding",
                $"its padding is '{Name(pool.Padding)}'",
                $"must be '{Name(expected)}', as that of '{context.NameOf(block.Main.Name)}'{(countsAsSame ? " counts" : "")}",
                $"use '{Name(expected)}'",
                block.Main,
                new FindingFix("padding", $"{nameof(Padding)}.{expected}")
            );

        static string Name(Padding padding) => padding == Padding.Same ? "same" : "valid";
    }
}
