"""Matplotlib's way to show figures here: they are drawn, kept for the result, and closed."""
import io
import sys

from matplotlib._pylab_helpers import Gcf
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg

FigureCanvas = FigureCanvasAgg
FigureManager = FigureManagerBase
shown = []


def show(*_, **__):
    """Draws every open figure and closes it."""
    for manager in list(Gcf.get_all_fig_managers()):
        target = io.BytesIO()
        try:
            manager.canvas.figure.savefig(target, format="png", bbox_inches="tight")
            shown.append(target.getvalue())
        except Exception as e:
            print(f"figure {manager.num} could not be drawn: {type(e).__name__}: {e}", file=sys.stderr)
        Gcf.destroy(manager)


def take():
    """The pictures so far, those of the figures that are still open among them."""
    show()
    taken = shown[:]
    shown.clear()
    return taken
