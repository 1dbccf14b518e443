// What pages can do when scripts run. Without them everything is there all the same. Its words come from the page.
(() => {
	"use strict";
	const root = document.documentElement;
	const said = document.currentScript.dataset;
	const all = (query, within = document) => [...within.querySelectorAll(query)];
	const make = (tag, more, ...inside) => {
		const made = Object.assign(document.createElement(tag), more);
		made.append(...inside);
		return made;
	};
	const makeButton = (text, onclick) => make("button", { type: "button", onclick }, text);

	// The lights, as early as can be: nobody likes a flash in the dark.
	const kept = (value) => {
		try {
			if (value) localStorage.setItem("lights", value);
			return localStorage.getItem("lights");
		} catch {
			return value; // where nothing may be stored, it holds for this page
		}
	};
	if (kept()) root.dataset.lights = kept();

	function addSwitch() {
		const dark = matchMedia("(prefers-color-scheme: dark)");
		const isDown = () => (root.dataset.lights ?? (dark.matches ? "down" : "up")) === "down";
		const tell = () => { button.textContent = isDown() ? said.up : said.down; };
		const button = makeButton("", () => {
			kept(root.dataset.lights = isDown() ? "up" : "down");
			tell();
		});
		dark.onchange = tell;
		tell();
		document.querySelector(".masthead ul")?.append(make("li", {}, button));
	}

	// The reply form comes to what is answered, and goes back.
	function placeForm() {
		const section = document.getElementById("respond");
		const form = section?.querySelector("form");
		if (!form) return;
		const home = make("span", { hidden: true });
		section.before(home);
		const { comment_parent: parent, comment } = form.elements;
		const cancel = makeButton(said.cancel, () => {
			home.after(section);
			parent.value = "";
			cancel.hidden = true;
		});
		cancel.hidden = true;
		form.querySelector("[type=submit]").after(" ", cancel);
		for (const link of all("a.reply")) {
			link.onclick = (event) => {
				event.preventDefault();
				link.after(section);
				parent.value = link.closest("li[id]").id.replace("comment-", "");
				cancel.hidden = false;
				comment.focus();
			};
		}
	}

	// Tables are sorted by their heads, the index of films by a row of buttons.
	function sortTable(table) {
		const [body] = table.tBodies;
		all("thead th", table).forEach((head, column) => {
			const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
			head.replaceChildren(makeButton(head.textContent, () => {
				const turn = head.ariaSort === "ascending" ? -1 : 1;
				for (const other of all("th", table)) other.ariaSort = null;
				head.ariaSort = turn > 0 ? "ascending" : "descending";
				const compare = (a, b) => turn * value(a).localeCompare(value(b), root.lang, { numeric: true });
				body.append(...[...body.rows].sort(compare));
			}));
		});
	}

	function sortFilms(index) {
		const letters = [...index.children];
		const homes = all("li", index).map((film) => [film, film.parentNode]);
		const sort = (key) => {
			if (key === "title") {
				for (const [film, home] of homes) home.append(film);
				return letters;
			}
			const films = homes.map(([film]) => film).sort((a, b) => (b.dataset[key] ?? -1) - (a.dataset[key] ?? -1));
			return [make("ul", { role: "list" }, ...films)];
		};
		const row = make("p", { className: "facts" }, index.dataset.sort);
		for (const key of ["title", "year", "rating"]) {
			const button = makeButton(index.dataset[key], () => {
				for (const other of row.children) other.ariaPressed = other === button;
				index.replaceChildren(...sort(key));
			});
			button.ariaPressed = key === "title";
			row.append(" ", button);
		}
		index.before(row);
	}

	// Searching: every word must begin a word of what is found; titles come first.
	const wordsOf = (text) =>
		text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);

	async function load(address) {
		const get = async (one) => (await fetch(one)).json();
		const { years, entries } = await get(address);
		const found = (await Promise.all(years.map(get))).flat().concat(entries);
		return found.map((one) => ({ one, head: wordsOf(one[0]), tail: wordsOf(`${one[2]} ${one[3]}`) }));
	}

	function row([title, href, note, more, stars, isFilm]) {
		const link = make("a", { href }, isFilm ? make("cite", {}, title) : title);
		const item = make("li", {}, make("p", { className: "title" }, link, " ", make("span", { className: "soft" }, note)));
		if (more) item.append(make("p", { className: "p-summary" }, more));
		if (stars) {
			const [label, drawn] = stars;
			item.append(make("p", { className: "end" }, make("span", { className: "vh" }, label), make("span", { ariaHidden: true }, drawn)));
		}
		return item;
	}

	function search(form) {
		const field = form.elements.q;
		const query = new URLSearchParams(location.search);
		let loading;
		const run = async () => {
			const asked = wordsOf(field.value);
			query.set("q", field.value);
			history.replaceState(null, "", `?${query}`);
			const entries = await (loading ??= load(form.dataset.index));
			const begins = (words) => (start) => words.some((word) => word.startsWith(start));
			const found = entries
				.filter(({ head, tail }) => asked.length && asked.every(begins(head.concat(tail))))
				.map(({ one, head }) => [asked.filter(begins(head)).length, one])
				.sort(([a], [b]) => b - a);
			document.getElementById("found").textContent = `${form.dataset.found} ${found.length}`;
			document.getElementById("results").replaceChildren(...found.slice(0, 50).map(([, one]) => row(one)));
		};
		field.oninput = run;
		field.value = query.get("q") ?? "";
		form.onsubmit = (event) => event.preventDefault(run());
		if (field.value) run();
	}

	const start = () => {
		addSwitch();
		placeForm();
		all("table[data-sort]").forEach(sortTable);
		all(".letters[data-sort]").forEach(sortFilms);
		all("form[data-index]").forEach(search);
	};
	if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
	else start();
})();
