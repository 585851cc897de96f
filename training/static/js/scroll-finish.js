// Notices that the end of a text was seen and then offers the button that finishes it.
// data-scroll-finish="#id-of-form" stands on an element at the end of the text. Without scripts the button is simply there.
for (const end of document.querySelectorAll("[data-scroll-finish]")) {
  const form = document.querySelector(end.dataset.scrollFinish);
  if (!form) continue;
  const button = form.querySelector("[type=submit]");
  const hint = form.querySelector("[data-scroll-hint]");
  button.disabled = true;
  if (hint) hint.hidden = false;

  new IntersectionObserver((entries, observer) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    button.disabled = false;
    if (hint) hint.hidden = true;
    form.querySelector("input[name=read_to_end]")?.setAttribute("value", "yes");
    observer.disconnect();
  }).observe(end);
}
