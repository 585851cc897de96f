// Where in a text the reader is: tells the server, per mille, and goes back there when the page is opened again.
// data-reading="/address/" data-reading-token="…" data-reading-place="430" on the text;
// [data-reading-percent] inside [data-reading-words] shows it.
const WHOLE = 1000;
const PAUSE = 1500;

function attach(text) {
  const words = document.querySelector("[data-reading-words]");
  const percent = document.querySelector("[data-reading-percent]");
  let kept = Number(text.dataset.readingPlace);
  let timer;

  // The lowest line that has been on the screen, as a share of the text.
  const place = () => {
    const box = text.getBoundingClientRect();
    const seen = (window.innerHeight - box.top) / box.height;
    return Math.round(Math.min(1, Math.max(0, seen)) * WHOLE);
  };

  const tell = () => {
    const now = place();
    if (Math.abs(now - kept) < 5) return;
    kept = now;
    const body = new URLSearchParams({ place: now, csrfmiddlewaretoken: text.dataset.readingToken });
    // A lost word does no harm: the next one says more.
    fetch(text.dataset.reading, { method: "POST", body, keepalive: true }).catch(() => {});
  };

  const show = () => {
    percent.textContent = Math.floor(place() / 10);
    words.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(tell, PAUSE);
  };

  if (kept > 0 && kept < WHOLE && !location.hash) {
    const box = text.getBoundingClientRect();
    const bottom = box.top + window.scrollY + (box.height * kept) / WHOLE;
    window.scrollTo({ top: Math.max(0, bottom - window.innerHeight), behavior: "instant" });
  }
  addEventListener("scroll", show, { passive: true });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && tell());
}

document.querySelectorAll("[data-reading]").forEach(attach);
