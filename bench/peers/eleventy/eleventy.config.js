const { readFileSync } = require("node:fs");
const yaml = require("js-yaml");
const markdown = require("markdown-it")({ html: true, linkify: true, typographer: true });

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const DAY = new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeZone: "UTC" });
const MOMENT = new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });

const escape = (text) => String(text).replace(/[&<>"]/g, (letter) => ENTITIES[letter]);
const day = (date) => DAY.format(date);
const moment = (date) => MOMENT.format(date);
const load = (kind, slug) => yaml.load(readFileSync(`${kind}/${slug}.yaml`, "utf8")) ?? [];

/** Every list of reviews that has a page of its own, by its address. */
function archivesOf(reviews, addressOf) {
  const found = new Map();
  const enter = (kind, name, review) => {
    const url = addressOf(kind, name);
    if (!found.has(url)) found.set(url, { url, name, reviews: [] });
    found.get(url).reviews.push(review);
  };
  for (const review of reviews) {
    const { film, keywords } = review.data;
    for (const name of film.directors) enter("directors", name, review);
    for (const name of film.genres) enter("genres", name, review);
    for (const name of keywords) enter("tags", name, review);
    enter("years", review.date.getUTCFullYear(), review);
  }
  return [...found.values()];
}

module.exports = (config) => {
  const slugs = new Map();
  const slug = (name) => {
    if (!slugs.has(name)) slugs.set(name, config.getFilter("slugify")(String(name)));
    return slugs.get(name);
  };
  const addressOf = (kind, name) => `/${kind}/${slug(name)}/`;
  const newestFirst = (api) => api.getFilteredByGlob("posts/*.md").sort((one, other) => other.date - one.date);
  const neighbour = (review) => review && { url: review.url, title: review.data.title };

  config.setLibrary("md", markdown);
  config.addCollection("reviews", (api) => {
    const reviews = newestFirst(api);
    reviews.forEach((review, place) => {
      review.data.newer = neighbour(reviews[place - 1]);
      review.data.older = neighbour(reviews[place + 1]);
    });
    return reviews;
  });
  config.addCollection("archives", (api) => archivesOf(newestFirst(api), addressOf));
  const functions = { escape, day, moment, load, addressOf, markdown: (text) => markdown.render(text) };
  for (const [name, known] of Object.entries(functions)) config.addJavaScriptFunction(name, known);
  return { dir: { output: "public" }, markdownTemplateEngine: false };
};
