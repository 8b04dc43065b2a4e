// Checks pages with pa11y (HTML_CodeSniffer, WCAG2AA) and html-validate.
// stdin: {"chromium": path, "flags": [...], "pages": {name: address}}
// stdout: {name: {"pa11y": [sentence...], "htmlValidate": [sentence...]}}
import { text } from "node:stream/consumers";
import { HtmlValidate } from "html-validate";
import pa11y from "pa11y";
import puppeteer from "puppeteer";

const asked = JSON.parse(await text(process.stdin));
const validator = new HtmlValidate({
  extends: ["html-validate:recommended", "html-validate:a11y"],
  rules: {
    // How source is written is no matter of validity: templates leave blanks, and the doctype
    // may be written in either case.
    "doctype-style": "off",
    // Ticks of one facet share its name, as do hidden fields that carry several picks.
    "form-dup-name": "off",
    "no-trailing-whitespace": "off",
    // Headings and labels of 60 and more Chinese characters are names of plans as printed.
    "long-title": "off",
  },
});
const browser = await puppeteer.launch({ executablePath: asked.chromium, args: asked.flags });
const found = {};
try {
  for (const [name, address] of Object.entries(asked.pages)) {
    const source = await (await fetch(address)).text();
    const report = await validator.validateString(source, name);
    const page = await browser.newPage();
    const seen = await pa11y(address, { browser, page, standard: "WCAG2AA", timeout: 30_000 });
    await page.close();
    found[name] = {
      pa11y: seen.issues.map((issue) => `${issue.code} ${issue.selector}: ${issue.context}`),
      htmlValidate: report.results.flatMap((result) =>
        result.messages.map((one) => `${one.line}:${one.column} ${one.ruleId}: ${one.message}`),
      ),
    };
  }
} finally {
  await browser.close();
}
process.stdout.write(JSON.stringify(found));
