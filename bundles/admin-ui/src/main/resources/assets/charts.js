// The two charts: throughput of the last minutes, and what the last runs sent.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const language = document.documentElement.lang;
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const time = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const day = new Intl.DateTimeFormat(language, { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
  const colour = (name) => {
    const probe = document.createElement("span");
    probe.style.color = `var(--${name})`;
    document.body.append(probe);
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  };
  const size = (value) => {
    const units = ["B", "KiB", "MiB", "GiB", "TiB"];
    let unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return number.format(value) + " " + units[unit];
  };
  const axis = (extra) => ({ stroke: colour("quiet"), grid: { stroke: colour("line"), width: 1 }, ticks: { stroke: colour("line"), width: 1 }, ...extra });
  const fit = (box) => ({ width: Math.max(200, box.clientWidth), height: box.clientHeight });
  // an axis is as wide as its longest text, so that no room is left beside it; its steps are powers of two, as the units are
  const sizes = (extra) => axis({ size: (_, texts) => 20 + 7 * Math.max(4, ...(texts ?? []).map((text) => text.length)), incrs: Array.from({ length: 50 }, (_, power) => 2 ** power), ...extra });
  const below = 34;
  const scale = (data) => [0, Math.max(1024, ...data) * 1.1];

  function throughput(box) {
    const points = box.dataset.points.split(" ").filter(Boolean).map((point) => point.split(":").map(Number));
    const data = [points.map((point) => point[0]), points.map((point) => point[1])];
    const chart = new uPlot({
      ...fit(box),
      cursor: { drag: { x: false, y: false } },
      // room for the half of the last time that stands beyond its tick
      padding: [null, 40, null, null],
      scales: { y: { range: () => scale(data[1]) } },
      axes: [axis({ size: below, space: 110, values: (_, ticks) => ticks.map((tick) => time.format(tick * 1000)) }), sizes({ values: (_, ticks) => ticks.map((tick) => size(tick) + "/s") })],
      series: [{}, { label: box.dataset.label, stroke: colour("accent"), width: 2, fill: colour("raised"), points: { show: false } }],
    }, data, box);
    document.addEventListener("live", (event) => {
      data[0].push(event.detail.epochSeconds);
      data[1].push(event.detail.bytesPerSecond);
      while (data[0].length > 300) {
        data.forEach((column) => column.shift());
      }
      chart.setData(data);
    });
    return chart;
  }

  function bars(box) {
    const runs = box.dataset.points.split(" ").filter(Boolean).map((point) => point.split(":"));
    const data = [runs.map((_, index) => index + 1), runs.map((run) => Number(run[1]))];
    return new uPlot({
      ...fit(box),
      cursor: { show: false },
      scales: { x: { time: false, range: [0.4, Math.max(6, runs.length) + 0.6] }, y: { range: () => scale(data[1]) } },
      axes: [
        axis({ size: below, grid: { show: false }, splits: () => data[0], values: (_, ticks) => ticks.map((tick) => (runs[tick - 1] ? day.format(Number(runs[tick - 1][0]) * 1000) : "")), space: 90 }),
        sizes({ values: (_, ticks) => ticks.map(size) }),
      ],
      series: [{}, { label: box.dataset.label, stroke: colour("accent"), fill: colour("accent"), paths: uPlot.paths.bars({ size: [0.6, 48] }), points: { show: false } }],
    }, data, box);
  }

  document.querySelectorAll("[data-chart]").forEach((box) => {
    const chart = box.dataset.chart === "throughput" ? throughput(box) : bars(box);
    new ResizeObserver(() => chart.setSize(fit(box))).observe(box);
  });
});
