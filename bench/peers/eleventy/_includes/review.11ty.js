exports.data = { layout: "base.11ty.js" };

exports.render = function ({ title, author, rating, film, keywords, older, newer, page, content }) {
  const linked = (kind) => (name) => `<dd><a href="${this.addressOf(kind, name)}">${this.escape(name)}</a></dd>`;
  const toNeighbour = (rel, word, post) =>
    post ? `<a rel="${rel}" href="${post.url}">${word}: ${this.escape(post.title)}</a>` : "";
  return `<article>
<p>Posted by ${this.escape(author)} | <time datetime="${page.date.toISOString().slice(0, 10)}">${this.day(page.date)}</time></p>
<h1>${this.escape(title)}</h1>
<p>${rating} of 5 · ${film.year} · ${film.runtime} minutes</p>
${content}
<dl>
<dt>Directed by</dt>${film.directors.map(linked("directors")).join("")}
<dt>With</dt>${film.cast.map((name) => `<dd>${this.escape(name)}</dd>`).join("")}
<dt>Genres</dt>${film.genres.map(linked("genres")).join("")}
<dt>Tags</dt>${keywords.map(linked("tags")).join("")}
</dl>
<nav>${toNeighbour("prev", "Older", older)} ${toNeighbour("next", "Newer", newer)}</nav>
</article>
${conversation(this, this.load("comments", page.fileSlug))}
${elsewhere(this, this.load("pingbacks", page.fileSlug))}`;
};

function conversation(tools, comments) {
  if (!comments.length) return "";
  const answers = new Map();
  comments.forEach((comment, place) => {
    if (!answers.has(comment.parent)) answers.set(comment.parent, []);
    answers.get(comment.parent).push({ ...comment, number: place + 1 });
  });
  const thread = (parent) => (answers.has(parent) ? `<ol>\n${answers.get(parent).map(item).join("")}</ol>\n` : "");
  const item = ({ id, number, author, url, date, body }) => `<li id="comment-${id}">
<p>${number}. ${url ? `<a href="${tools.escape(url)}" rel="nofollow ugc">${tools.escape(author)}</a>` : tools.escape(author)},
<a href="#comment-${id}"><time datetime="${date.toISOString()}">${tools.moment(date)}</time></a></p>
${tools.markdown(body)}${thread(id)}</li>
`;
  return `<section id="replies">\n<h2>${comments.length} replies</h2>\n${thread(undefined)}</section>`;
}

function elsewhere(tools, pingbacks) {
  if (!pingbacks.length) return "";
  const item = ({ source_url, title, excerpt, date }) =>
    `<li>${tools.escape(excerpt)} <a href="${tools.escape(source_url)}">${tools.escape(title)}</a>, ${tools.day(date)}</li>\n`;
  return `<section id="elsewhere">\n<h2>Elsewhere</h2>\n<ul>\n${pingbacks.map(item).join("")}</ul>\n</section>`;
}
