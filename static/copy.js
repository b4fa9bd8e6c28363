/** Shows the buttons that copy an address, and says when it is done. */

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  const label = button.textContent;
  button.textContent = button.dataset.copied;
  button.addEventListener("blur", () => (button.textContent = label), { once: true });
}

/* Browsers give the clipboard to secure pages only; elsewhere the address is there to be selected by hand. */
for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", () => copy(button));
}
