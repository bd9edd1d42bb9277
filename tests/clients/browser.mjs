// Opens an export in Chromium: the dossier as it is, annotations in Recogito's text annotator. Prints what the page shows, as JSON.
// Usage: browser.mjs NPM_FOLDER CHROMIUM dossier|recogito FILE …
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [, , modules, chromium, what, file, more] = process.argv;
const require = createRequire(`${modules}/package.json`);
const puppeteer = require('puppeteer-core');
const launched = await puppeteer.launch({ executablePath: chromium, args: ['--no-sandbox'], headless: true });
const version = (await launched.version()).replace(/^.*\//, '');

async function dossier() {
  const page = await launched.newPage();
  const errors = [];
  let requests = 0;
  page.on('request', request => { if (request.url() !== pathToFileURL(file).href) requests += 1; });
  page.on('console', message => errors.push(message.text()));
  page.on('pageerror', error => errors.push(String(error)));
  page.on('dialog', dialog => errors.push(dialog.message()));
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(pathToFileURL(file).href);
  const words = await page.evaluate(() => {
    const found = {}, block = {};
    for (const link of document.querySelectorAll('a.m')) {
      for (const key of link.dataset.claims.split(' ')) {
        const gap = key in found && block[key] !== link.parentElement ? '\n\n' : '';
        found[key] = (found[key] ?? '') + gap + link.textContent;
        block[key] = link.parentElement;
      }
    }
    return found;
  });
  // Every highlight leads to its card.
  const lost = await page.evaluate(() => [...document.querySelectorAll('a[href^="#"]')].filter(a => !document.getElementById(a.hash.slice(1))).map(a => a.hash));
  if (lost.length) errors.push(`links to nowhere: ${lost}`);
  for (const [name, features, width] of [['light', 'light', 1280], ['dark', 'dark', 1280], ['narrow', 'light', 420]]) {
    await page.setViewport({ width, height: 900 });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: features }]);
    if (more) await page.screenshot({ path: `${more}/dossier-${name}.png` });
  }
  if (more) await page.pdf({ path: `${more}/dossier.pdf`, format: 'A4' });
  return { version, requests, errors, words };
}

async function recogito() {
  const page = await launched.newPage();
  const errors = [];
  page.on('pageerror', error => errors.push(String(error)));
  await page.setContent('<!doctype html><meta charset="utf-8"><pre id="text"></pre>');
  const text = readFileSync(more, 'utf8');
  await page.evaluate(text => { document.getElementById('text').textContent = text; }, text);
  // The bundle asks for Node's environment.
  await page.evaluate(() => { window.process = { env: { NODE_ENV: 'production' } }; });
  await page.addScriptTag({ path: `${modules}/node_modules/@recogito/text-annotator/dist/text-annotator.umd.js` });
  const annotations = JSON.parse(readFileSync(file, 'utf8')).first.items;
  const words = await page.evaluate(annotations => {
    const library = window.RecogitoJS ?? window.TextAnnotator ?? Object.values(window).find(value => value?.createTextAnnotator);
    const source = [annotations[0].target].flat()[0].source;
    const annotator = library.createTextAnnotator(document.getElementById('text'), { adapter: library.W3CTextFormat(source) });
    annotator.setAnnotations(annotations);
    const found = {};
    for (const annotation of annotator.state.store.all()) {
      found[annotation.id] = annotation.target.selector.map(selector => selector.range?.toString() ?? null);
    }
    return found;
  }, annotations);
  const own = JSON.parse(readFileSync(`${modules}/node_modules/@recogito/text-annotator/package.json`, 'utf8')).version;
  return { version: own, errors, words };
}

try {
  console.log(JSON.stringify(await (what === 'dossier' ? dossier() : recogito())));
} finally {
  await launched.close();
}
