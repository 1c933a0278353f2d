"""Pictures of the cards in Anki's own desktop, without a screen.

    python tests/anki/desktop_shots.py DECK.apkg FOLDER

Starts Anki in a profile of its own under Xvfb, imports the package, and saves the front and
the back of the first card, in both scripts, by day and by night.
"""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

APKG, OUT = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
DECK = "梁文锋语录::1 语录 Quotes"

if "DISPLAY" not in os.environ:
    command = ["xvfb-run", "-a", "-s", "-screen 0 1000x900x24", sys.executable, __file__, str(APKG), str(OUT)]
    sys.exit(subprocess.run(command, env={**os.environ, "QT_QPA_PLATFORM": "xcb"}).returncode)

os.environ.update(QTWEBENGINE_CHROMIUM_FLAGS="--no-sandbox --disable-gpu", QTWEBENGINE_DISABLE_SANDBOX="1")
BASE = Path(tempfile.mkdtemp())

import aqt  # noqa: E402
from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest  # noqa: E402
from aqt.profiles import ProfileManager  # noqa: E402
from aqt.qt import QTimer  # noqa: E402
from aqt.theme import Theme  # noqa: E402

# Without a profile the first start stops in a language dialog.
profiles = ProfileManager(BASE)
profiles.setupMeta()
profiles.setLang("en_US")
profiles.create("User 1")
profiles.db.commit()
profiles.db.close()

app = aqt._run(["anki", "-b", str(BASE), "-p", "User 1"], exec=False)
OUT.mkdir(parents=True, exist_ok=True)
steps = []


def after(milliseconds):
    def add(step):
        steps.append((milliseconds, step))
        return step

    return add


def save(name):
    aqt.mw.grab().save(str(OUT / f"{name}.png"))
    print(OUT / f"{name}.png")


def toggle():
    aqt.mw.web.eval("document.querySelector('#yulu button:last-of-type').click()")


@after(3000)
def start():
    mw = aqt.mw
    mw.resize(720, 860)
    request = ImportAnkiPackageRequest(package_path=str(APKG), options=ImportAnkiPackageOptions())
    mw.col.import_anki_package(request)
    mw.col.decks.select(mw.col.decks.id_for_name(DECK))
    mw.moveToState("review")


@after(2500)
def front():
    save("card-front")
    aqt.mw.reviewer._showAnswer()


@after(1500)
def back():
    save("card-back")
    toggle()


@after(1000)
def traditional():
    save("card-back-traditional")
    aqt.mw.set_theme(Theme.DARK)


@after(2500)
def night():
    save("card-back-night")
    toggle()
    aqt.mw.close()


def run_steps():
    if not steps:
        os._exit(0)
    wait, step = steps.pop(0)

    def go():
        step()
        run_steps()

    QTimer.singleShot(wait, go)


run_steps()
QTimer.singleShot(60_000, lambda: os._exit(1))
app.exec()
