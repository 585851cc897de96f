// A sequence as a list with two buttons a row. The selects below it stay what is read and sent: this only sets them.
//
// [data-order-list] holds one [data-order-place] with a select for each place.
function attach(root) {
  const places = [...root.querySelectorAll("[data-order-place]")];
  const selects = places.map((place) => place.querySelector("select"));
  if (selects[0]?.disabled !== false) return;
  const texts = new Map([...selects[0].options].filter((each) => each.value).map((each) => [each.value, each.text]));
  const list = document.createElement("ol");
  list.className = "order-list";
  const keep = button(root.dataset.wordKeep, () => set(order()));
  root.append(list, keep);
  for (const place of places) place.hidden = true;

  // What was placed, then what was not, in the order shown.
  function order() {
    const placed = [...new Set(selects.map((select) => select.value).filter(Boolean))];
    return [...placed, ...[...texts.keys()].filter((each) => !placed.includes(each))];
  }

  function set(values) {
    selects.forEach((select, place) => (select.value = values[place]));
    selects[0].dispatchEvent(new Event("input", { bubbles: true }));
    draw();
  }

  function move(place, step) {
    const values = order();
    [values[place], values[place + step]] = [values[place + step], values[place]];
    set(values);
    list.children[place + step].querySelector(step < 0 ? "button" : "button:last-child").focus();
  }

  function draw() {
    const values = order();
    list.replaceChildren(...values.map((value, place) => row(value, place, values.length)));
    keep.hidden = selects.every((select) => select.value);
  }

  function row(value, place, count) {
    const item = document.createElement("li");
    const text = document.createElement("span");
    text.className = "order-list__text";
    text.textContent = texts.get(value);
    const up = button(root.dataset.wordUp, () => place > 0 && move(place, -1), texts.get(value));
    const down = button(root.dataset.wordDown, () => place < count - 1 && move(place, 1), texts.get(value));
    up.disabled = place === 0;
    down.disabled = place === count - 1;
    item.append(text, up, down);
    return item;
  }

  root.closest("form").addEventListener("answer:filled", draw);
  draw();
}

function button(word, act, name = "") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.textContent = word;
  if (name) made.setAttribute("aria-label", `${word}: ${name}`);
  made.addEventListener("click", act);
  return made;
}

for (const root of document.querySelectorAll("[data-order-list]")) attach(root);
