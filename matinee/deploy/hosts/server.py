"""A server of one's own: what nginx and Caddy are told beside what each build makes for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from ...model import Config
from .recipe import Recipe

_PLAIN = re.compile(r"(/[\w .-]+)+")  # nothing that either configuration takes for more than a name
_NGINX = """\
# The blog on a server with nginx: lay this file into /etc/nginx/conf.d/, or include it in `http { … }`. When a build
# has changed _redirects.nginx, let nginx load it again: nginx -s reload
include "%(home)s/_redirects.nginx";

server {
    listen 80;
    listen [::]:80;
    server_name %(host)s;

    root "%(root)s";
    index index.html;
    charset utf-8;
    charset_types text/css text/plain text/xml text/javascript application/javascript application/json;
    gzip on;
    gzip_types text/css text/xml text/javascript application/javascript application/json image/svg+xml;
    absolute_redirect off;

    if ($matinee_redirect) {
        return 301 $matinee_redirect;
    }

    add_header Content-Security-Policy $matinee_policy always;
    add_header X-Content-Type-Options nosniff always;
    add_header Referrer-Policy strict-origin-when-cross-origin always;
    add_header Cache-Control $matinee_cache;

    error_page 403 =404 %(path)s/404.html;
    error_page 404 %(path)s/404.html;

    location / {
        try_files $uri $uri/ =404;
    }

    # What is no page: what Matinee keeps for itself, and what is for servers.
    location ~ /[.](?!well-known/) {
        return 404;
    }
    location ~ ^%(path)s/_(?:redirects|headers) {
        return 404;
    }
}
"""
_CADDY = """\
# The blog on a server with Caddy, which sees to its certificate by itself: lay this into /etc/caddy/Caddyfile, or
# import it there. When a build has changed _redirects.caddy, let Caddy load it again: caddy reload
%(host)s {
	root * "%(root)s"
	encode zstd gzip
	import "%(home)s/_redirects.caddy"
	file_server {
		hide .matinee .git _redirects.nginx _redirects.caddy _redirects _headers
	}
	handle_errors {
		rewrite * %(path)s/404.html
		file_server
	}
}
"""


def server_files(config: Config, recipe: Recipe) -> Mapping[str, str]:
    """The two configurations."""
    parts = urlsplit(config.url)
    home = _home(config, parts.hostname or "")
    told = {
        "host": parts.hostname or "",
        "home": home,
        "root": home.removesuffix(config.root) or "/",
        "path": config.root,
    }
    return {"hosting/nginx.conf": _NGINX % told, "hosting/Caddyfile": _CADDY % told}


def _home(config: Config, host: str) -> str:
    """The folder of the site there: that of the first target to a folder, if it ends as the site's address does."""
    for target in config.deploy.values():
        path = str(target.get("path", "")).rstrip("/")
        if target.get("kind") in {"folder", "ssh"} and _PLAIN.fullmatch(path) and path.endswith(config.root):
            return path
    return f"/srv/www/{host}{config.root}"
