/** Moves the parts of a plan by hand: its numbers follow at once, the drawing when the part is let go. */

import { layHandles } from "./plan-handles.js";

const MINUTE = 60000;
const utc = (time) => `${new Date(time).toISOString().slice(0, 16)}Z`;

class Board {
  constructor(region) {
    this.region = region;
    this.open();
  }

  open() {
    this.plan = JSON.parse(this.region.querySelector("[data-plan]").textContent);
    this.starts = this.plan.parts.map((part) => Date.parse(part.start));
    this.handles = layHandles(this.region, this.plan);
    this.handles.forEach((own, number) => own.forEach((handle) => handle.listen(this.plan.grid, () => this.mover(number), () => this.settle())));
  }

  /** Returns what moves a part by steps of the grid from where it is now, within the dates that were asked for. */
  mover(number) {
    const from = this.starts[number];
    const [first, last] = [Date.parse(this.plan.first), Date.parse(this.plan.last)];
    return (steps) => {
      const time = Math.min(last, Math.max(first, from + steps * this.plan.grid * MINUTE));
      if (time === this.starts[number]) return;
      this.starts[number] = time;
      for (const handle of this.handles[number]) handle.place(time);
      this.redrawing?.abort();
      this.isMoved = true;
      this.region.toggleAttribute("data-moving", true);
      this.ask();
    };
  }

  /** Asks what the starts bring; one question at a time, and of those that came meanwhile only the last. */
  async ask() {
    if (this.isAsking) { this.isBehind = true; return; }
    [this.isAsking, this.isBehind] = [true, false];
    const asked = this.starts.map((start) => `start=${utc(start)}`).join("&");
    const read = (answer) => (answer.ok ? answer.json() : null);
    const found = await fetch(`${this.plan.url}?${asked}`).then(read).finally(() => { this.isAsking = false; });
    if (this.isBehind) return this.ask();
    if (found) this.show(found);
    if (this.isSettled && this.page) await this.redraw();
  }

  show(found) {
    this.page = found.page;
    for (const [name, text] of Object.entries(found.texts)) this.region.querySelector(`[data-live="${name}"]`).textContent = text;
    for (const [name, width] of Object.entries(found.bars)) this.region.querySelector(`[data-bar="${name}"]`).setAttribute("width", width);
    this.handles.forEach((own, number) => own.forEach((handle) => handle.say(found.words[number])));
    const lines = found.breaches.map((text) => Object.assign(document.createElement("li"), { className: "state warn", textContent: text }));
    this.region.querySelector("[data-breaches]").replaceChildren(...lines);
    for (const [name, value] of Object.entries(found.fields)) document.querySelectorAll(`input[name="${name}"]:not([type="radio"])`).forEach((field) => { field.value = value; });
  }

  settle() {
    this.isSettled = this.isMoved;
    if (this.isSettled && this.page && !this.isAsking) this.redraw();
  }

  /** Takes the drawing, and the address to apply, from the page of these starts; the focus stays on its part. */
  async redraw() {
    [this.isSettled, this.isMoved, this.redrawing] = [false, false, new AbortController()];
    const answer = await fetch(this.page, { signal: this.redrawing.signal }).then((page) => page.text()).catch((error) => { if (error.name !== "AbortError") throw error; });
    if (!answer) return;
    const fresh = new DOMParser().parseFromString(answer, "text/html").querySelector("[data-plan-hand]");
    const number = this.handles.findIndex((own) => own.some((handle) => handle.element === document.activeElement));
    this.region.replaceChildren(...fresh.childNodes);
    this.region.toggleAttribute("data-moving", false);
    history.replaceState(null, "", this.page);
    this.open();
    this.handles[number]?.find((handle) => handle.element.getClientRects().length)?.element.focus();
  }
}

for (const region of document.querySelectorAll("[data-plan-hand]")) new Board(region);
