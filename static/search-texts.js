// Whole texts on the search page of a site with `search: full`. Pagefind is fetched when somebody searches.
(() => {
	"use strict";
	const make = (tag, more, ...inside) => {
		const made = Object.assign(document.createElement(tag), more);
		made.append(...inside);
		return made;
	};

	// Pagefind's excerpts are HTML; no more than their marks is taken over.
	const excerpt = (html) =>
		[...new DOMParser().parseFromString(html, "text/html").body.childNodes].map((node) =>
			node.nodeName === "MARK" ? make("mark", {}, node.textContent) : node.textContent);

	function offer(choices, filters) {
		for (const select of choices.elements) {
			const values = Object.keys(filters[select.name] ?? {});
			values.sort((a, b) => a.localeCompare(b, document.documentElement.lang, { numeric: true }));
			select.append(...values.map((value) => make("option", { value }, value)));
			select.closest("p").hidden = !values.length;
		}
	}

	function start(section) {
		const [form, choices] = [document.querySelector("form[data-index]"), section.querySelector("form")];
		const [status, list, more] = ["[role=status]", "ul", "button"].map((query) => section.querySelector(query));
		let loading, asking, left;
		const load = async () => {
			const pagefind = await import(section.dataset.texts);
			await pagefind.init();
			offer(choices, await pagefind.filters());
			return pagefind;
		};
		const show = async () => {
			const asked = asking;
			const found = await Promise.all(left.splice(0, 20).map((one) => one.data()));
			if (asked !== asking) return;
			for (const { url, meta, excerpt: html } of found) {
				const title = make("p", { className: "title" }, make("a", { href: url }, meta.title));
				list.append(make("li", {}, title, make("p", { className: "p-summary" }, "… ", ...excerpt(html), " …")));
			}
			more.hidden = !left.length;
		};
		const run = async () => {
			const pagefind = await (loading ??= load());
			const words = form.elements.q.value.trim();
			const filters = Object.fromEntries([...new FormData(choices)].filter(([, value]) => value));
			const asked = (asking = {});
			const is = words || Object.keys(filters).length;
			const { results } = is ? await pagefind.search(words || null, { filters }) : { results: [] };
			if (asked !== asking) return;
			section.hidden = false;
			left = results;
			status.textContent = `${section.dataset.found} ${results.length}`;
			list.replaceChildren();
			await show();
		};
		// Where a host lets no WebAssembly run, titles are found all the same.
		const tryIt = () => run().catch(() => { section.hidden = true; });
		form.addEventListener("input", tryIt);
		choices.addEventListener("input", tryIt);
		choices.onsubmit = (event) => event.preventDefault();
		more.onclick = show;
		const typed = new URLSearchParams(location.search).get("q");
		if (typed) {
			form.elements.q.value = typed;
			tryIt();
		}
	}

	const section = document.getElementById("texts");
	if (section) start(section);
})();
