/** Handles over the parts of a ribbon, to drag or to move by keys. They say where they should go; plan.js decides. */

const MINUTE = 60000;
const STEPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 4, PageDown: -4 };

/** One part in one of the two drawings; the band in the picture follows its handle. */
class Handle {
  constructor(band, part, range) {
    this.bands = [band.cloneNode(false), band];
    this.element = this.bands[0];
    this.range = range;
    this.x = band.x.baseVal.value;
    this.start = Date.parse(part.start);
    this.minute = band.width.baseVal.value / part.minutes; // its width in the drawing
    const said = { role: "slider", tabindex: 0, class: "plan-handle", "aria-label": part.label, "aria-valuemin": 0, "aria-valuemax": (range.to - range.from) / MINUTE };
    for (const [name, value] of Object.entries(said)) this.element.setAttribute(name, value);
    this.place(this.start);
    this.say(part.words);
  }

  place(time) {
    for (const band of this.bands) band.setAttribute("x", this.x + ((time - this.start) / MINUTE) * this.minute);
    this.element.setAttribute("aria-valuenow", (time - this.range.from) / MINUTE);
  }

  say(words) {
    this.element.setAttribute("aria-valuetext", words);
  }

  /** Calls *move* with a number of steps of the grid from where the part was taken, *settle* when it is let go. */
  listen(grid, move, settle) {
    let held = null;
    const steps = (event) => Math.round(((event.clientX - held.x) / held.scale / this.minute) / grid);
    this.element.addEventListener("pointerdown", (event) => {
      this.element.setPointerCapture(event.pointerId);
      held = { x: event.clientX, scale: this.element.getScreenCTM().a, move: move() };
    });
    this.element.addEventListener("pointermove", (event) => held?.move(steps(event)));
    for (const end of ["pointerup", "pointercancel"]) this.element.addEventListener(end, () => { held = null; settle(); });
    this.element.addEventListener("keydown", (event) => {
      if (!(event.key in STEPS) || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      move()(STEPS[event.key]);
    });
    this.element.addEventListener("keyup", (event) => event.key in STEPS && settle());
  }
}

/** Lays a layer with handles over each drawing of *region*; returns the handles of each part. */
export function layHandles(region, plan) {
  const range = { from: Date.parse(plan.first), to: Date.parse(plan.last) };
  const handles = plan.parts.map(() => []);
  for (const svg of region.querySelectorAll(".ribbon > svg")) {
    const layer = svg.cloneNode(false);
    layer.removeAttribute("aria-labelledby");
    layer.setAttribute("role", "group");
    layer.classList.add("plan-layer");
    plan.parts.forEach((part, number) => {
      const handle = new Handle(svg.querySelector(`[data-part="${part.key}"]`), part, range);
      handles[number].push(handle);
      layer.append(handle.element);
    });
    svg.after(layer);
  }
  return handles;
}
