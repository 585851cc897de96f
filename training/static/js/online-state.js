// Says that the line is gone, and for a moment that it is back; says nothing while all is well.
const BACK_FOR = 4000;

for (const bar of document.querySelectorAll("[data-online-state]")) {
  const gone = bar.querySelector("[data-offline-text]");
  const back = bar.querySelector("[data-online-text]");
  let timer;

  const show = (online) => {
    clearTimeout(timer);
    gone.hidden = online;
    back.hidden = !online;
    bar.hidden = false;
    if (online) timer = setTimeout(() => (bar.hidden = true), BACK_FOR);
  };

  window.addEventListener("offline", () => show(false));
  window.addEventListener("online", () => show(true));
  if (!navigator.onLine) show(false);
}
