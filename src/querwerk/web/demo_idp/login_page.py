"""The log-in page of the demo's identity provider: one page, and it looks after itself."""

from __future__ import annotations

LOGIN = """<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<title>Anmeldeverbund der Beispielstadt</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root { color-scheme: light dark; }
body { font: 1.0625rem/1.5 system-ui, sans-serif; max-width: 26rem; margin: 10vh auto; padding: 0 1rem; }
label, input, button { display: block; width: 100%; box-sizing: border-box; font: inherit; }
input { margin: .25rem 0 1rem; padding: .625rem; }
button { padding: .75rem; }
</style>
</head>
<body>
<main>
<h1>Anmeldeverbund</h1>
<p>Hier melden sich erfundene Leute an, um Querwerk auszuprobieren. Name und Passwort stehen in dem Fenster,
in dem dieser Dienst gestartet wurde.</p>
<form method="post">{% csrf_token %}
{% for error in form.non_field_errors %}<p role="alert"><strong>{{ error }}</strong></p>{% endfor %}
<label for="login">Anmeldename</label>
<input id="login" name="login" autocomplete="username" autocapitalize="none" required>
<label for="password">Passwort</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
{{ redirect_field }}
<button type="submit">Anmelden</button>
</form>
</main>
</body>
</html>
"""
