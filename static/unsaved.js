/** Lets the browser ask before a page with unsaved entries is left: forms with data-unsaved, running orders with data-dirty. */

for (const form of document.querySelectorAll("form[data-unsaved]")) {
  form.addEventListener("input", () => form.toggleAttribute("data-dirty", true));
  form.addEventListener("submit", () => form.toggleAttribute("data-dirty", false));
}

addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-dirty]")) event.preventDefault();
});
