exports.data = { permalink: "/sitemap.xml", eleventyExcludeFromCollections: true };

exports.render = function ({ collections: { reviews, archives } }) {
  const line = ({ url }) => `<url><loc>https://latehouse.example${url}</loc></url>\n`;
  return `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${[...reviews, ...archives].map(line).join("")}</urlset>
`;
};
