"""The console as an app: every page below /console, and what holds for all of them."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from starlette.types import ASGIApp

from console.answers import add_answers
from console.desk import Desk
from console.dispatch import Pages
from console.guard import Guard
from console.pages import ROUTERS

STATIC = Path(__file__).parent / "static"


def create_app(desk: Desk) -> FastAPI:
    """The pages over these records, without the guard: for tests that walk over its routes."""
    app = FastAPI(
        openapi_url=None, docs_url=None, redoc_url=None, default_response_class=HTMLResponse
    )
    app.state.desk = desk
    app.router.routes.append(Pages(ROUTERS, "/console"))
    app.mount("/console/static", StaticFiles(directory=STATIC), name="static")
    add_answers(app)
    return app


def create_console(desk: Desk) -> ASGIApp:
    """The console as it is served."""
    return Guard(create_app(desk), is_secure=desk.is_secure)
