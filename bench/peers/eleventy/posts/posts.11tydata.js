module.exports = { layout: "review.11ty.js", permalink: ({ page }) => `/posts/${page.fileSlug}/index.html` };
