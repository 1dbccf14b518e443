exports.data = {
  layout: "base.11ty.js",
  pagination: { data: "collections.reviews", size: 10, alias: "reviews" },
  permalink: ({ pagination: { pageNumber } }) => (pageNumber ? `/page/${pageNumber + 1}/index.html` : "/index.html"),
};

exports.render = function ({ reviews, pagination: { pageNumber, pages, href } }) {
  const row = ({ url, date, data: { title, author, rating, summary } }) => `<section>
<h2><a href="${url}">${this.escape(title)}</a></h2>
<p>${this.escape(author)} | ${this.day(date)} | ${rating} of 5</p>
<p>${this.escape(summary)}</p>
</section>
`;
  return `${reviews.map(row).join("")}<nav>
${href.previous ? `<a rel="next" href="${href.previous}">Newer</a>` : ""}
${pageNumber + 1} of ${pages.length}
${href.next ? `<a rel="prev" href="${href.next}">Older</a>` : ""}
</nav>`;
};
