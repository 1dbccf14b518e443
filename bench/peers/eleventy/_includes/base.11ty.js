exports.render = function ({ title, archive, summary, page, content }) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${this.escape(title ?? archive?.name ?? "Home")} · The Late House</title>
<meta name="description" content="${this.escape(summary ?? "")}">
<link rel="canonical" href="https://latehouse.example${page.url}">
<link rel="alternate" type="application/atom+xml" href="/feed.xml">
</head>
<body>
<header><a href="/">The Late House</a></header>
<main>${content}</main>
<footer><a href="/feed.xml">Feed</a></footer>
</body>
</html>
`;
};
