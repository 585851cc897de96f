// An answer form and the response it makes: lists where the response has one (tick boxes, places, a path), a text for
// everything else (docs/reference/response.md).
export const isControl = (control) => control.name && !["csrfmiddlewaretoken", "revision", "next"].includes(control.name);

const isList = (control) => control.type === "checkbox" || "list" in control.dataset;
const isTicked = (control) => !["checkbox", "radio"].includes(control.type) || control.checked;

// A question that shows where a choice leads is sent when its taker says so, never by itself.
export const isDecision = (control) => "onSubmit" in control.dataset;
export const isStepwise = (form) => [...form.elements].some((control) => control.type === "hidden" && isList(control) || isDecision(control));

export function responseOf(form) {
  const response = {};
  for (const control of [...form.elements].filter(isControl)) {
    if (isList(control)) {
      response[control.name] ??= [];
      if (isTicked(control)) response[control.name].push(control.value);
    } else if (isTicked(control)) response[control.name] = control.value;
  }
  return response;
}

export function fill(form, response) {
  const places = {};
  for (const control of [...form.elements].filter(isControl)) {
    const value = response[control.name];
    const values = Array.isArray(value) ? value : [value];
    if (["checkbox", "radio"].includes(control.type)) control.checked = values.includes(control.value);
    else if (isList(control)) {
      places[control.name] = (places[control.name] ?? -1) + 1;
      control.value = values[places[control.name]] ?? "";
    } else control.value = value ?? "";
  }
  form.dispatchEvent(new CustomEvent("answer:filled"));
}

const isFilled = (value) => (Array.isArray(value) ? value.some(isFilled) : value.trim());
export const isAnswered = (response) => Object.values(response).some(isFilled);

// Whether the form says something else than what the server put into it.
export const isTouched = (form) =>
  [...form.elements].filter(isControl).some((control) => {
    if (control.options) return control.selectedIndex !== Math.max(0, [...control.options].findIndex((each) => each.defaultSelected));
    return control.checked !== control.defaultChecked || control.value !== control.defaultValue;
  });
