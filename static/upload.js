// Says at once that a chosen file is too large: the server would say it only after all of it was sent.

for (const input of document.querySelectorAll("input[type=file][data-most-bytes]")) {
  const said = document.createElement("p");
  said.className = "wrong";
  said.id = `${input.id}-too-large`;
  said.setAttribute("role", "alert");
  said.hidden = true;
  input.after(said);
  input.addEventListener("change", () => {
    const file = input.files[0];
    const isTooLarge = Boolean(file) && file.size > Number(input.dataset.mostBytes);
    said.textContent = isTooLarge ? input.dataset.tooLarge : "";
    said.hidden = !isTooLarge;
    input.toggleAttribute("aria-invalid", isTooLarge);
    if (isTooLarge) input.value = "";
  });
}
