// <plan-search> 1.0.0: the box of a plan search on the pages of other sites; see /embed there.
// Syntax of 2009: a browser too old for it reads it without complaint and keeps the plain form.
(function () {
  "use strict";
  if (!window.customElements || !window.Reflect || !window.AbortController || !("adoptedStyleSheets" in document) || customElements.get("plan-search")) return;

  var PINS = { agency: "agency", year: "year", category: "plan_category", kind: "kind" };
  var LIMIT_MS = 1500, PAUSE_MS = 120, LONGEST = 60;
  var sheet = new CSSStyleSheet();
  sheet.replaceSync(
    ":host{display:block}:host([hidden]){display:none}" +
    "form{all:initial;display:block;position:relative;color:inherit;color-scheme:inherit;visibility:inherit;font:inherit;font-size:max(1em,14px);line-height:1.5;text-align:start;--a:var(--ps-accent,#1b5566);--b:1px solid var(--ps-border,#767f84);--r:var(--ps-radius,6px)}" +
    "*{box-sizing:border-box}label{display:block;margin-bottom:.25em}div{display:flex}" +
    "input,button{font:inherit;margin:0;min-height:max(2.5em,24px);border:var(--b);appearance:none}" +
    "input,ul{color:var(--ps-text,FieldText);background:var(--ps-bg,Field)}" +
    "input{flex:1;min-width:0;padding:0 .75em;border-radius:var(--r) 0 0 var(--r)}" +
    "button{flex:none;padding:0 1em;border-color:var(--a);border-radius:0 var(--r) var(--r) 0;background:var(--a);color:var(--ps-on-accent,#fff);font-weight:700;white-space:nowrap;cursor:pointer}" +
    ":focus-visible{outline:3px solid var(--ps-focus,var(--a));outline-offset:-3px;box-shadow:inset 0 0 0 5px var(--ps-on-accent,#fff)}" +
    "ul{position:absolute;z-index:9999;inset:calc(100% + 4px) 0 auto;margin:0;padding:.25em 0;list-style:none;border:var(--b);border-radius:var(--r);max-height:20em;overflow:auto}" +
    "ul[hidden]{display:none}li{padding:.25em .75em;min-height:24px;cursor:pointer;overflow-wrap:anywhere}" +
    "[aria-selected=true]{background:var(--a);color:var(--ps-on-accent,#fff)}" +
    "@media(forced-colors:active){[aria-selected=true]{forced-color-adjust:none;background:Highlight;color:HighlightText}}"
  );

  function make(name, attributes, children) {
    var one = document.createElement(name);
    Object.keys(attributes).forEach(function (key) { one.setAttribute(key, attributes[key]); });
    (children || []).forEach(function (child) { one.appendChild(child); });
    return one;
  }

  function begin(host) {
    var form = host.querySelector("form"), old = form && form.querySelector("[name=q]");
    var words = function (selector, usual) {
      var found = form && form.querySelector(selector);
      return (found && found.textContent.trim()) || usual;
    };
    // Where a search leads, null where the page's owner has not said it well.
    var target = function (path, text) {
      try {
        var url = new URL(path, new URL(host.getAttribute("src") || form.action, document.baseURI));
        if (!/^https?:$/.test(url.protocol)) return null;
        url.searchParams.set("q", text);
        return url;
      } catch (error) { return null; }
    };
    if (!target("", "")) return;

    var label = host.getAttribute("label") || words("label", "查詢施政計畫");
    var box = make("input", { id: "q", type: "text", enterkeyhint: "search", maxlength: 2000, autocomplete: "off", autocapitalize: "off", spellcheck: "false" });
    var button = make("button", { type: "submit" });
    var list = make("ul", { id: "l", role: "listbox", "aria-label": label + "：建議", hidden: "" });
    var caption = make("label", { "for": "q" });
    var inner = make("form", { role: "search", "aria-label": label }, [caption, make("div", {}, [box, button]), list]);
    caption.textContent = label;
    button.textContent = words("button", "查詢");
    var last = box.value = old ? old.value : "", at = -1, turn = 0, failures = 0, composing = false, timer, running;
    var suggests = host.hasAttribute("suggest");

    var tell = function (name, detail, stoppable) {
      return host.dispatchEvent(new CustomEvent("plan-search:" + name, { bubbles: true, cancelable: !!stoppable, detail: detail }));
    };
    var open = function (yes) {
      if (!suggests) return;
      list.hidden = !yes;
      at = -1;
      mark();
      box.setAttribute("aria-expanded", String(yes));
    };
    var mark = function () {
      for (var place = 0; place < list.children.length; place++) list.children[place].setAttribute("aria-selected", String(place === at));
      if (at < 0) return box.removeAttribute("aria-activedescendant");
      box.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    };
    var show = function (texts) {
      list.textContent = "";
      texts.forEach(function (text, place) {
        var row = make("li", { id: "o" + place, role: "option" });
        row.textContent = text;
        list.appendChild(row);
      });
      open(texts.length > 0);
    };
    var rest = function () {
      turn++;
      clearTimeout(timer);
      if (running) running.abort();
    };
    var go = function () {
      var text = box.value.trim(), url = target("", text);
      rest();
      open(false);
      if (!url) return;
      Object.keys(PINS).forEach(function (name) {
        (host.getAttribute(name) || "").split(",").forEach(function (value) {
          if (value.trim()) url.searchParams.append(PINS[name], value.trim());
        });
      });
      if (!tell("submit", { query: text, url: url.href }, true)) return;
      // The search may not be shown in a frame; a form would be stopped by the page's form-action.
      if (window.top === window) location.assign(url.href);
      else window.open(url.href, "_top");
    };
    var take = function (row) {
      box.value = last = row.textContent;
      go();
    };
    var ask = function (text) {
      var mine = turn, control = running = new AbortController();
      var limit = setTimeout(function () { control.abort(); }, LIMIT_MS);
      fetch(target("api/v1/suggest", text).href, { credentials: "omit", referrerPolicy: "no-referrer", signal: control.signal }).then(function (answer) {
        // A page to log in is no answer, whatever its status.
        if (!answer.ok || !/^application\/json\b/.test(answer.headers.get("Content-Type"))) throw new Error("no suggestions: " + answer.status);
        return answer.json();
      }).then(function (body) {
        if (mine !== turn) return;
        var texts = body.suggestions.filter(function (one) { return typeof one === "string" && one !== text; });
        failures = 0;
        if (host.shadowRoot.activeElement === box) show(texts);
        tell("suggest", { query: text, suggestions: texts });
      }).catch(function (error) {
        if (mine !== turn) return;
        failures++;
        show([]);
        tell("error", { query: text, error: error, failures: failures });
      }).then(function () { clearTimeout(limit); });
    };
    var typed = function () {
      var text = box.value.trim();
      if (composing || text === last) return;
      last = text;
      rest();
      if (!suggests || failures > 1 || !text || text.length > LONGEST) show([]);
      else timer = setTimeout(ask, PAUSE_MS, text);
    };

    inner.addEventListener("submit", function (event) {
      event.preventDefault();
      go();
    });
    box.addEventListener("keydown", function (event) {
      if (composing || event.isComposing || event.keyCode === 229) return;
      var rows = list.children, key = event.key, step = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
      if (step && rows.length && (step > 0 || !list.hidden)) {
        if (list.hidden) open(true);
        // One place past the end is the box itself.
        at = (at + 1 + step + rows.length + 1) % (rows.length + 1) - 1;
        mark();
      } else if (key === "Enter") {
        // Not left to the form: some pages swallow the key.
        if (at < 0) go();
        else take(rows[at]);
      } else if (key === "Escape" && suggests && (box.value || !list.hidden)) {
        if (list.hidden) {
          box.value = last = "";
          rest();
          show([]);
        } else open(false);
      } else return;
      event.preventDefault();
      event.stopPropagation();
    });
    // Shortcuts of the page cannot see that a field has the focus here.
    ["keydown", "keypress", "keyup"].forEach(function (type) {
      inner.addEventListener(type, function (event) {
        if (event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey) event.stopPropagation();
      });
    });
    if (suggests) {
      [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", "l"], ["aria-expanded", "false"]].forEach(function (pair) { box.setAttribute(pair[0], pair[1]); });
      box.addEventListener("compositionstart", function () { composing = true; });
      box.addEventListener("compositionend", function () { composing = false; typed(); });
      box.addEventListener("input", function (event) { if (!event.isComposing) typed(); });
      box.addEventListener("blur", function () { open(false); });
      list.addEventListener("mousedown", function (event) {
        event.preventDefault();
        if (event.target !== list && !event.button) take(event.target);
      });
    }

    var focused = old && document.activeElement === old;
    var root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.appendChild(inner);
    if (focused) box.focus();
  }

  function PlanSearch() { return Reflect.construct(HTMLElement, [], PlanSearch); }
  PlanSearch.prototype = Object.create(HTMLElement.prototype, {
    constructor: { value: PlanSearch },
    connectedCallback: { value: function () { if (!this.shadowRoot) begin(this); } }
  });
  customElements.define("plan-search", PlanSearch);
})();
