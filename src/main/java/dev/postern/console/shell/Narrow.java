package dev.postern.console.shell;

import com.vaadin.flow.component.grid.Grid;
import java.util.List;

/** Tables on small screens: columns that the first one then tells in a line of its own. */
public final class Narrow {
    /** In CSS pixels; the stylesheet breaks at the same width. */
    private static final int BELOW = 900;

    private Narrow() {}

    /** Hides the columns while the window is narrow. */
    public static void hide(Grid<?> grid, Grid.Column<?>... columns) {
        var some = List.of(columns);
        grid.addAttachListener(attached -> {
            var page = attached.getUI().getPage();
            apply(some, page.getExtendedClientDetails().getWindowInnerWidth());
            var resizes = page.addBrowserWindowResizeListener(resized -> apply(some, resized.getWidth()));
            grid.addDetachListener(detached -> {
                resizes.remove();
                detached.unregisterListener();
            });
        });
    }

    private static void apply(List<? extends Grid.Column<?>> columns, int width) {
        // 0 or less: the browser has not said yet
        columns.forEach(column -> column.setVisible(width <= 0 || width >= BELOW));
    }
}
