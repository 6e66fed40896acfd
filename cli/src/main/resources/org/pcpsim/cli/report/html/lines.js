"use strict";
/*
 * A chart of lines over the run. Counts are rates that hold over their interval, drawn as steps; levels are values at the
 * end of each. A chart out of sight is made when it comes into sight and brought up to date then.
 */
pcpsim.lines = (() => {
  const HEIGHT = 132;
  const FONT = "11px system-ui, sans-serif";

  function axes(view, format) {
    const ink = pcpsim.theme.colour("muted");
    const grid = { stroke: pcpsim.theme.colour("rule"), width: 1 };
    const common = { stroke: ink, font: FONT, grid, ticks: { show: false } };
    return [
      { ...common, grid: { show: false }, size: 22, gap: 4, space: 70, values: (_, at) => at.map((x) => view.axisWords(x)) },
      { ...common, size: 52, gap: 5, space: 28, values: (_, at) => distinct(at, format) },
    ];
  }

  /** Short words for the marks of an axis, longer ones where the short ones would be the same. */
  function distinct(marks, format) {
    const short = marks.map((mark) => format.axis(mark));
    return new Set(short).size === marks.length ? short : marks.map((mark) => format.words(mark));
  }

  function options(chart, width) {
    const { view, series, format, counts } = chart;
    const paths = counts ? uPlot.paths.stepped({ align: -1 }) : uPlot.paths.linear();
    return {
      width,
      height: HEIGHT,
      legend: { show: false },
      padding: [6, 18, 0, 0],
      cursor: {
        drag: { x: true, y: false, setScale: false },
        points: { size: 6 },
        y: false,
      },
      scales: {
        x: { time: false, range: () => [view.from, view.to] },
        y: { range: (_, low, high) => span(chart, low, high) },
      },
      axes: axes(view, format),
      series: [{}, ...series.map((one) => ({
        label: one.label,
        stroke: pcpsim.theme.colour(one.key),
        width: 1.3,
        dash: one.dash,
        paths,
        points: { show: false },
        spanGaps: true,
      }))],
      hooks: {
        setSelect: [(plot) => selected(plot, view)],
        setCursor: [(plot) => moved(plot, chart)],
      },
    };
  }

  /** Counts begin at 0; levels may begin elsewhere, where they would all be one flat line at the top. */
  function span(chart, low, high) {
    if (low === null || high === null) {
      return [0, 1];
    }
    const most = high > low ? high : high === 0 ? 1 : high * 1.05;
    const flat = !chart.counts && low > 0 && most - low < 0.5 * most;
    const bottom = flat ? low - (most - low) * 0.1 : Math.min(low, 0);
    return [bottom, most + (most - bottom) * 0.06];
  }

  function selected(plot, view) {
    if (plot.select.width > 2) {
      view.show(plot.posToVal(plot.select.left, "x"), plot.posToVal(plot.select.left + plot.select.width, "x"));
    }
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  }

  function moved(plot, chart) {
    if (chart.quiet) {
      return;
    }
    const left = plot.cursor.left;
    chart.view.point(left === undefined || left < 0 ? null : plot.posToVal(left, "x"), chart);
  }

  /** Index of the interval that a moment is in. */
  function indexAt(x, moment) {
    let low = 0;
    let high = x.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (x[middle] < moment) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** What a line is said to be while nothing is pointed at: its sum, its mean, or its last value. */
  function summary(chart, line) {
    const known = (chart.counts ? line.values.slice(1) : line.values).filter((value) => value !== null && value !== undefined);
    if (known.length === 0) {
      return null;
    }
    const sum = known.reduce((all, value) => all + value, 0);
    return { sum, mean: sum / known.length, last: known[known.length - 1] }[chart.summary];
  }

  function say(chart, moment) {
    const at = moment === null ? -1 : indexAt(chart.x, moment);
    pcpsim.readout(chart.panel.readout, chart.series.map((one) => {
      const value = at < 0 ? summary(chart, one) : one.values[at];
      const known = value !== null && value !== undefined;
      const end = at < 0 ? { sum: " in all", mean: " on average", last: "" }[chart.summary] : "";
      return { key: one.key, label: one.label, value: known ? chart.format.words(value) : "–", end };
    }));
  }

  function build(chart) {
    if (chart.plot) {
      chart.plot.destroy();
    }
    const data = [chart.x, ...chart.series.map((one) => one.values)];
    chart.quiet = true;
    chart.plot = new uPlot(options(chart, chart.panel.body.clientWidth || 320), data, chart.panel.body);
    chart.plot.over.addEventListener("dblclick", () => chart.view.all());
    chart.quiet = false;
    chart.stale = false;
  }

  function zoom(chart) {
    if (!chart.seen || !chart.plot) {
      chart.stale = true;
      return;
    }
    chart.plot.batch(() => chart.plot.setScale("x", { min: chart.view.from, max: chart.view.to }));
    chart.stale = false;
  }

  function point(chart, moment, source) {
    if (!chart.seen) {
      return;
    }
    say(chart, moment);
    if (chart.plot && source !== chart) {
      chart.quiet = true;
      chart.plot.setCursor({ left: moment === null ? -10 : chart.plot.valToPos(moment, "x"), top: 0 });
      chart.quiet = false;
    }
  }

  /**
   * Draws into a panel.
   *
   * chart: panel, view, x (ascending), series (label, key of its colour, values as long as x, dash), format (axis,
   * words), counts (whether values are of whole intervals), summary (sum, mean or last)
   */
  return (chart) => {
    chart.seen = false;
    chart.stale = true;
    say(chart, null);
    pcpsim.whenSeen(chart.panel.figure, (seen) => {
      chart.seen = seen;
      if (seen && chart.stale) {
        chart.plot ? zoom(chart) : build(chart);
      }
    });
    chart.view.onZoom(() => zoom(chart));
    chart.view.onPoint((moment, source) => point(chart, moment, source));
    pcpsim.theme.onChange(() => chart.plot && build(chart));
    new ResizeObserver(() => {
      const width = chart.panel.body.clientWidth;
      if (chart.plot && width > 0 && width !== chart.plot.width) {
        chart.plot.setSize({ width, height: HEIGHT });
      }
    }).observe(chart.panel.body);
    chart.panel.figure.addEventListener("keydown", (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.altKey && pcpsim.timeKeys(chart.view, event.key)) {
        event.preventDefault();
      }
    });
    return chart;
  };
})();
