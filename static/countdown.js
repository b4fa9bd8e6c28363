// The time until a room opens; the page loads again when it does.
const line = document.querySelector("[data-countdown]");

function left(seconds) {
  const hours = Math.floor(seconds / 3600);
  const rest = [Math.floor((seconds % 3600) / 60), Math.floor(seconds % 60)];
  return [hours, ...rest].map((part) => String(part).padStart(2, "0")).join(":");
}

function tick() {
  const seconds = (new Date(line.dataset.countdown) - Date.now()) / 1000;
  if (seconds <= 0) return location.reload();
  line.textContent = line.dataset.words.replace("{time}", left(seconds));
  setTimeout(tick, 1000);
}

// A wait of days is no countdown: the time above says it better.
if (line && new Date(line.dataset.countdown) - Date.now() < 24 * 3600 * 1000) {
  line.hidden = false;
  tick();
}
