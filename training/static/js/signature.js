// The hand-drawn signature: strokes on a pad, kept as numbers in a box 1000 wide in the form's hidden field.
//
// <div data-signature data-signature-too-short="…words…">
//   <div class="signature-pad"><canvas …></canvas></div>
//   <input type="hidden" name="strokes">   [{"x","y","t"}…] per stroke, in JSON
//   <button type="button" data-signature-undo>  <button type="button" data-signature-clear>
//   <p class="field__error" data-signature-error hidden>
import SignaturePad from "../signature_pad/signature_pad.js";

const BOX = 1000;
const LEAST_STROKES = 2;
const LEAST_POINTS = 20;

function attach(place) {
  place.hidden = false; // Without scripts there is no pad, and the typed name is the way.
  const canvas = place.querySelector("canvas");
  const field = place.querySelector("input[type=hidden]");
  const error = place.querySelector("[data-signature-error]");
  const frame = canvas.parentElement;
  const ink = getComputedStyle(document.documentElement).getPropertyValue("--ink").trim();
  const pad = new SignaturePad(canvas, { penColor: ink, minWidth: 1, maxWidth: 3.2 });
  let width = 0;

  // The pad keeps pixels of the screen as it was; a phone that is turned gets the same strokes in its new width.
  const fit = () => {
    const ratio = Math.max(window.devicePixelRatio || 1, 1);
    const groups = pad.toData();
    const scale = width ? canvas.clientWidth / width : 1;
    width = canvas.clientWidth;
    canvas.width = canvas.clientWidth * ratio;
    canvas.height = canvas.clientHeight * ratio;
    canvas.getContext("2d").scale(ratio, ratio);
    for (const group of groups) {
      for (const point of group.points) {
        point.x *= scale;
        point.y *= scale;
      }
    }
    pad.clear();
    pad.fromData(groups, { clear: false });
  };

  const normalised = () => {
    const groups = pad.toData();
    const start = groups[0]?.points[0]?.time ?? 0;
    const place = (value) => Math.round((value * BOX) / width);
    return groups.map((group) =>
      group.points.map((point) => ({ x: place(point.x), y: place(point.y), t: Math.round(point.time - start) })),
    );
  };

  const keep = () => {
    const strokes = normalised();
    field.value = strokes.length ? JSON.stringify(strokes) : "";
    warn(false);
  };

  const isEnough = () => {
    const strokes = normalised();
    return strokes.length >= LEAST_STROKES || strokes.flat().length >= LEAST_POINTS;
  };

  const warn = (is) => {
    error.hidden = !is;
    frame.classList.toggle("is-wrong", is);
  };

  const change = (groups) => {
    pad.fromData(groups);
    keep();
  };

  pad.addEventListener("endStroke", keep);
  place.querySelector("[data-signature-clear]")?.addEventListener("click", () => change([]));
  place.querySelector("[data-signature-undo]")?.addEventListener("click", () => change(pad.toData().slice(0, -1)));
  // Before confirm-once.js, which must not hold a form that was never sent.
  field.form.addEventListener("submit", (event) => {
    const typed = field.form.querySelector("[data-signature-typed]");
    if (isEnough() || typed?.checked) return;
    event.preventDefault();
    warn(true);
    frame.scrollIntoView({ block: "center" });
  });

  // A phone that is turned across shows the pad, not the heading above it.
  matchMedia("(orientation: landscape) and (max-height: 480px)").addEventListener("change", (turned) => {
    if (turned.matches) frame.scrollIntoView({ block: "center" });
  });
  new ResizeObserver(fit).observe(frame);
  fit();
  for (const hidden of place.querySelectorAll("[data-signature-tool]")) hidden.hidden = false;
}

document.querySelectorAll("[data-signature]").forEach(attach);
