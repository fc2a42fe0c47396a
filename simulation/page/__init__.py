"""The class page: clusters grow before a class, two scenarios side by side, levers, stories of cells, firms and zones.

`frames` says what one quarter shows, `charts` how it is drawn; both know nothing of browsers and are used by the replay
file as well. What serves the page imports NiceGUI, the extra `page`.
"""
