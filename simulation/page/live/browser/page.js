// What only a browser can do: register maps, draw what Python sends, hear keys, measure the window.
window.sez = {
  queues: {},
  keys: true,

  chart: (id) => document.getElementById(`c${id}`)?.__vueParentComponent?.proxy?.chart ?? getElement(id)?.chart,

  // One thing after the other for each chart: a quarter never comes before the land it is drawn on.
  inTurn(id, work) {
    this.queues[id] = (this.queues[id] ?? Promise.resolve()).then(work).catch((error) => console.error(error));
  },

  async until(found) {
    for (let tries = 0; tries < 200 && !found(); tries++) await new Promise((go) => setTimeout(go, 25));
    return found();
  },

  tooltip: {
    confine: true,
    trigger: "item",
    formatter: (at) => {
      const box = document.createElement("div");
      const workers = at.value?.[4];
      box.textContent = at.data?.title ?? at.seriesName;
      if (workers !== undefined) box.textContent += `: ${workers.toLocaleString("en")} workers`;
      return box;
    },
  },

  base(id, option, name, land) {
    this.inTurn(id, async () => {
      const { echarts } = await import("nicegui-echart");
      if (land) echarts.registerMap(name, land);
      const chart = await this.until(() => this.chart(id));
      if (name) option.tooltip = this.tooltip;
      chart.setOption(option, true);
    });
  },

  show(options) {
    for (const [id, list] of Object.entries(options))
      this.inTurn(id, () => list.forEach((option) => this.chart(id)?.setOption(option)));
  },

  measure() {
    const map = [...document.querySelectorAll(".map-box")].find((box) => box.offsetWidth > 0);
    return {
      width: innerWidth,
      map: map ? Math.min(map.offsetWidth, map.offsetHeight) : 320,
      beside: map ? Math.max(0, map.offsetWidth - map.offsetHeight) / 2 : 0,
      still: matchMedia("(prefers-reduced-motion: reduce)").matches,
    };
  },

  // A slider that somebody holds keeps its place.
  put(id, value) {
    const field = document.getElementById(id);
    if (field && !field.matches(":active")) field.value = value;
  },

  focus: (id) => document.getElementById(id)?.focus(),

  tab(name) {
    document.body.dataset.tab = name;
    for (const button of document.querySelectorAll(".tabs button"))
      button.setAttribute("aria-pressed", String(button.dataset.tab === name));
  },
};

document.addEventListener("keydown", (event) => {
  const at = event.target;
  const typing = at.closest?.("input, select, textarea, [contenteditable], dialog");
  const pressing = at.closest?.("button, summary, a") && (event.key === " " || event.key === "Enter");
  if (!sez.keys || event.ctrlKey || event.altKey || event.metaKey) return;
  if (typing && event.key !== "Escape") return;
  if (pressing) return;
  const known = [" ", "Home", "End", "Enter", "Escape", "[", "]", "1", "2", "?"];
  const letter = event.key.length === 1 && "dmlkt".includes(event.key.toLowerCase());
  if (!known.includes(event.key) && !event.key.startsWith("Arrow") && !letter) return;
  if (event.key === " " || event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End")
    event.preventDefault();
  emitEvent("sez-key", { key: event.key, shift: event.shiftKey });
});

// A button that was clicked with the mouse lets go of the focus, so that keys work again.
document.addEventListener("click", (event) => event.detail > 0 && event.target.closest?.("button")?.blur());

document.documentElement.dataset.theme = "light";
document.body.dataset.tab = "map";

// Python places names by the size of the map, so it hears when that changes.
let resizing;
const watcher = new ResizeObserver(() => {
  clearTimeout(resizing);
  resizing = setTimeout(() => emitEvent("sez-size", sez.measure()), 200);
});
sez.until(() => document.querySelectorAll(".map-box").length > 1).then(() => {
  for (const box of document.querySelectorAll(".map-box")) watcher.observe(box);
});
