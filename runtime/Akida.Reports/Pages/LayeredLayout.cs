using Akida.Graph;

namespace Akida.Reports.Pages;

/// <summary>A point of a drawing, <c>Y</c> growing downwards.</summary>
internal readonly record struct Point(double X, double Y);

/// <summary>Where the boxes and lines of a graph are drawn.</summary>
/// <param name="Width">The drawing's width.</param>
/// <param name="Height">The drawing's height.</param>
/// <param name="Centers">The middle of each box.</param>
/// <param name="Rows">The row of each box, the first on top.</param>
/// <param name="Lines">For each line the points that it runs through, from the lower edge of its source to the upper edge of its
/// target.</param>
internal sealed record GraphLayout(
    double Width,
    double Height,
    IReadOnlyList<Point> Centers,
    IReadOnlyList<int> Rows,
    IReadOnlyList<IReadOnlyList<Point>> Lines
);

/// <summary>
/// Lays an acyclic graph out in rows (Sugiyama): by longest path, with bends where a line passes rows, few crossings and straight long
/// lines.
/// </summary>
internal sealed class LayeredLayout
{
    private const double ColumnGap = 28;
    private const double RowGap = 34;
    private const double Margin = 20;
    private const double BendWidth = 8;
    private const double BendWeight = 4;
    private const int Sweeps = 12;

    /// <summary>The most bends that a drawing is tried with: more than anybody could follow.</summary>
    private const int MaximumBends = 100_000;

    private readonly List<int> rows = [];
    private readonly List<double> widths = [];
    private readonly List<List<int>> above = [];
    private readonly List<List<int>> below = [];
    private readonly int boxes;

    private LayeredLayout(IReadOnlyList<double> boxWidths)
    {
        boxes = boxWidths.Count;
        foreach (double width in boxWidths)
        {
            Add(0, width);
        }
    }

    /// <summary>Lays out boxes, each of which comes after those that its lines come from.</summary>
    /// <param name="widths">The width of each box.</param>
    /// <param name="boxHeight">The height of all boxes.</param>
    /// <param name="lines">From which box to which.</param>
    /// <exception cref="GraphException">So many lines pass so many boxes that nobody could follow them.</exception>
    public static GraphLayout Create(IReadOnlyList<double> widths, double boxHeight, IReadOnlyList<(int Source, int Target)> lines)
    {
        LayeredLayout layout = new(widths);
        layout.ChooseRows(lines);
        List<int>[] chains = layout.Connect(lines);
        List<int>[] order = layout.ReduceCrossings();
        double[] x = layout.Place(order);
        double Top(int row) => Margin + (row * (boxHeight + RowGap));
        double Middle(int item) => Top(layout.rows[item]) + (boxHeight / 2);
        IEnumerable<Point> Through(int item) =>
            item < layout.boxes ? [] : [new(x[item], Top(layout.rows[item])), new(x[item], Top(layout.rows[item]) + boxHeight)];

        double left = Enumerable.Range(0, x.Length).Select(item => x[item] - (layout.widths[item] / 2)).DefaultIfEmpty().Min();
        x = [.. x.Select(value => value - left + Margin)];
        double right = Enumerable.Range(0, x.Length).Select(item => x[item] + (layout.widths[item] / 2)).DefaultIfEmpty().Max();
        return new GraphLayout(
            right + Margin,
            Top(order.Length) - RowGap + Margin,
            [.. Enumerable.Range(0, layout.boxes).Select(item => new Point(x[item], Middle(item)))],
            [.. layout.rows.Take(layout.boxes)],
            [
                .. chains.Select(chain =>
                    (IReadOnlyList<Point>)
                        [
                            new(x[chain[0]], Middle(chain[0]) + (boxHeight / 2)),
                            .. chain.SelectMany(Through),
                            new(x[chain[^1]], Middle(chain[^1]) - (boxHeight / 2)),
                        ]
                ),
            ]
        );
    }

    private int Add(int row, double width)
    {
        rows.Add(row);
        widths.Add(width);
        above.Add([]);
        below.Add([]);
        return rows.Count - 1;
    }

    private void ChooseRows(IReadOnlyList<(int Source, int Target)> lines)
    {
        foreach ((int source, int target) in lines.OrderBy(line => line.Target))
        {
            rows[target] = Math.Max(rows[target], rows[source] + 1);
        }
    }

    // Lines that pass rows get a bend in each, so that they keep out of the boxes' way.
    private List<int>[] Connect(IReadOnlyList<(int Source, int Target)> lines)
    {
        long bends = lines.Sum(line => (long)(rows[line.Target] - rows[line.Source] - 1));
        if (bends > MaximumBends)
        {
            throw new GraphException($"the graph cannot be drawn: its connections pass {bends} layers, more than {MaximumBends}");
        }

        return
        [
            .. lines.Select(line =>
            {
                List<int> chain = [line.Source];
                for (int row = rows[line.Source] + 1; row < rows[line.Target]; row++)
                {
                    chain.Add(Add(row, BendWidth));
                }

                chain.Add(line.Target);
                for (int i = 1; i < chain.Count; i++)
                {
                    below[chain[i - 1]].Add(chain[i]);
                    above[chain[i]].Add(chain[i - 1]);
                }

                return chain;
            }),
        ];
    }

    private List<int>[] ReduceCrossings()
    {
        List<int>[] order = new List<int>[rows.DefaultIfEmpty(-1).Max() + 1];
        for (int row = 0; row < order.Length; row++)
        {
            order[row] = [];
        }

        for (int item = 0; item < rows.Count; item++)
        {
            order[rows[item]].Add(item);
        }

        double[] position = new double[rows.Count];
        foreach (List<int> row in order)
        {
            Number(row, position);
        }

        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            bool down = sweep % 2 == 0;
            foreach (List<int> row in down ? order : order.Reverse())
            {
                double[] wanted = [.. row.Select(item => Mean(down ? above[item] : below[item], position, position[item]))];
                int[] sorted = [.. Enumerable.Range(0, row.Count).OrderBy(i => wanted[i]).Select(i => row[i])];
                row.Clear();
                row.AddRange(sorted);
                Number(row, position);
            }
        }

        return order;
    }

    private double[] Place(List<int>[] order)
    {
        double[] x = new double[rows.Count];
        foreach (List<int> row in order)
        {
            PlaceRow(row, item => 0, x);
        }

        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            bool down = sweep % 2 == 0;
            foreach (List<int> row in down ? order : order.Reverse())
            {
                PlaceRow(row, item => Mean(down ? above[item] : below[item], x, x[item]), x);
            }
        }

        return x;
    }

    // The places nearest to the wanted ones at which the row keeps its order and its gaps: isotonic regression by pooling adjacent
    // violators.
    private void PlaceRow(List<int> row, Func<int, double> wanted, double[] x)
    {
        List<(double Sum, double Weight, int Count)> blocks = [];
        double[] offsets = new double[row.Count];
        for (int i = 0; i < row.Count; i++)
        {
            offsets[i] = i == 0 ? 0 : offsets[i - 1] + ((widths[row[i - 1]] + widths[row[i]]) / 2) + ColumnGap;
            double weight = row[i] < boxes ? 1 : BendWeight;
            (double Sum, double Weight, int Count) block = ((wanted(row[i]) - offsets[i]) * weight, weight, 1);
            while (blocks.Count > 0 && blocks[^1].Sum / blocks[^1].Weight >= block.Sum / block.Weight)
            {
                block = (block.Sum + blocks[^1].Sum, block.Weight + blocks[^1].Weight, block.Count + blocks[^1].Count);
                blocks.RemoveAt(blocks.Count - 1);
            }

            blocks.Add(block);
        }

        int next = 0;
        foreach ((double sum, double weight, int count) in blocks)
        {
            for (int i = 0; i < count; i++, next++)
            {
                x[row[next]] = (sum / weight) + offsets[next];
            }
        }
    }

    private static void Number(List<int> row, double[] position)
    {
        for (int i = 0; i < row.Count; i++)
        {
            position[row[i]] = i;
        }
    }

    private static double Mean(List<int> neighbours, double[] values, double otherwise) =>
        neighbours.Count == 0 ? otherwise : neighbours.Average(neighbour => values[neighbour]);
}
