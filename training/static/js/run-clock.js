// When the time to decide is up, the server decides; the page only asks it what happened.
// data-run-clock="4": the seconds of grace that a choice on its way still has.
for (const clock of document.querySelectorAll("[data-run-clock]")) {
  clock.addEventListener("countdown:end", () => {
    setTimeout(() => location.reload(), Number(clock.dataset.runClock) * 1000);
  });
}
