using Akida.Quantization.FloatInference;

namespace Akida.Quantization.Tests.FloatInference;

/// <summary>Several items at once, results in order.</summary>
public sealed class OrderedRunTests
{
    private static readonly int Ahead = 2 * Environment.ProcessorCount;

    [Fact]
    public void Results_come_in_the_order_of_the_items()
    {
        static int Square(int item)
        {
            Thread.Sleep(item % 3);
            return item * item;
        }

        Assert.Equal(Enumerable.Range(0, 100).Select(item => item * item), OrderedRun.Of(Enumerable.Range(0, 100), Square));
    }

    [Fact]
    public void Items_are_taken_few_ahead()
    {
        int taken = 0;

        Assert.All(
            OrderedRun.Of(Enumerable.Range(1, 100).Select(_ => ++taken), item => item),
            (_, index) => Assert.InRange(taken, index + 1, index + 1 + Ahead)
        );
    }

    [Fact]
    public void After_an_error_nothing_runs_any_more()
    {
        int running = 0;
        int Fail(int item)
        {
            Interlocked.Increment(ref running);
            Thread.Sleep(item * 5);
            Interlocked.Decrement(ref running);
            return item == 1 ? throw new IOException("one") : item;
        }

        Assert.Throws<IOException>(() => OrderedRun.Of(Enumerable.Range(0, 10), Fail).Count());
        Assert.Equal(0, running);
    }

    [Fact]
    public void Whoever_leaves_early_leaves_nothing_running()
    {
        int running = 0;
        int Count(int item)
        {
            Interlocked.Increment(ref running);
            Thread.Sleep(item * 5);
            Interlocked.Decrement(ref running);
            return item;
        }

        Assert.Equal([0, 1], OrderedRun.Of(Enumerable.Range(0, 10), Count).Take(2));
        Assert.Equal(0, running);
    }
}
