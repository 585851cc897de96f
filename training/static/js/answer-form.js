// An answer form and the response it makes: a list for tick boxes, a text for everything else (docs/reference/response.md).
export const isControl = (control) => control.name && !["csrfmiddlewaretoken", "revision", "next"].includes(control.name);

export function responseOf(form) {
  const response = {};
  for (const control of [...form.elements].filter(isControl)) {
    if (control.type === "checkbox") {
      response[control.name] ??= [];
      if (control.checked) response[control.name].push(control.value);
    } else if (control.type !== "radio") response[control.name] = control.value;
    else if (control.checked) response[control.name] = control.value;
  }
  return response;
}

export function fill(form, response) {
  for (const control of [...form.elements].filter(isControl)) {
    const value = response[control.name];
    if (control.type === "checkbox") control.checked = Array.isArray(value) && value.includes(control.value);
    else if (control.type === "radio") control.checked = value === control.value;
    else control.value = value ?? "";
  }
}

export const isAnswered = (response) => Object.values(response).some((value) => (Array.isArray(value) ? value.length : value.trim()));

// Whether the form says something else than what the server put into it.
export const isTouched = (form) =>
  [...form.elements].filter(isControl).some((control) => {
    if (control.options) return control.selectedIndex !== Math.max(0, [...control.options].findIndex((each) => each.defaultSelected));
    return control.checked !== control.defaultChecked || control.value !== control.defaultValue;
  });
