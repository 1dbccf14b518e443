exports.data = {
  layout: "base.11ty.js",
  pagination: { data: "collections.archives", size: 1, alias: "archive" },
  permalink: ({ archive }) => `${archive.url}index.html`,
};

exports.render = function ({ archive: { name, reviews } }) {
  const row = ({ url, date, data: { title, rating } }) =>
    `<li>${this.day(date)} <a href="${url}">${this.escape(title)}</a>, ${rating} of 5</li>\n`;
  return `<h1>${this.escape(name)}</h1>\n<ul>\n${reviews.map(row).join("")}</ul>`;
};
