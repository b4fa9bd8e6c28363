// Registering: choosing a city shows at once which part suits it. Without this, the form above does the same.
const form = document.querySelector("[data-register]");
const city = form?.querySelector("[data-city]");
let parts = form?.querySelector("fieldset.choices");
let isTouched = false; // by the person: a tick that was only suggested gives way to the next suggestion

const isSuggested = (input) => !isTouched && input.closest("label").querySelector(".recommended");

async function suggest() {
  const address = new URL(location.href);
  address.searchParams.set("city", city.value);
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("fieldset.choices");
  const ticked = [...parts.querySelectorAll("input:checked")].filter((input) => !isSuggested(input));
  const before = ticked.map((input) => input.value);
  if (!fresh) return;
  for (const input of fresh.querySelectorAll("input")) {
    // What the person ticked stays; only who has ticked nothing gets the suggestion.
    if (before.length) input.checked = before.includes(input.value) && !input.disabled;
  }
  parts.replaceWith(fresh);
  parts = fresh;
}

if (city && parts) {
  document.querySelector("[data-city-form]")?.remove();
  city.addEventListener("change", suggest);
  form.addEventListener("change", (event) => {
    isTouched ||= parts.contains(event.target);
  });
  // Who was faster than this script, or whose browser filled the form in again, has chosen already.
  isTouched = [...parts.querySelectorAll("input")].some((input) => input.checked !== input.defaultChecked);
  const offered = city.querySelector("option[selected]") ?? city.options[0];
  if (city.value !== offered.value) suggest();
}
