using System.Collections.Concurrent;
using Akida.Training.Layers.Managed;

namespace Akida.Training.Tests.Managed;

public class WorkersTests
{
    [Theory]
    [InlineData(3, 10, new int[] { 0, 3, 3, 6, 6, 10 })]
    [InlineData(4, 2, new int[] { 0, 1, 1, 2 })]
    [InlineData(1, 5, new int[] { 0, 5 })]
    [InlineData(2, 0, new int[0])]
    public void Items_are_divided_by_the_number_of_threads(int threads, int items, int[] bounds)
    {
        TorchRuntime.Load(threads: 2);
        ConcurrentDictionary<int, int[]> parts = [];

        Workers.Run(threads, items, (part, first, end) => Assert.True(parts.TryAdd(part, [first, end])));

        Assert.Equal(bounds, parts.OrderBy(part => part.Key).SelectMany(part => part.Value));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_part_that_fails_fails_the_work_and_leaves_the_threads_usable(int failing)
    {
        TorchRuntime.Load(threads: 2);
        Assert.Throws<InvalidOperationException>(() =>
            Workers.Run(
                3,
                3,
                (part, _, _) =>
                {
                    if (part == failing)
                    {
                        throw new InvalidOperationException();
                    }
                }
            )
        );
        int done = 0;

        Workers.Run(3, 3, (_, _, _) => Interlocked.Increment(ref done));

        Assert.Equal(3, done);
    }

    [Fact]
    public void Several_callers_at_once_all_have_their_work_done()
    {
        TorchRuntime.Load(threads: 2);
        int done = 0;

        Parallel.For(
            0,
            8,
            _ =>
            {
                for (int i = 0; i < 100; i++)
                {
                    Workers.Run(3, 5, (_, first, end) => Interlocked.Add(ref done, end - first));
                }
            }
        );

        Assert.Equal(8 * 100 * 5, done);
    }
}
