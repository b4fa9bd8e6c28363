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

/** The offset as the page writes it ("UTC+0", "UTC−3"); a browser says "GMT" where it is none. */
function offset(zone, at) {
  const words = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "shortOffset" }).formatToParts(at);
  const name = words.find((part) => part.type === "timeZoneName").value;
  return name === "GMT" ? "UTC+0" : name.replace("GMT", "UTC").replace("-", "−");
}

function inWords(zone, at) {
  return `${zone.split("/").at(-1).replaceAll("_", " ")}, ${offset(zone, at)}`;
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
  const words = inWords(zone, new Date(row.dataset.at));
  for (const element of row.querySelectorAll("[data-words]")) {
    element.textContent = element.dataset.words.replace("{zone}", words);
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
