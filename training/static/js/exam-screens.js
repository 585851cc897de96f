// One question a screen without a page load in between, so that an exam goes on while the line is gone.
import { isAnswered, responseOf } from "./answer-form.js";

export class Screens {
  constructor(root, forms) {
    this.root = root;
    this.forms = forms;
    this.flags = readFlags(root.dataset.answerQueue);
    this.current = root.dataset.current;
  }

  show(item, { push = true } = {}) {
    const form = this.forms.get(item);
    if (!form) return;
    for (const [each, other] of this.forms) other.hidden = each !== item;
    for (const link of this.root.querySelectorAll("[data-goto]")) {
      const here = link.dataset.goto === item;
      link.classList.toggle("is-current", here);
      if (here) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    }
    this.current = item;
    if (push) history.pushState({ item }, "", form.getAttribute("action"));
    form.querySelector("[data-stem]")?.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }

  mark(item, queue) {
    const link = this.root.querySelector(`[data-goto="${item}"]`);
    if (!link) return;
    const form = this.forms.get(item);
    const answered = "filed" in form.dataset || isAnswered(responseOf(form));
    link.classList.toggle("is-answered", answered);
    link.classList.toggle("is-unsaved", item in queue.kept.items);
    const word = link.querySelector("[data-answered-word]");
    if (word) word.hidden = !answered;
  }
}

export function attachLength(form) {
  const text = form.querySelector("textarea");
  const place = form.querySelector("[data-length]");
  if (!text || !place) return;
  const count = () => {
    place.querySelector("[data-length-count]").textContent = [...text.value.replace(/\s/gu, "")].length;
  };
  place.hidden = false;
  text.addEventListener("input", count);
  count();
}

export function attachFlag(form, item, screens) {
  const label = form.querySelector("[data-flag]");
  const box = form.querySelector("[data-flag-box]");
  if (!box || screens.forms.size < 2) return;
  label.hidden = false;
  box.checked = screens.flags.has(item);
  const draw = () => drawFlag(screens.root, item, box.checked);
  box.addEventListener("change", () => {
    if (box.checked) screens.flags.add(item);
    else screens.flags.delete(item);
    sessionStorage.setItem(`flags:${screens.root.dataset.answerQueue}`, JSON.stringify([...screens.flags]));
    draw();
  });
  draw();
}

// The grid of the check before the end: what was flagged on the way is marked there too.
export function drawFlags(root) {
  for (const item of readFlags(root.dataset.answerQueue)) drawFlag(root, item, true);
  showFlagKey(root);
}

export function showFlagKey(root) {
  for (const each of root.querySelectorAll(".number-grid-key [data-flag]")) each.hidden = false;
}

function drawFlag(root, item, isFlagged) {
  const place = root.querySelector(`[data-goto="${item}"]`);
  place?.classList.toggle("is-marked", isFlagged);
  const word = place?.querySelector("[data-flag-word]");
  if (word) word.hidden = !isFlagged;
}

function readFlags(attempt) {
  try {
    return new Set(JSON.parse(sessionStorage.getItem(`flags:${attempt}`)) ?? []);
  } catch {
    return new Set();
  }
}
