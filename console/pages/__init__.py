"""The pages, a file for each section; a page reads its form, calls one story and renders."""

from console.pages import alerts, entrance, today

ROUTERS = (entrance.router, today.router, alerts.router)
