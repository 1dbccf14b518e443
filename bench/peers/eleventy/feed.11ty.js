const HOME = "https://latehouse.example";

exports.data = { permalink: "/feed.xml", eleventyExcludeFromCollections: true };

exports.render = function ({ collections: { reviews } }) {
  const entry = ({ url, date, templateContent, data: { title, author } }) => `<entry>
<id>${HOME}${url}</id>
<title>${this.escape(title)}</title>
<link href="${HOME}${url}"/>
<updated>${date.toISOString()}</updated>
<author><name>${this.escape(author)}</name></author>
<content type="html">${this.escape(templateContent)}</content>
</entry>
`;
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${HOME}/</id>
<title>The Late House</title>
<link rel="self" href="${HOME}/feed.xml"/>
<updated>${reviews[0].date.toISOString()}</updated>
${reviews.slice(0, 20).map(entry).join("")}</feed>
`;
};
