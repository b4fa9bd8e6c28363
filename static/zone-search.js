/** Filters a list while one types; pressing Enter still asks the server, whose list may be longer. */

/** Letters without accents or case, so that "sao" finds "São Paulo". */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("_", " ").toLowerCase();
}

function filter(list, count, query) {
  const words = plain(query).split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const item of list.children) {
    const text = plain(item.textContent);
    item.hidden = !words.every((word) => text.includes(word));
    shown += item.hidden ? 0 : 1;
  }
  count.textContent = shown ? "" : count.dataset.none;
}

for (const input of document.querySelectorAll("[data-filter]")) {
  const list = document.querySelector(input.dataset.filter);
  const count = document.querySelector(`[data-filter-count="${input.dataset.filter}"]`);
  input.addEventListener("input", () => filter(list, count, input.value));
}
