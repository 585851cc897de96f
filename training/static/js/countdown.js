// Counts down from the seconds the server gave, on a clock that no change of the device's time can move.
// data-countdown="813"; the text goes into [data-countdown-text] or the element itself,
// and [data-countdown-label] is shown beside it: without scripts the page says until when, not how long.
// data-countdown-units="h min s" names the units in the reader's language; without it the time is written with colons.
// Any module may re-sync it:  element.dispatchEvent(new CustomEvent("countdown:sync", {detail: {seconds}}))
const SHORT = 5 * 60;

function written(seconds, units) {
  const whole = Math.max(0, Math.ceil(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, "0");
  if (units) {
    const [h, min, s] = units;
    return hours ? `${hours} ${h} ${minutes} ${min}` : minutes ? `${minutes} ${min} ${rest} ${s}` : `${whole} ${s}`;
  }
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

function attach(clock) {
  const text = clock.querySelector("[data-countdown-text]") ?? clock;
  const spoken = clock.querySelector("[data-countdown-spoken]");
  const units = clock.dataset.countdownUnits?.split(" ");
  let end = performance.now() / 1000 + Number(clock.dataset.countdown);
  let ended = false;
  const label = clock.querySelector("[data-countdown-label]");
  if (label) label.hidden = false;

  const tick = () => {
    const left = end - performance.now() / 1000;
    text.textContent = written(left, units);
    const short = left <= SHORT;
    // Said aloud once, when it matters, not every second.
    if (short && !clock.classList.contains("is-short") && spoken) spoken.hidden = false;
    clock.classList.toggle("is-short", short && left > 0);
    clock.classList.toggle("is-over", left <= 0);
    if (left <= 0 && !ended) {
      ended = true;
      clock.dispatchEvent(new CustomEvent("countdown:end", { bubbles: true }));
    }
  };

  clock.addEventListener("countdown:sync", (event) => {
    end = performance.now() / 1000 + event.detail.seconds;
    ended = false;
    tick();
  });
  document.addEventListener("visibilitychange", tick);
  setInterval(tick, 500);
  tick();
}

document.querySelectorAll("[data-countdown]").forEach(attach);
