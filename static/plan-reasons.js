/** Reads the reasons of a proposal into its card when they are opened: they take the planner a while. */

for (const details of document.querySelectorAll("[data-reasons]")) {
  details.addEventListener("toggle", async () => {
    const answer = await fetch(details.dataset.reasons);
    if (!answer.ok) return; // the link stays
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    details.querySelector("p").before(page.querySelector("[data-said]"));
  }, { once: true });
}
