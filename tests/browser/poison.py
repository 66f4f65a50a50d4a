"""Fills every text of a house with what attackers type. Run in a house of its own: ``python -m tests.browser.poison``.

Prints the session of Carla, who sees most pages.
"""

from __future__ import annotations

from typing import Any

#: Each would call ``hit()`` somewhere: as an element, out of an attribute, in an address, in a comment, in Markdown.
PAYLOADS = (
    "<script>hit()</script>",
    "<SCRIPT>hit()</SCRIPT >",
    "</title><script>hit()</script>",
    "</textarea><script>hit()</script>",
    "--><script>hit()</script><!--",
    "]]><script>hit()</script>",
    "</script><script>hit()</script>",
    "<scr<script>ipt>hit()</scr</script>ipt>",
    "<img src=x onerror=hit()>",
    "<img src=x onerror='hit()'",
    '"><img src=x onerror=hit()>',
    "'><img src=x onerror=hit()>",
    '" autofocus onfocus="hit()',
    "' autofocus onfocus='hit()",
    '" onmouseover="hit()" style="position:fixed;inset:0" x="',
    "x onclick=hit() autofocus onfocus=hit() ",
    "<svg onload=hit()>",
    "<svg><script>hit()</script></svg>",
    "<svg><animate onbegin=hit() attributeName=x dur=1s>",
    "<svg><a xlink:href='javascript:hit()'><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=hit()>",
    "<math href='javascript:hit()'>x</math>",
    "<body onload=hit()>",
    "<iframe src='javascript:hit()'></iframe>",
    "<iframe srcdoc='<script>parent.hit()</script>'></iframe>",
    "<object data='javascript:hit()'></object>",
    "<embed src='data:text/html,<script>hit()</script>'>",
    "<video><source onerror=hit()></video>",
    "<audio src=x onerror=hit()>",
    "<details open ontoggle=hit()>",
    "<input autofocus onfocus=hit()>",
    "<select autofocus onfocus=hit()>",
    "<marquee onstart=hit()>x</marquee>",
    "<form action='javascript:hit()'><button>x</button></form>",
    "<button formaction='javascript:hit()'>x</button>",
    "<a href='javascript:hit()'>x</a>",
    "[x](javascript:hit())",
    "[x](JaVaScRiPt&#58;hit())",
    "![x](x' onerror='hit())",
    "![x](//evil.example/x.png)",
    "<javascript:hit()>",
    "[x]: javascript:hit()\n[x]",
    "<base href='//evil.example/'>",
    "<meta http-equiv=refresh content='0;url=javascript:hit()'>",
    "<link rel=stylesheet href='//evil.example/x.css'>",
    "<style>@import '//evil.example/x.css';</style>",
    "<div style='background:url(//evil.example/x.png)'>x</div>",
    "{{ hit() }}{% raw %}${hit()}",
    "&lt;script&gt;hit()&lt;/script&gt;&#60;img src=x onerror=hit()&#62;",
    "\u202e<plaintext><xmp onload=hit()>\u2028hit()//",
)  # fmt: skip

#: Texts that are codes, days or marks: no form takes words for them.
_WORDS = (
    "account begin code date digest end event hash key kind label language later_date name_digest password"
    " person_digest previous purpose salt secret sha256 text_hash thread username"
)
_CODES = frozenset(_WORDS.split())


def main() -> None:
    import django

    django.setup()
    from django.apps import apps
    from django.db import connection, models

    from tests import engines

    engines.lower_guards()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE payload (number INTEGER PRIMARY KEY, text TEXT)")
        cursor.executemany("INSERT INTO payload VALUES (%s, %s)", list(enumerate(PAYLOADS)))
        for model in apps.get_models():
            if not model.__module__.startswith("querwerk."):
                continue
            for shift, field in enumerate(model._meta.concrete_fields):
                if isinstance(field, models.CharField | models.TextField) and _typed(field):
                    poison(cursor, model._meta, field.column, shift)
                elif isinstance(field, models.JSONField):
                    poison_json(model, field.name)
    print(session_of("carla"))


def _typed(field: Any) -> bool:
    return not field.choices and field.name not in _CODES and "lug" not in type(field).__name__ + field.name


def poison(cursor: Any, table: Any, column: str, shift: int) -> None:
    """Every second word of the house is a payload now; the number keeps unique texts unique."""
    key = table.pk.column
    cursor.execute(
        f'UPDATE "{table.db_table}" SET "{column}" = (SELECT text FROM payload WHERE number = '
        f'(abs("{table.db_table}".rowid) + {shift * 7}) % {len(PAYLOADS)}) || \' \' || "{key}" '
        f'WHERE "{column}" IS NOT NULL AND "{column}" <> \'\''
    )


def poison_json(model: Any, name: str) -> None:
    """Words inside a JSON text; codes without a space stay."""
    for number, row in enumerate(model._default_manager.only(name)):
        value = poisoned(getattr(row, name), number)
        if value != getattr(row, name):
            model._default_manager.filter(pk=row.pk).update(**{name: value})


def poisoned(value: Any, number: int) -> Any:
    if isinstance(value, dict):
        return {key: poisoned(inner, number + place) for place, (key, inner) in enumerate(value.items())}
    if isinstance(value, list):
        return [poisoned(inner, number + place) for place, inner in enumerate(value)]
    if isinstance(value, str) and " " in value:
        return PAYLOADS[number % len(PAYLOADS)]
    return value


def session_of(name: str) -> str:
    from django.test import Client

    from querwerk.structure.models import Account
    from tests.logins import sign_in

    return str(sign_in(Client(), Account.objects.get(username=name)).session.session_key)


if __name__ == "__main__":
    main()
