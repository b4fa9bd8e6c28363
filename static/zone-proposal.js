/** Offers the browser's zone when the page shows another. Nothing changes until the reader presses the button. */

const KEPT = "zone-kept";

/** Names of one zone (Asia/Calcutta, Asia/Kolkata) come out the same; null for a name the browser does not know. */
function canonical(zone) {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

function offsetNow(zone) {
  const words = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "shortOffset" }).formatToParts(new Date());
  return words.find((part) => part.type === "timeZoneName").value.replace("GMT", "UTC").replace("-", "−");
}

function inWords(zone) {
  return `${zone.split("/").at(-1).replaceAll("_", " ")}, ${offsetNow(zone)}`;
}

/** What the reader has kept, for this visit; storage can be forbidden, and then the question returns. */
function remembered() {
  try {
    return sessionStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

function keep(row, zone) {
  row.hidden = true;
  try {
    sessionStorage.setItem(KEPT, zone);
  } catch {
    return;
  }
}

function propose(row, zone) {
  for (const element of row.querySelectorAll("[data-words]")) {
    element.textContent = element.dataset.words.replace("{zone}", inWords(zone));
  }
  row.querySelector("[name=zone]").value = zone;
  row.querySelector("[data-dismiss]").addEventListener("click", () => keep(row, zone));
  row.hidden = false;
}

const row = document.querySelector("[data-zone-proposal]");
const mine = canonical(undefined);
if (row && mine && mine.includes("/") && mine !== canonical(row.dataset.zone) && mine !== remembered()) {
  propose(row, mine);
}
