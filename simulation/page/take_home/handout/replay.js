"use strict";
(() => {
const R = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const SPEEDS = [1, 2, 4, 8, 16];
const last = R.quarters.length - 1;
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
let at = last, tab = 0, theme = "light", speed = calm ? 0 : 3, timer = null, locked = !!R.locked;

// A number as words.short writes it: 512 k, 5.0 mn, 1.2 bn.
const figures = (x) => { const s = Math.abs(x);
  const text = s === 0 ? "0" : s >= 19.95 ? x.toFixed(0) : s >= 0.995 ? x.toFixed(1) : x.toPrecision(2);
  return (s >= 9.95 ? text.replace(/\.0$/, "") : text).replace("-", "\u2212"); };
const short = (x) => { for (const [size, unit] of [[1e9, "bn"], [1e6, "mn"], [1e3, "k"]])
  if (Math.abs(x) >= 0.9995 * size) return figures(x / size) + " " + unit; return figures(Math.round(100 * x) / 100); };
const value = (curve, x) => curve.unit === "%" ? figures(100 * x) + "\u2009%" : short(x * (curve.money ? 1e6 : 1));
const quarter = (n) => R.quarters[n].replace("Q", " Q");

const film = (tab) => { // which of the kept maps shows a quarter
  let found = 0; tab.from.forEach((q, n) => { if (q <= at) found = n; }); return found; };
const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const decoded = new Map();
const marksOf = (shown, n) => { const key = shown.letter + n;
  if (!decoded.has(key)) { const raw = new DataView(bytes(shown.marks[n]).buffer), list = [];
    for (let i = 0; i + 3 < raw.byteLength; i += 4) list.push([raw.getUint16(i, true), raw.getUint8(i + 2), raw.getUint8(i + 3)]);
    decoded.set(key, list); }
  return decoded.get(key); };

const charts = {};
const shortSide = () => Math.min($("map").clientWidth, $("map").clientHeight);
const wide = (share, least) => Math.max(least, Math.round(10 * R.rules.largest_share * shortSide() * share) / 10);

// Names beside their marks where there is room, the largest first (the rule of simulation/report/labels.py).
const SIDES = [[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [1, -1], [-1, 1], [-1, -1]];
const namesOf = (marks) => {
  const taken = marks.map((m) => [m.px - m.r, m.py - m.r, m.px + m.r, m.py + m.r]), told = new Set(), names = [];
  const free = (b) => b[0] >= 0 && b[1] >= 0 && b[2] <= $("map").clientWidth && b[3] <= $("map").clientHeight
    && taken.every((t) => b[2] < t[0] || t[2] < b[0] || b[3] < t[1] || t[3] < b[1]);
  for (const m of marks) {
    if (told.has(m.place) || names.length >= R.rules.names_most) continue;
    told.add(m.place);
    const w = R.rules.letter * R.rules.text * m.place.length, h = R.rules.line * R.rules.text;
    const boxes = R.rules.gaps.flatMap((gap) => SIDES.map(([i, j]) => {
      const left = m.px + i * (m.r + gap) - w * (1 - i) / 2, top = m.py - j * (m.r + gap) - h * (1 + j) / 2;
      return [left, top, left + w, top + h]; }));
    const box = boxes.find(free);
    if (box) { taken.push(box);
      names.push({ name: m.place, value: [m.x, m.y], label: { offset: [box[0] - m.px, box[3] - m.py] } }); }
  }
  return names;
};

const mapNow = () => {
  const shown = R.tabs[tab], n = film(shown), drawn = R.themes[theme], data = {};
  drawn.looks.forEach((look) => { data["dot:" + look.key] = []; data["mark:" + look.key] = []; });
  const share = Math.sqrt(shown.largest / R.largest);
  for (const [cell, kind, size] of marksOf(shown, n)) {
    const d = wide(share * size / 255, R.rules.dot_least), key = drawn.looks[kind].key;
    data[(d >= R.rules.shape_least && key !== "other" ? "mark:" : "dot:") + key].push([R.x[cell], R.y[cell], d]);
  }
  const marks = shown.named[n].map(([entry, workers, x, y]) => {
    const [name, place, specialty, cell] = R.book[entry];
    const d = wide(Math.sqrt(workers / R.largest), R.rules.named_least * R.rules.text), at = charts.map.convertToPixel("geo", [x, y]);
    data["mark:" + specialty].push({ name, value: [x, y, d, cell, workers],
      label: { show: true, fontSize: Math.round(Math.min(Math.max(0.6 * d, 9), 1.3 * R.rules.text)) } });
    return { place, x, y, px: at[0], py: at[1], r: d / 2 };
  });
  const names = namesOf(marks);
  const series = Object.entries(data).map(([id, items]) => ({ id, data: items }));
  series.push({ id: "names", data: names }, { id: "super", data: shown.super[n] });
  charts.map.setOption({ series });
  const largest = shown.named[n].slice(0, 5).map(([e, w]) => R.book[e][0] + " (" + short(w) + ")").join("; ");
  $("map").setAttribute("aria-label", quarter(at) + ", " + shown.letter + ": " + shown.named[n].length + " \u00d7 " + R.words.named
    + (largest ? ". " + largest : ""));
};

// Options of A's line, kept as the pattern of every line.
const lineOf = (base, id, colour, more) => ({ ...base.series[0], labelLayout: {}, id, name: id, itemStyle: { color: colour },
  ...more, lineStyle: { ...base.series[0].lineStyle, color: colour, ...(more.lineStyle || {}) } });
const bare = { endLabel: { show: false }, silent: true, markLine: undefined };
const curveBase = (number) => {
  const drawn = R.themes[theme], base = drawn.curves[number], series = [];
  R.tabs.forEach((each, n) => {
    const colour = drawn.lines[n], told = each.lines[number];
    (told.others || []).forEach((_, k) => series.push(lineOf(base, each.letter + ":" + k, colour,
      { ...bare, z: 1, lineStyle: { width: 0.8, opacity: 0.35 } })));
    if (told.band) [[0, 3, 0.14], [1, 2, 0.22]].forEach(([low, high, opacity]) => {
      const stack = each.letter + low;
      series.push(lineOf(base, stack + ":from", colour, { ...bare, stack, lineStyle: { opacity: 0 } }));
      series.push(lineOf(base, stack + ":to", colour, { ...bare, stack, lineStyle: { opacity: 0 },
        areaStyle: { color: colour, opacity } }));
    });
    series.push(lineOf(base, each.letter, colour, { z: 3,
      endLabel: { ...base.series[0].endLabel, color: colour } }));
  });
  const xAxis = { ...base.xAxis, min: Math.floor(R.years[0]), max: Math.ceil(R.years[last]),
    axisLabel: { ...base.xAxis.axisLabel, formatter: (year) => "" + year } };
  return { ...base, xAxis, series };
};
const until = () => locked ? Math.min(at, R.locked) : at;
const points = (line, curve) => line.slice(0, until() + 1)
  .map((x, n) => [R.years[n], x === null ? null : x / curve.divisor]).filter((p) => p[1] !== null);
const curveNow = (number) => {
  const curve = R.curves[number], series = [], ends = [];
  R.tabs.forEach((each) => {
    const told = each.lines[number], line = points(told.run, curve), end = line.length ? line[line.length - 1][1] * curve.divisor : null;
    if (end !== null) ends.push({ letter: each.letter, y: end / curve.divisor });
    (told.others || []).forEach((other, k) => series.push({ id: each.letter + ":" + k, data: points(other, curve) }));
    if (told.band) [[0, 3], [1, 2]].forEach(([low, high]) => {
      const from = points(told.band[low], curve), to = points(told.band[high], curve);
      series.push({ id: each.letter + low + ":from", data: from });
      series.push({ id: each.letter + low + ":to", data: to.map((p, n) => [p[0], p[1] - from[n][1]]) });
    });
    series.push({ id: each.letter, data: line,
      endLabel: { formatter: end === null ? "" : each.letter + " " + value(curve, end) } });
  });
  charts.curves[number].setOption({ series });
  charts.curves[number].setOption({ series: apart(charts.curves[number], ends) });
};
// Names at the ends of lines keep a line's height from one another.
const apart = (chart, ends) => {
  const at = (end) => chart.convertToPixel({ yAxisIndex: 0 }, end.y);
  const sorted = [...ends].sort((one, other) => at(one) - at(other)), floor = chart.getHeight() - 12;
  let free = -Infinity;
  const down = sorted.map((end) => { const y = Math.max(at(end), free); free = y + 15; return y; });
  const up = Math.max(0, down.length ? down[down.length - 1] - floor : 0);
  return sorted.map((end, n) => ({ id: end.letter, endLabel: { offset: [0, down[n] - up - at(end)] } }));
};

const live = () => R.tabs.map((each) => each.letter + ": " + R.curves.map((curve, n) => {
  const x = each.lines[n].run.slice(0, until() + 1).filter((v) => v !== null).pop();
  return x === undefined ? "" : curve.name + " " + value(curve, x); }).filter(Boolean).join(", ")).join(". ");

let told = 0;
const show = (spoken) => {
  $("date").textContent = quarter(at);
  $("timeline").value = at;
  $("timeline").setAttribute("aria-valuetext", quarter(at));
  mapNow();
  R.curves.forEach((_, n) => curveNow(n));
  if (spoken || Date.now() - told > 5000) { $("live").textContent = quarter(at) + ". " + live(); told = Date.now(); }
};

const key = () => { // the products on the map, with the shapes that the chart draws
  const shapes = { circle: '<circle cx="50" cy="50" r="46"/>', rect: '<rect x="6" y="6" width="88" height="88"/>',
    diamond: '<path d="M50,0L100,50L50,100L0,50Z"/>', triangle: '<path d="M50,4L100,94L0,94Z"/>' };
  const seen = new Set(R.tabs.flatMap((each) => each.named.flatMap((list) => list.map(([e]) => R.book[e][2]))));
  $("key").replaceChildren(...R.themes[theme].looks.filter((look) => seen.has(look.key)).map((look) => {
    const item = document.createElement("li"), shape = shapes[look.symbol] || '<path d="' + look.symbol.slice(7) + '"/>';
    item.innerHTML = '<svg viewBox="0 0 100 100" aria-hidden="true"><g fill="' + look.colour + '" stroke="currentColor" stroke-width="3">'
      + shape + '</g><text x="50" y="70" font-size="58" font-weight="700" text-anchor="middle" fill="' + look.letter_ink + '">'
      + look.letter + "</text></svg>";
    item.append(look.name); return item; }));
};

const draw = () => {
  document.documentElement.dataset.theme = theme;
  for (const chart of [charts.map, ...(charts.curves || [])]) if (chart) chart.dispose();
  charts.map = echarts.init($("map"), null, { renderer: "svg" });
  charts.map.setOption({ ...R.themes[theme].map, tooltip: { confine: true, renderMode: "richText",
    formatter: (p) => p.name ? p.name + (p.value[4] ? "\n" + short(p.value[4]) + " " + R.words.workers : "") : "" } });
  charts.map.setOption(R.ways);
  charts.curves = R.curves.map((_, n) => { const chart = echarts.init($("curve" + n), null, { renderer: "svg" });
    chart.setOption(curveBase(n)); return chart; });
  key();
};

const stop = () => { clearInterval(timer); timer = null; $("play").textContent = R.words.play; $("play").setAttribute("aria-pressed", false); };
const step = (by) => { at = Math.max(0, Math.min(last, at + by)); show(true); };
const play = () => {
  if (timer) return stop();
  if (at === last) at = 0;
  $("play").textContent = R.words.pause; $("play").setAttribute("aria-pressed", true);
  timer = setInterval(() => { if (at >= last) return stop(); at += 1; show(false); }, 1000 / SPEEDS[speed]);
  show(true);
};
const faster = (by) => { speed = Math.max(0, Math.min(SPEEDS.length - 1, speed + by)); $("speed").textContent = SPEEDS[speed] + "/s";
  if (timer) { stop(); play(); } };
const choose = (n) => { if (n >= R.tabs.length) return; tab = n;
  document.querySelectorAll("[role=tab]").forEach((b, k) => b.setAttribute("aria-selected", k === n));
  $("shown").textContent = R.tabs[n].letter + " " + R.tabs[n].title; show(true); };
const turn = () => { theme = theme === "light" ? "projector" : "light"; draw(); show(false); };

$("play").onclick = play; $("back").onclick = () => { stop(); step(-1); }; $("on").onclick = () => { stop(); step(1); };
$("slower").onclick = () => faster(-1); $("faster").onclick = () => faster(1); $("theme").onclick = turn;
$("timeline").oninput = (e) => { stop(); at = +e.target.value; show(true); };
document.querySelectorAll("[role=tab]").forEach((b, n) => { b.onclick = () => choose(n); });
document.querySelectorAll("input[name=guess]").forEach((b) => { b.onchange = () => { locked = false;
  $("card").classList.remove("locked"); R.curves.forEach((_, n) => curveNow(n)); }; });
document.addEventListener("keydown", (e) => {
  if (/^(INPUT|TEXTAREA|SELECT|SUMMARY)$/.test(e.target.tagName) || e.ctrlKey || e.altKey || e.metaKey) return;
  if (e.target.tagName === "BUTTON" && (e.key === " " || e.key === "Enter")) return;
  const does = { " ": play, ArrowLeft: () => { stop(); step(e.shiftKey ? -4 : -1); }, ArrowRight: () => { stop(); step(e.shiftKey ? 4 : 1); },
    Home: () => { stop(); step(-last); }, End: () => { stop(); step(last); }, "[": () => faster(-1), "]": () => faster(1),
    1: () => choose(0), 2: () => choose(1), 3: () => choose(2), 4: () => choose(3), t: turn, T: turn }[e.key];
  if (does) { does(); e.preventDefault(); }
});
// On paper the drawings take the width they get; on the screen the library keeps their size.
const fit = (paper) => document.querySelectorAll("#map svg, .curve svg").forEach((svg) => paper
  ? svg.setAttribute("viewBox", "0 0 " + svg.getAttribute("width") + " " + svg.getAttribute("height")) : svg.removeAttribute("viewBox"));
// What is printed is the finished picture, whatever is on the screen.
let before = null;
addEventListener("beforeprint", () => { stop(); before = [at, locked, theme]; at = last; locked = false;
  if (theme !== "light") { theme = "light"; draw(); } show(false); fit(true); });
addEventListener("afterprint", () => { if (!before) return; const dark = before[2] !== theme; [at, locked, theme] = before; before = null;
  fit(false); if (dark) draw(); show(false); });
addEventListener("resize", () => { for (const chart of [charts.map, ...charts.curves]) chart.resize(); show(false); });

echarts.registerMap(R.ground, R.geojson);
if (locked) { at = R.locked; $("card").classList.add("locked"); }
draw();
$("speed").textContent = SPEEDS[speed] + "/s";
choose(R.first);
})();
