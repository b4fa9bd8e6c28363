/** Moves the items of a running order in place, by button or by dragging; one press saves the new order. */

class RunningOrder {
  constructor(form) {
    this.form = form;
    this.list = form.querySelector("ol");
    this.original = [...this.list.children];
    this.dragged = null;
    for (const item of this.original) item.draggable = true;
    form.addEventListener("click", (event) => this.press(event));
    form.addEventListener("reset", () => this.undo());
    form.addEventListener("submit", () => form.toggleAttribute("data-dirty", false));
    this.list.addEventListener("dragstart", (event) => this.take(event));
    this.list.addEventListener("dragover", (event) => this.carry(event));
    this.list.addEventListener("drop", (event) => event.preventDefault());
    this.list.addEventListener("dragend", () => this.put());
  }

  press(event) {
    const button = event.target.closest(".up, .down");
    if (!button) return;
    event.preventDefault();
    const item = button.closest("li");
    if (button.classList.contains("up")) item.previousElementSibling?.before(item);
    else item.nextElementSibling?.after(item);
    this.changed(item);
    this.focus(item, button);
  }

  /** The focus stays on the button, or on its twin where the end of the list hides it. */
  focus(item, button) {
    const hidden = getComputedStyle(button).visibility === "hidden";
    (hidden ? item.querySelector(button.matches(".up") ? ".down" : ".up") : button).focus();
  }

  take(event) {
    this.dragged = event.target.closest("li");
    this.dragged.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
  }

  carry(event) {
    const over = event.target.closest("li");
    if (!this.dragged) return;
    event.preventDefault();
    if (!over || over === this.dragged || over.parentElement !== this.list) return;
    const { top, height } = over.getBoundingClientRect();
    if (event.clientY < top + height / 2) over.before(this.dragged);
    else over.after(this.dragged);
  }

  put() {
    this.dragged.classList.remove("dragged");
    this.changed(this.dragged);
    this.dragged = null;
  }

  changed(item) {
    const place = [...this.list.children].indexOf(item) + 1;
    const words = { title: item.dataset.title, place, count: this.original.length };
    this.form.querySelector("[data-said]").textContent = this.form.dataset.moved.replace(/\{(\w+)\}/g, (_, key) => words[key]);
    this.form.querySelector(".reorder-save").hidden = false;
    this.form.toggleAttribute("data-dirty", true);
  }

  undo() {
    this.list.append(...this.original);
    this.form.querySelector(".reorder-save").hidden = true;
    this.form.toggleAttribute("data-dirty", false);
  }
}

for (const form of document.querySelectorAll("[data-reorder]")) new RunningOrder(form);
