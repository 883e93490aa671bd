// What is published is valid HTML, by the Nu HTML checker.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const repository = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const checker = join(dirname(createRequire(import.meta.url).resolve("vnu-jar/package.json")), "build", "dist", "vnu.jar");
const program = process.env.DARING;
assert.ok(program, "DARING names the program under test; tests/run sets it");

const folder = mkdtempSync(join(tmpdir(), "daring-html-"));
after(() => rmSync(folder, { recursive: true }));

// One page with every element of the dialect.
const everything = `---
title: "Every element & \\"more\\" <b>"
description: "Quotes \\" and <angles> & ampersands"
aliases: [old/place]
---
Text with *emphasis*, **weight**, ~~deletion~~, \`code\`, <kbd>raw</kbd>, a note[^1], again[^1], https://example.org/?a=1&b=2 and $x < y$.

## A heading {#own .class}

- one
  - two
- [ ] open
- [x] done

3. three
4. four

> [!WARNING]
> Take care.

> Quoted.

| left | middle | right |
|:-----|:------:|------:|
| a    | b      | c     |

Term
: Definition
: Another

\`\`\`rust
fn main() { println!("<{}>", 'a'); }
\`\`\`

    indented

![A picture](picture.png "Its title")

***

## A heading

[^1]: The note, with a list:

    - in it
`;

// A picture of one pixel.
const picture = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
);

function publish(name, settings) {
    const root = join(folder, name);
    mkdirSync(root);
    cpSync(join(repository, "content"), join(root, "content"), { recursive: true });
    cpSync(join(repository, "themes"), join(root, "themes"), { recursive: true });
    mkdirSync(join(root, "content", "elements"));
    writeFileSync(join(root, "content", "elements", "everything.md"), everything);
    writeFileSync(join(root, "content", "elements", "picture.png"), picture);
    writeFileSync(join(root, "handbook.toml"), settings);
    execFileSync(program, ["build", "--deny", "warnings", "--quiet", "--root", root], { stdio: "inherit" });
    return join(root, "public");
}

function pagesIn(output) {
    return readdirSync(output, { recursive: true }).filter((name) => name.endsWith(".html"));
}

// The checker's remarks on style are not about validity, and CommonMark wants the slash of `<br />`.
function mistakesIn(output) {
    const checked = spawnSync(
        "java",
        ["-jar", checker, "--format", "json", "--stdout", "--exit-zero-always", "--skip-non-html", output],
        { encoding: "utf8", maxBuffer: 64 << 20 },
    );
    assert.equal(checked.status, 0, `the checker failed: ${checked.error ?? checked.stderr}`);
    const { messages } = JSON.parse(checked.stdout);
    return messages
        .filter((message) => message.type !== "info" || message.subType === "warning")
        .map((message) => `${message.url.slice(`file:${output}`.length)}:${message.lastLine}: ${message.message}`);
}

for (const [name, settings] of [
    ["default", 'title = "Default"\nbase_url = "https://handbook.example/base/"\n'],
    ["minimal", 'title = "Minimal"\ntheme = "minimal"\nurl_style = "file"\n'],
]) {
    test(`pages of the ${name} theme are valid HTML`, () => {
        const output = publish(name, settings);
        assert.ok(pagesIn(output).length > 40, "our own handbook has more pages than that");
        assert.deepEqual(mistakesIn(output), []);
    });
}

test("the checker finds what is wrong", () => {
    const output = join(folder, "wrong");
    mkdirSync(output);
    writeFileSync(join(output, "index.html"), "<!doctype html><html lang=en><title>x</title><p id=a></p><p id=a></p>");
    assert.match(mistakesIn(output).join("\n"), /Duplicate ID/);
});
