// Where a field of the scenario refers to a scene, a variable or a dimension (list="declared-…"), offer the names that
// are declared in the same form (data-declares="…"). Without this script the names are typed; the check compares them.

const KINDS = ["scene", "variable", "dimension"];

const lists = new Map(
  KINDS.map((kind) => {
    const list = document.createElement("datalist");
    list.id = `declared-${kind}`;
    return [kind, list];
  }),
);

const declared = (kind) => {
  const inputs = [...document.querySelectorAll(`[data-declares="${kind}"]`)];
  return [...new Set(inputs.map((input) => input.value.trim()).filter(Boolean))];
};

const refresh = (event) => {
  const kind = event.target.getAttribute?.("list")?.replace("declared-", "");
  const list = lists.get(kind);
  if (!list) return;
  list.replaceChildren(
    ...declared(kind).map((name) => {
      const option = document.createElement("option");
      option.value = name;
      return option;
    }),
  );
};

document.body.append(...lists.values());
document.addEventListener("focusin", refresh);
