using System.Diagnostics;

namespace Akida.Fetching.Tests;

/// <summary>Of several sources the first that has it is taken; where there is no network, all are given up together.</summary>
public sealed class SourcesTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly List<string> tried = [];

    [Fact]
    public void The_first_source_is_enough()
    {
        Sources.Fetch([Having("a"), Having("b")], new Patience(Long, Long));

        Assert.Equal(["a"], tried);
    }

    [Fact]
    public void The_next_source_is_tried_when_one_fails()
    {
        Sources.Fetch(
            [Failing("a", new HttpRequestException("gone")), Failing("b", new InvalidDataException("other")), Having("c")],
            new Patience(Long, Long)
        );

        Assert.Equal(["a", "b", "c"], tried);
    }

    [Fact]
    public void What_each_source_lacks_is_told_in_their_order()
    {
        IOException error = Assert.Throws<IOException>(() =>
            Sources.Fetch(
                [Failing("a", new IOException("is not\ninstalled")), Failing("b", new InvalidDataException("is damaged"))],
                new Patience(Long, Long)
            )
        );

        Assert.Equal("a: is not installed; b: is damaged", error.Message);
    }

    [Fact]
    public void A_mistake_in_the_program_is_not_hidden()
    {
        Assert.Throws<ArgumentException>(() =>
            Sources.Fetch([Failing("a", new ArgumentException("bug")), Failing("b", new IOException("no"))], new Patience(Long, Long))
        );
    }

    [Fact]
    public void A_silent_source_is_joined_by_the_next_and_ended_when_that_has_it()
    {
        Sources.Fetch([Silent("a"), Having("b")], new Patience(TimeSpan.FromSeconds(4), Long));

        Assert.Equal(["a", "b", "a was ended"], tried);
    }

    [Fact]
    public void A_source_that_has_answered_is_not_joined()
    {
        Sources.Fetch([Slow("a", seconds: 3), Having("b")], new Patience(TimeSpan.FromSeconds(2), Long));

        Assert.Equal(["a"], tried);
    }

    [Fact]
    public void A_source_that_is_still_busy_itself_is_waited_for()
    {
        Source starting = new(
            "a",
            life =>
            {
                for (int time = 0; time < 8; time++)
                {
                    life.Busy();
                    Assert.False(life.Ended.WaitHandle.WaitOne(TimeSpan.FromSeconds(0.4)));
                }

                Note("a");
            }
        );

        Sources.Fetch([starting], new Patience(TimeSpan.FromSeconds(2), Long));

        Assert.Equal(["a"], tried);
    }

    [Fact]
    public void Silent_sources_share_the_time()
    {
        long start = Stopwatch.GetTimestamp();

        IOException error = Assert.Throws<IOException>(() =>
            Sources.Fetch([Silent("a"), Silent("b"), Silent("c")], new Patience(TimeSpan.FromSeconds(3), Long))
        );

        Assert.Equal("a: no answer; b: no answer; c: no answer", error.Message);
        // One after the other they would have taken nine.
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 2.9, 7);
    }

    private Source Having(string name) => new(name, _ => Note(name));

    private Source Failing(string name, Exception error) =>
        new(
            name,
            _ =>
            {
                Note(name);
                throw error;
            }
        );

    private Source Silent(string name) =>
        new(
            name,
            life =>
            {
                Note(name);
                life.Ended.WaitHandle.WaitOne();
                Note($"{name} was ended");
                throw life.Silence();
            }
        );

    private Source Slow(string name, int seconds) =>
        new(
            name,
            life =>
            {
                Note(name);
                life.Beat();
                Assert.False(life.Ended.WaitHandle.WaitOne(TimeSpan.FromSeconds(seconds)));
            }
        );

    private void Note(string text)
    {
        lock (tried)
        {
            tried.Add(text);
        }
    }
}
