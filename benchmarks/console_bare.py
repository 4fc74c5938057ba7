"""The bare page: a menu and a table of fifty rows, such as any page of lists has."""

ROWS = [
    (f"Person {n}", f"{n % 28 + 1} November 2026, 10:15", "Waits", f"{n} days", f"/people/{n}")
    for n in range(50)
]

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>People</title>
<link rel="stylesheet" href="/static/a.css"><link rel="stylesheet" href="/static/b.css"></head>
<body><header><a href="/">Programme</a></header>
<nav aria-label="Sections"><ul>
{% for name in ["Today", "Waiting list", "Pairings", "People", "Peer workers", "Alerts"] %}
<li><a href="/{{ name }}">{{ name }}</a></li>{% endfor %}
</ul></nav>
<main><h1>People</h1>
<table class="govuk-table stack"><caption>Everybody</caption>
<thead><tr><th scope="col">Name</th><th scope="col">Since</th><th scope="col">State</th>
<th scope="col">For</th></tr></thead><tbody>
{% for name, since, state, days, link in rows %}
<tr class="govuk-table__row">
<th scope="row" class="govuk-table__header">
<a class="govuk-link" href="{{ link }}">{{ name }}</a></th>
<td class="govuk-table__cell" data-label="Since">{{ since }}</td>
<td class="govuk-table__cell" data-label="State">{{ state }}</td>
<td class="govuk-table__cell" data-label="For">{{ days }}</td></tr>
{% endfor %}
</tbody></table></main><footer><p>Foot</p></footer></body></html>"""
