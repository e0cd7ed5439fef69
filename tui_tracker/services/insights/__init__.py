"""The measures of the practice: figures, pages, and the lists behind them, a module a theme."""
